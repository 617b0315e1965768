import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { Assessment } from "./assessment.entity";
import { assessmentRules } from "./assessment.rules";
import { weightsAttachment } from "./assessment.weights";
import { subjectKey, subjectReference, subjectTypes } from "./subject";

@Entity("assessment")
export class AssessmentEdition extends EditionRow {
  @Column("text")
  policyDocument!: string;

  @Column("text")
  cycle!: string;

  @Column("text")
  subject!: string;

  @Column("text")
  entity!: string;

  @Column("date")
  assessedOn!: string;
}

export const assessmentKind = defineKind<Assessment, AssessmentEdition>({
  document: Assessment,
  edition: AssessmentEdition,
  columns: ({ document, cycle, subject, entity, assessedOn }) => ({
    policyDocument: document,
    cycle,
    subject: subjectKey(subject),
    entity,
    assessedOn,
  }),
  entity: ({ entity }) => entity,
  keptBy: "secretariat",
  references: ({ subject }) => [subjectReference(subject, "$.subject.code")],
  referredTypes: subjectTypes,
  rules: assessmentRules,
  attachments: { result: weightsAttachment },
});
