import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { copiedTextSurvey, sameNameSurvey } from "../shared/editions/rules/copies";
import { noCycle } from "../shared/editions/rules/tree";
import { LifeEvent } from "./life-event.entity";

@Entity("life_event")
export class LifeEventEdition extends EditionRow {
  @Column("text")
  type!: string;

  @Column("text", { nullable: true })
  parent!: string | null;
}

export const lifeEventKind = defineKind<LifeEvent, LifeEventEdition>({
  document: LifeEvent,
  edition: LifeEventEdition,
  columns: ({ type, parent }) => ({ type, parent: parent ?? null }),
  rules: (event, context) => noCycle(LifeEvent, event, ({ parent }) => parent, "$.parent", context),
  surveys: [sameNameSurvey(LifeEvent), copiedTextSurvey(LifeEvent, "description")],
});
