import { Field, ObjectType } from "type-graphql";
import { enumeration, LocalizedText, type Texts } from "../../schema/vocabulary";
import { Assessment } from "./assessment.entity";
import { Criterion } from "./criterion.entity";

export const ComplianceStatus = enumeration("ComplianceStatus", "Where an entity stands with one criterion.", {
  COMPLIANT: "It meets it.",
  PARTIAL: "It meets it in part.",
  NON_COMPLIANT: "It does not meet it.",
  NOT_ASSESSED: "It has not been assessed by it.",
  EXEMPT: "It does not apply to the entity.",
});

@ObjectType({
  description: "Where an entity stands with one criterion of a policy document, by its newest assessment against it.",
})
export class Compliance {
  @Field(() => Criterion, { description: "The criterion." })
  criterion!: Criterion;

  @Field(() => ComplianceStatus, { description: "Where the entity stands." })
  status!: keyof typeof ComplianceStatus;

  @Field(() => Assessment, { nullable: true, description: "The assessment that says so; null when there is none." })
  assessment?: Assessment | undefined;

  @Field(() => LocalizedText, { nullable: true, description: "What the assessors saw; null when not assessed or not published." })
  finding?: Texts | undefined;
}

/** Where an entity stands with each criterion, by its newest assessment. */
export function complianceOf(criteria: readonly Criterion[], newest: Assessment | undefined): Compliance[] {
  return criteria.map((criterion) => {
    const score = newest?.scores.find((each) => each.criterion === criterion.code);
    if (!score) return { criterion, status: "NOT_ASSESSED" };
    return { criterion, status: score.status, assessment: newest, finding: score.finding };
  });
}
