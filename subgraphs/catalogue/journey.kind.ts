import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { Journey } from "./journey.entity";
import { journeyRules, journeySurveys } from "./journey.rules";

@Entity("journey")
export class JourneyEdition extends EditionRow {
  @Column("text")
  owner!: string;

  @Column("text", { nullable: true })
  event!: string | null;

  @Column("text", { array: true })
  services!: string[];
}

export const journeyKind = defineKind<Journey, JourneyEdition>({
  document: Journey,
  edition: JourneyEdition,
  columns: ({ owner, event, items }) => ({
    owner,
    event: event ?? null,
    services: [...new Set(items.map(({ service }) => service))],
  }),
  entity: ({ owner }) => owner,
  rules: journeyRules,
  surveys: journeySurveys,
});
