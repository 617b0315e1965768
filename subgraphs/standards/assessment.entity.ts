import { Directive, ObjectType } from "type-graphql";
import {
  Decimal,
  enumeration,
  ForeignReference,
  Integer,
  LocalDate,
  Localized,
  Nested,
  OneOf,
  PublishedRecord,
  Reference,
  Scalar,
  Stored,
  Text,
  type Texts,
} from "../../schema/vocabulary";
import { Criterion } from "./criterion.entity";
import { PolicyDocument } from "./policy-document.entity";
import { GovernmentEntity, OrganizationalUnit } from "./stubs";
import { Subject } from "./subject";

export const AssessmentFinding = enumeration("AssessmentFinding", "What an assessment found of one criterion.", {
  COMPLIANT: "It is met.",
  PARTIAL: "It is met in part.",
  NON_COMPLIANT: "It is not met.",
  EXEMPT: "It does not apply here, and is left out of the result.",
});

@ObjectType({ description: "What an assessment found of one criterion." })
export class AssessmentScore {
  @Reference(() => Criterion, "The criterion.")
  criterion!: string;

  @Scalar(Decimal, "The points given; null when none were.", { optional: true })
  score?: string;

  @Scalar(Decimal, "The points that could be given; null when none were.", { optional: true })
  maximum?: string;

  @OneOf(AssessmentFinding, "Whether it is met.")
  status!: keyof typeof AssessmentFinding;

  @Localized("What the assessors saw; null when not published.", { optional: true })
  finding?: Texts;

  @Localized("What they saw it by; null when not published.", { optional: true })
  evidence?: Texts;
}

@ObjectType({ description: "One thing that will be done after an assessment." })
export class ImprovementAction {
  @Localized("What will be done.")
  action!: Texts;

  @ForeignReference(() => OrganizationalUnit, "The unit that will do it; null when it is the entity as a whole.", {
    optional: true,
  })
  owner?: string;

  @Scalar(LocalDate, "The day by which it is to be done.")
  dueOn!: string;
}

@Directive(`@key(fields: "id")`)
@ObjectType({
  implements: PublishedRecord,
  description: "An assessment of an entity, unit or centre against the criteria of a policy document.",
})
export class Assessment extends PublishedRecord {
  @Reference(() => PolicyDocument, "The document against which it was assessed.")
  document!: string;

  @Text('The round of assessment, such as "2025".', { maxLength: 20 })
  cycle!: string;

  @Stored(() => Subject)
  subject!: Subject;

  @ForeignReference(() => GovernmentEntity, "The entity assessed, or to which what was assessed belongs.")
  entity!: string;

  @Scalar(LocalDate, "The day of the assessment.")
  assessedOn!: string;

  @Nested(() => AssessmentScore, "What was found of each criterion, as its publisher ordered them.", { list: true })
  scores!: AssessmentScore[];

  @Integer("The stars awarded, from 2 to 7; null when none were.", { optional: true, minimum: 2, maximum: 7 })
  stars?: number;

  @Nested(() => ImprovementAction, "What will be done about it.", { list: true })
  improvementPlan!: ImprovementAction[];
}
