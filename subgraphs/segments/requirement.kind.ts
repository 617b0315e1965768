import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { conceptsOf } from "./expression.entity";
import { Requirement } from "./requirement.entity";
import { requirementRules } from "./requirement.rules";

@Entity("requirement")
export class RequirementEdition extends EditionRow {
  /** The concepts its expression asks about. */
  @Column("text", { array: true })
  concepts!: string[];
}

export const requirementKind = defineKind<Requirement, RequirementEdition>({
  document: Requirement,
  edition: RequirementEdition,
  columns: ({ expression }) => ({ concepts: conceptsOf(expression) }),
  rules: requirementRules,
});
