import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { PolicyDocument } from "./policy-document.entity";
import { policyDocumentRules, policyDocumentSurveys } from "./policy-document.rules";

@Entity("policy_document")
export class PolicyDocumentEdition extends EditionRow {
  @Column("text")
  kind!: string;

  @Column("text", { nullable: true })
  pillar!: string | null;

  @Column("text", { nullable: true })
  supersedes!: string | null;
}

export const policyDocumentKind = defineKind<PolicyDocument, PolicyDocumentEdition>({
  document: PolicyDocument,
  edition: PolicyDocumentEdition,
  columns: ({ kind, pillar, supersedes }) => ({ kind, pillar: pillar ?? null, supersedes: supersedes ?? null }),
  name: ({ title }) => title,
  entity: ({ approvedBy }) => approvedBy,
  keptBy: "secretariat",
  rules: policyDocumentRules,
  surveys: policyDocumentSurveys,
});
