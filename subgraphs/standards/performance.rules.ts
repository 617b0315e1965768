import { Decimal } from "decimal.js";
import type { Evidence } from "./evidence";
import type { IndicatorAggregation, IndicatorDirection } from "./indicator.entity";
import type { Measurement, MeasurementStatus, MissingReason } from "./measurement.entity";
import type { Performance, PerformanceTrend, TargetMet } from "./performance";
import { spanOf } from "./period.rules";
import { applicableTarget, type TargetPlace } from "./target.rules";

/** Enough digits that a quotient of any two counts is rounded once, here, and not before. */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
const DECIMALS = 4;
/** A change of less than this part of what it was is no change. */
const STEADY = new Exact("0.01");

/** What was counted, above and below the line. */
export interface Counts {
  readonly numerator?: string | undefined;
  readonly denominator?: string | undefined;
}

const isNothing = (value: string | undefined): boolean => value === undefined || new Exact(value).isZero();

/** Numerator divided by denominator, rounded half up to four decimals; undefined when there is nothing to divide. */
export function valueOf({ numerator, denominator }: Counts): string | undefined {
  if (numerator === undefined || denominator === undefined || isNothing(denominator)) return undefined;
  return new Exact(numerator).div(denominator).toFixed(DECIMALS);
}

/**
 * Whether counts reach a target: the value as rounded against the target, in the direction of the indicator. Nothing
 * above the line is a result like any other; only nothing below it leaves nothing to judge. The published answers of
 * the Government of Canada agree with this in every row, and with a 0 above the line left unjudged in all but 21.
 */
export function targetMet(counts: Counts, target: string | undefined, direction: IndicatorDirection): TargetMet {
  const value = valueOf(counts);
  if (target === undefined || isNothing(target) || value === undefined) return "NOT_APPLICABLE";
  const difference = new Exact(value).comparedTo(target);
  return (direction === "LOWER" ? difference <= 0 : difference >= 0) ? "MET" : "NOT_MET";
}

/** Several counts as one: sums of counts, never averages of averages. */
export function together(counts: readonly Counts[], aggregation: IndicatorAggregation): Counts {
  const valued = counts.filter((each) => valueOf(each) !== undefined);
  const last = valued.at(-1);
  if (!last) return {};
  const denominator = aggregation === "SUM" ? last.denominator : sum(valued.map((each) => each.denominator));
  return { numerator: sum(valued.map((each) => each.numerator)), denominator };
}

function sum(values: readonly (string | undefined)[]): string {
  return values.reduce((total, each) => total.plus(each ?? 0), new Exact(0)).toFixed();
}

/** How something did in a period, by all that was measured of it within; undefined when nothing was reported at all. */
export function performanceIn(
  indicator: string,
  period: string,
  measurements: readonly Measurement[],
  place: TargetPlace,
  { targets, direction, aggregation }: Evidence,
): Performance | undefined {
  const last = measurements.at(-1);
  if (!last) return undefined;
  const { start, end } = spanOf(period);
  const counts = together(measurements, aggregation);
  const target = applicableTarget(targets, place, end);
  const value = valueOf(counts);
  return {
    indicator,
    subject: place.subject,
    channel: place.channel,
    period,
    periodStart: start,
    periodEnd: end,
    ...counts,
    value,
    target,
    targetMet: targetMet(counts, target?.value, direction),
    status: leastFirm(measurements),
    method: last.method,
    sampleSize: samples(measurements),
    reasonMissing: value === undefined ? missingReason(last) : undefined,
  };
}

/** Why a measurement has no value: nothing counted below the line means that nothing happened. */
export function missingReason({ reasonMissing, denominator }: Measurement): MissingReason | undefined {
  return reasonMissing ?? (denominator !== undefined && isNothing(denominator) ? "NO_VOLUME" : undefined);
}

function leastFirm(measurements: readonly Measurement[]): MeasurementStatus {
  const statuses = new Set(measurements.map(({ status }) => status));
  return statuses.has("PROVISIONAL") ? "PROVISIONAL" : statuses.has("REVISED") ? "REVISED" : "FINAL";
}

function samples(measurements: readonly Measurement[]): number | undefined {
  const sizes = measurements.flatMap(({ sampleSize }) => sampleSize ?? []);
  return sizes.length === 0 ? undefined : sizes.reduce((total, size) => total + size, 0);
}

/** Which way it is going: the newest `span` measurements together against as many before them. */
export function trendOf(
  newestFirst: readonly Counts[],
  span: number,
  { direction, aggregation }: Pick<Evidence, "direction" | "aggregation">,
): PerformanceTrend {
  if (newestFirst.length < 2 * span) return "UNKNOWN";
  const now = valueOf(together(newestFirst.slice(0, span), aggregation));
  const before = valueOf(together(newestFirst.slice(span, 2 * span), aggregation));
  if (now === undefined || before === undefined) return "UNKNOWN";
  const change = new Exact(now).minus(before);
  if (change.isZero() || change.abs().lessThan(STEADY.times(before))) return "STEADY";
  return change.isPositive() === (direction === "HIGHER") ? "IMPROVING" : "DECLINING";
}
