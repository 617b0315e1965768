import { Field, Int, ObjectType } from "type-graphql";
import { Decimal, enumeration, LocalDate, Period } from "../../schema/vocabulary";
import { MeasurementMethod } from "./indicator.entity";
import { MeasurementStatus, MissingReason } from "./measurement.entity";
import type { Subject } from "./subject";
import { Target } from "./target.entity";

export const TargetMet = enumeration("TargetMet", "Whether a target is reached (Government of Canada Service Inventory).", {
  MET: "It is reached.",
  NOT_MET: "It is not reached.",
  NOT_APPLICABLE:
    "It cannot be said: there is no target or it is 0, a count is missing, or there was nothing to count below the line.",
});
export type TargetMet = keyof typeof TargetMet;

export const PerformanceTrend = enumeration(
  "PerformanceTrend",
  "Which way performance is going: the last three measured periods together against the three before.",
  {
    IMPROVING: "It got better, the way its indicator is better.",
    STEADY: "It changed by less than a hundredth of what it was.",
    DECLINING: "It got worse.",
    UNKNOWN: "Fewer than six periods were measured.",
  },
);
export type PerformanceTrend = keyof typeof PerformanceTrend;

@ObjectType({ description: "How well something did in a period, worked out from what was counted and never stored as a claim." })
export class Performance {
  /** The code of the indicator. */
  indicator!: string;

  subject!: Subject;

  /** The code of the channel. */
  channel?: string | undefined;

  @Field(() => Period, { description: "The period it is for; measurements of shorter periods within it are taken together." })
  period!: string;

  @Field(() => LocalDate, { description: "The first day of the period." })
  periodStart!: string;

  @Field(() => LocalDate, { description: "The last day of the period." })
  periodEnd!: string;

  @Field(() => Decimal, { nullable: true, description: "What was counted above the line; null when there is no value." })
  numerator?: string | undefined;

  @Field(() => Decimal, { nullable: true, description: "What was counted below the line; null when there is no value." })
  denominator?: string | undefined;

  @Field(() => Decimal, {
    nullable: true,
    description: "Numerator divided by denominator, rounded half up to four decimals; null when nothing was counted.",
  })
  value?: string | undefined;

  @Field(() => Target, {
    nullable: true,
    description: "The target that held at the end of the period; null when there was none.",
  })
  target?: Target | undefined;

  @Field(() => TargetMet, { description: "Whether that target is reached." })
  targetMet!: TargetMet;

  @Field(() => MeasurementStatus, { description: "How firm it is: as firm as the least firm of its measurements." })
  status!: MeasurementStatus;

  @Field(() => MeasurementMethod, { description: "How it was measured." })
  method!: keyof typeof MeasurementMethod;

  @Field(() => Int, { nullable: true, description: "How many were asked or checked; null when all were counted." })
  sampleSize?: number | undefined;

  @Field(() => MissingReason, {
    nullable: true,
    description: "Why there is no value; null when there is one, or no reason was given.",
  })
  reasonMissing?: MissingReason | undefined;
}
