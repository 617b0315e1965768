import { ObjectType } from "type-graphql";
import {
  Decimal,
  enumeration,
  ForeignReference,
  Integer,
  OneOf,
  Period,
  PublishedRecord,
  Reference,
  Scalar,
  Stored,
} from "../../schema/vocabulary";
import { Indicator, MeasurementMethod } from "./indicator.entity";
import { Channel, GovernmentEntity } from "./stubs";
import { Subject } from "./subject";

export const MeasurementStatus = enumeration("MeasurementStatus", "How firm a measurement is.", {
  PROVISIONAL: "It may still change.",
  FINAL: "It will not change unless a mistake is found.",
  REVISED: "It was corrected after it was final.",
});
export type MeasurementStatus = keyof typeof MeasurementStatus;

export const MissingReason = enumeration("MissingReason", "Why there is no value.", {
  NO_VOLUME: "Nothing happened that could be measured.",
  NOT_COLLECTED: "It was not collected.",
  SUPPRESSED: "It is withheld, for so few cases would tell of single people.",
});
export type MissingReason = keyof typeof MissingReason;

/** Has what every record stores and shows none of it: type-graphql takes over the fields of the next class up only. */
abstract class UnshownRecord extends PublishedRecord {}

/**
 * What was counted of one thing in one period. It is stored as editions, so that a revision keeps what it revises, but
 * it has no code that people use: its code is derived from what it is about.
 */
@ObjectType({ description: "What was counted for an indicator: of one thing, through one channel or all, in one period." })
export class Measurement extends UnshownRecord {
  @Reference(() => Indicator, "The indicator it was counted for.")
  indicator!: string;

  @Stored(() => Subject)
  subject!: Subject;

  @ForeignReference(() => GovernmentEntity, "The entity that reports it.")
  entity!: string;

  @ForeignReference(() => Channel, "The channel it was counted in; null for all channels together.", { optional: true })
  channel?: string;

  @Scalar(Period, "The month, quarter or year it was counted in.")
  period!: string;

  @Scalar(Decimal, "What was counted above the line; null when there is no value.", { optional: true })
  numerator?: string;

  @Scalar(Decimal, "What was counted below the line; null when there is no value.", { optional: true })
  denominator?: string;

  @Integer("How many were asked or checked; null when all were counted.", { optional: true })
  sampleSize?: number;

  @OneOf(MeasurementMethod, "How it was measured.")
  method!: keyof typeof MeasurementMethod;

  @OneOf(MeasurementStatus, "How firm it is.")
  status!: MeasurementStatus;

  @OneOf(MissingReason, "Why there is no value; null when there is one.", { optional: true })
  reasonMissing?: MissingReason;
}
