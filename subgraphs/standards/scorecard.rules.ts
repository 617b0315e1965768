import { groupBy } from "../shared/editions/records";
import type { Indicator } from "./indicator.entity";
import type { Measurement } from "./measurement.entity";
import { type Counts, missingReason, targetMet, together, valueOf } from "./performance.rules";
import { periodsWithin, spanOf } from "./period.rules";
import type { MissingReport, ReportingGap, Scorecard, ScorecardLine } from "./scorecard";
import type { ServiceStandard } from "./service-standard.entity";
import { type Subject, subjectKey } from "./subject";
import type { Target } from "./target.entity";
import { applicableTarget } from "./target.rules";

/** A standard that promises to measure something, with what was measured of all its subjects in the period asked for. */
export interface PromisedStandard {
  readonly standard: ServiceStandard;
  readonly indicator: Indicator;
  readonly targets: readonly Target[];
  readonly measurements: readonly Measurement[];
}

/** One subject of a promised standard, with the reports that were due of it. */
interface Held extends PromisedStandard {
  readonly subject: Subject;
  readonly due: readonly string[];
}

/** What is due of each subject of each standard in a period, as far as it ended by a day; nothing is due of an indicator measured less often. */
function held(promised: readonly PromisedStandard[], period: string, endedBy: string): Held[] {
  return promised.flatMap((each) => {
    const due = periodsWithin(period, each.indicator.frequency, endedBy);
    if (due.length === 0) return [];
    return each.standard.subjects.map((subject) => ({
      ...each,
      subject,
      due,
      measurements: each.measurements.filter((measurement) => subjectKey(measurement.subject) === subjectKey(subject)),
    }));
  });
}

function missingOf({ standard, indicator, subject, due, measurements }: Held): MissingReport[] {
  return due.flatMap((period) => {
    const measurement = measurements.find((each) => each.period === period);
    if (measurement && valueOf(measurement) !== undefined) return [];
    return [{ standard, indicator, subject, period, reasonMissing: measurement && missingReason(measurement) }];
  });
}

/** The scorecard of an entity for a period, of what was due by a day. */
export function scorecardOf(entity: string, period: string, promised: readonly PromisedStandard[], endedBy: string): Scorecard {
  const all = held(promised, period, endedBy);
  const { end } = spanOf(period);
  const results = all.map(({ standard, indicator, subject, targets, measurements }) => {
    const target = applicableTarget(targets, { subject, entity, channel: standard.channel }, end);
    return targetMet(together(measurements, indicator.aggregation), target?.value, indicator.direction);
  });
  const count = (result: (typeof results)[number]) => results.filter((each) => each === result).length;
  return {
    period,
    indicators: [...groupBy(all, ({ indicator }) => indicator.code)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, ofIndicator]) => lineOf(entity, ofIndicator, end)),
    standardsMet: count("MET"),
    standardsNotMet: count("NOT_MET"),
    standardsNotApplicable: count("NOT_APPLICABLE"),
    notReported: all.flatMap(missingOf),
  };
}

function lineOf(entity: string, ofIndicator: readonly Held[], end: string): ScorecardLine {
  const { indicator, targets } = ofIndicator[0] as Held;
  const counts = countedOnce(entity, ofIndicator);
  const target = applicableTarget(targets, { subject: { type: "ENTITY", code: entity }, entity }, end);
  const measured = ofIndicator.filter(({ measurements }) => measurements.some((each) => valueOf(each) !== undefined));
  const subjects = (of: readonly Held[]) => new Set(of.map(({ subject }) => subjectKey(subject))).size;
  return {
    indicator,
    ...counts,
    value: valueOf(counts),
    target,
    targetMet: targetMet(counts, target?.value, indicator.direction),
    measuredSubjects: subjects(measured),
    expectedSubjects: subjects(ofIndicator),
  };
}

/**
 * The sums of one indicator, each count once: what the entity reports of itself stands for its parts, what is reported
 * of all channels stands for each, and two standards on the same thing are counted as one.
 */
function countedOnce(entity: string, ofIndicator: readonly Held[]): Counts {
  const { indicator } = ofIndicator[0] as Held;
  const valued = ofIndicator.filter(({ measurements }) => measurements.some((each) => valueOf(each) !== undefined));
  const whole = valued.filter(
    ({ subject, standard }) => subject.type === "ENTITY" && subject.code === entity && standard.channel === undefined,
  );
  const bySubject = groupBy(whole.length > 0 ? whole : valued, ({ subject }) => subjectKey(subject));
  const counted = [...bySubject.values()].flatMap((same) => {
    const allChannels = same.find(({ standard }) => standard.channel === undefined);
    if (allChannels) return [allChannels];
    return [...groupBy(same, ({ standard }) => standard.channel).values()].flatMap(([first]) => first ?? []);
  });
  return together(
    counted.flatMap(({ measurements }) => measurements),
    indicator.aggregation,
  );
}

/** Which entities have not reported all that was due in a period, by code. */
export function reportingGaps(period: string, promised: readonly PromisedStandard[], endedBy: string): ReportingGap[] {
  return [...groupBy(held(promised, period, endedBy), ({ standard }) => standard.entity)]
    .map(([entity, all]) => {
      const expected = all.reduce((total, { due }) => total + due.length, 0);
      const missing = all.flatMap(missingOf);
      return { entity, expected, reported: expected - missing.length, missing };
    })
    .filter(({ missing }) => missing.length > 0)
    .sort((a, b) => (a.entity < b.entity ? -1 : 1));
}
