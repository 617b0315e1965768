import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { Measurement } from "./measurement.entity";
import { measurementRules } from "./measurement.rules";
import { spanOf } from "./period.rules";
import { subjectKey, subjectReference, subjectTypes } from "./subject";

@Entity("measurement")
export class MeasurementEdition extends EditionRow {
  @Column("text")
  indicator!: string;

  @Column("text")
  subject!: string;

  @Column("text")
  entity!: string;

  @Column("text", { nullable: true })
  channel!: string | null;

  @Column("text")
  period!: string;

  @Column("date")
  periodStart!: string;

  @Column("date")
  periodEnd!: string;

  @Column("numeric", { nullable: true })
  numerator!: string | null;

  @Column("numeric", { nullable: true })
  denominator!: string | null;

  @Column("text", { nullable: true })
  reasonMissing!: string | null;

  /** `status` is how an edition stands; this is how firm the figure is. */
  @Column("text")
  measurementStatus!: string;
}

export const measurementKind = defineKind<Measurement, MeasurementEdition>({
  document: Measurement,
  edition: MeasurementEdition,
  columns: ({ indicator, subject, entity, channel, period, numerator, denominator, reasonMissing, status }) => ({
    indicator,
    subject: subjectKey(subject),
    entity,
    channel: channel ?? null,
    period,
    periodStart: spanOf(period).start,
    periodEnd: spanOf(period).end,
    numerator: numerator ?? null,
    denominator: denominator ?? null,
    reasonMissing: reasonMissing ?? null,
    measurementStatus: status,
  }),
  entity: ({ entity }) => entity,
  references: ({ subject }) => [subjectReference(subject, "$.subject.code")],
  referredTypes: subjectTypes,
  derivedCode: ({ indicator, subject, channel, period }) =>
    // Separated by what no code can hold, so that no two measurements are taken for one.
    [indicator, subject.type, subject.code, channel ?? "*", period].join("/"),
  loggedAs: ({ indicator }) => indicator,
  rules: measurementRules,
});
