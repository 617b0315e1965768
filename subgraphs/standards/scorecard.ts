import { Field, Int, ObjectType } from "type-graphql";
import { Decimal, Period } from "../../schema/vocabulary";
import { Indicator } from "./indicator.entity";
import { MissingReason } from "./measurement.entity";
import { TargetMet } from "./performance";
import { ServiceStandard } from "./service-standard.entity";
import type { Subject } from "./subject";
import { Target } from "./target.entity";

@ObjectType({ description: "A report that a standard promises and that has no value." })
export class MissingReport {
  @Field(() => ServiceStandard, { description: "The standard that promises it." })
  standard!: ServiceStandard;

  @Field(() => Indicator, { description: "The indicator that was to be measured." })
  indicator!: Indicator;

  subject!: Subject;

  @Field(() => Period, { description: "The period it was to be measured in." })
  period!: string;

  @Field(() => MissingReason, {
    nullable: true,
    description: "The reason that was given; null when nothing was reported at all.",
  })
  reasonMissing?: MissingReason | undefined;
}

@ObjectType({
  description: "What an entity reached by one indicator: sums of what its standards promise to count, each count once.",
})
export class ScorecardLine {
  @Field(() => Indicator, { description: "The indicator." })
  indicator!: Indicator;

  @Field(() => Decimal, {
    nullable: true,
    description: "Numerator divided by denominator, rounded half up to four decimals; null when nothing was counted.",
  })
  value?: string | undefined;

  @Field(() => Decimal, { nullable: true, description: "The sum above the line; null when nothing was counted." })
  numerator?: string | undefined;

  @Field(() => Decimal, { nullable: true, description: "The sum below the line; null when nothing was counted." })
  denominator?: string | undefined;

  @Field(() => Target, {
    nullable: true,
    description: "The target for the entity as a whole at the end of the period; null when there was none.",
  })
  target?: Target | undefined;

  @Field(() => TargetMet, { description: "Whether that target is reached." })
  targetMet!: TargetMet;

  @Field(() => Int, { description: "How many of the subjects have a value in the period." })
  measuredSubjects!: number;

  @Field(() => Int, { description: "How many subjects the entity's standards promise to measure in the period." })
  expectedSubjects!: number;
}

@ObjectType({
  description:
    "What an entity's standards promise to measure in a period against what was reported. A longer period takes the shorter ones within it together.",
})
export class Scorecard {
  @Field(() => Period, { description: "The month, quarter or year." })
  period!: string;

  @Field(() => [ScorecardLine], { description: "One line for each indicator, by its code." })
  indicators!: ScorecardLine[];

  @Field(() => Int, { description: "How many standards reached their target, each subject counted by itself." })
  standardsMet!: number;

  @Field(() => Int, { description: "How many standards did not, each subject counted by itself." })
  standardsNotMet!: number;

  @Field(() => Int, { description: "For how many it cannot be said, each subject counted by itself." })
  standardsNotApplicable!: number;

  @Field(() => [MissingReport], { description: "The reports that are due and have no value." })
  notReported!: MissingReport[];
}

@ObjectType({ description: "What one entity did not report of what its standards promise." })
export class ReportingGap {
  /** The code of the entity. */
  entity!: string;

  @Field(() => Int, { description: "How many reports were due: one for each standard, subject and period of its indicator." })
  expected!: number;

  @Field(() => Int, { description: "How many of them have a value." })
  reported!: number;

  @Field(() => [MissingReport], { description: "Those that have none." })
  missing!: MissingReport[];
}
