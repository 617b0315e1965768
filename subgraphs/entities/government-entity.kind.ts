import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { GovernmentEntity } from "./government-entity.entity";
import { governmentEntityRules, governmentEntitySurveys } from "./government-entity.rules";

@Entity("government_entity")
export class GovernmentEntityEdition extends EditionRow {
  @Column("text")
  kind!: string;

  @Column("text", { nullable: true })
  parent!: string | null;

  @Column("boolean")
  isServiceProvider!: boolean;
}

export const governmentEntityKind = defineKind<GovernmentEntity, GovernmentEntityEdition>({
  document: GovernmentEntity,
  edition: GovernmentEntityEdition,
  columns: ({ kind, parent, isServiceProvider }) => ({ kind, parent: parent ?? null, isServiceProvider }),
  entity: ({ code }) => code,
  rules: governmentEntityRules,
  surveys: governmentEntitySurveys,
});
