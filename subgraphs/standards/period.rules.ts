import { Temporal } from "@js-temporal/polyfill";
import { LRUCache } from "lru-cache";
import { badUserInput } from "../shared/errors";
import type { MeasurementFrequency } from "./indicator.entity";

/** The days that a period covers, both included. */
export interface Span {
  readonly start: string;
  readonly end: string;
}

const MONTHS: Readonly<Record<MeasurementFrequency, number>> = { MONTHLY: 1, QUARTERLY: 3, ANNUAL: 12 };
const FIRST_YEAR = 1900;

/** How often something is measured that is measured once in a period of this form. */
export function frequencyOf(period: string): MeasurementFrequency {
  if (period.length === 4) return "ANNUAL";
  return period.includes("Q") ? "QUARTERLY" : "MONTHLY";
}

/** Whether a period lies in the years the guide can speak of. */
export function isSoundPeriod(period: string): boolean {
  return Number(period.slice(0, 4)) >= FIRST_YEAR;
}

/** The days of a period that a caller gave; one before our time is refused with `BAD_USER_INPUT`. */
export function spanAsked(period: string): Span {
  if (isSoundPeriod(period)) return spanOf(period);
  throw badUserInput(`The period ${period} lies before ${FIRST_YEAR}. Ask for a later one.`);
}

/** Periods are few and asked for again and again; computing with calendars is slow. */
const spans = new LRUCache<string, Span>({ max: 5_000 });

/** The days of a period. */
export function spanOf(period: string): Span {
  let span = spans.get(period);
  if (!span) spans.set(period, (span = computeSpan(period)));
  return span;
}

function computeSpan(period: string): Span {
  const first = firstMonth(period);
  const last = first.add({ months: MONTHS[frequencyOf(period)] - 1 });
  return { start: first.toPlainDate({ day: 1 }).toString(), end: last.toPlainDate({ day: last.daysInMonth }).toString() };
}

/** The periods of a frequency that lie within a period and ended by a day; none when it is shorter than the frequency. */
export function periodsWithin(period: string, frequency: MeasurementFrequency, endedBy: string): string[] {
  const first = firstMonth(period);
  const count = Math.floor(MONTHS[frequencyOf(period)] / MONTHS[frequency]);
  return Array.from({ length: count }, (_, index) =>
    periodFrom(first.add({ months: index * MONTHS[frequency] }), frequency),
  ).filter((each) => spanOf(each).end <= endedBy);
}

/** The days of the newest so many periods of a frequency that ended by a day. */
export function newestPeriods(count: number, frequency: MeasurementFrequency, endedBy: string): Span {
  const months = MONTHS[frequency];
  // The first month that belongs to no ended period: that of the day after, or the one its quarter or year began with.
  const next = Temporal.PlainDate.from(endedBy).add({ days: 1 }).toPlainYearMonth();
  const behind = next.subtract({ months: (next.month - 1) % months });
  const first = behind.subtract({ months: count * months });
  const last = behind.subtract({ months: 1 });
  return { start: first.toPlainDate({ day: 1 }).toString(), end: last.toPlainDate({ day: last.daysInMonth }).toString() };
}

function firstMonth(period: string): Temporal.PlainYearMonth {
  const year = Number(period.slice(0, 4));
  const rest = period.slice(5);
  const month = rest === "" ? 1 : rest.startsWith("Q") ? (Number(rest.slice(1)) - 1) * 3 + 1 : Number(rest);
  return Temporal.PlainYearMonth.from({ year, month });
}

function periodFrom(month: Temporal.PlainYearMonth, frequency: MeasurementFrequency): string {
  if (frequency === "ANNUAL") return month.toString().slice(0, 4);
  return frequency === "QUARTERLY" ? `${month.toString().slice(0, 4)}-Q${Math.ceil(month.month / 3)}` : month.toString();
}
