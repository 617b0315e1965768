import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { Criterion } from "./criterion.entity";
import { criterionRules } from "./criterion.rules";

@Entity("criterion")
export class CriterionEdition extends EditionRow {
  @Column("text")
  policyDocument!: string;

  @Column("text")
  pillar!: string;

  @Column("text")
  level!: string;
}

export const criterionKind = defineKind<Criterion, CriterionEdition>({
  document: Criterion,
  edition: CriterionEdition,
  columns: ({ document, pillar, level }) => ({ policyDocument: document, pillar, level }),
  name: ({ text }) => text,
  rules: criterionRules,
});
