import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { InformationConcept } from "./information-concept.entity";
import { informationConceptRules, informationConceptSurveys } from "./information-concept.rules";

@Entity("information_concept")
export class InformationConceptEdition extends EditionRow {
  @Column("text")
  valueType!: string;
}

export const informationConceptKind = defineKind<InformationConcept, InformationConceptEdition>({
  document: InformationConcept,
  edition: InformationConceptEdition,
  columns: ({ valueType }) => ({ valueType }),
  name: ({ question }) => question,
  rules: informationConceptRules,
  surveys: informationConceptSurveys,
});
