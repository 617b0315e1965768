import { type PromisedStandard, reportingGaps, scorecardOf } from "../../../subgraphs/standards/scorecard.rules";
import { indicator, measurement, standard, target } from "./records";

const LATER = "2030-01-01";
const monthly = indicator("IND");

function promised(more: Partial<PromisedStandard>): PromisedStandard {
  return { standard: standard("STD"), indicator: monthly, targets: [target("T", { value: "0.9" })], measurements: [], ...more };
}

const of = (type: string, code: string) => ({ subject: { type, code } });
const subjects = (...each: [string, string][]) => ({ subjects: each.map(([type, code]) => ({ type, code })) });

test("a year sums its months, and names each month that is missing", () => {
  const card = scorecardOf(
    "SCM",
    "2025",
    [promised({ measurements: [measurement("2025-01", ["9", "10"]), measurement("2025-02", ["1", "90"])] })],
    LATER,
  );
  expect(card).toMatchObject({ standardsMet: 0, standardsNotMet: 1, standardsNotApplicable: 0 });
  expect(card.indicators).toMatchObject([
    { value: "0.1000", numerator: "10", denominator: "100", targetMet: "NOT_MET", measuredSubjects: 1, expectedSubjects: 1 },
  ]);
  expect(card.notReported.map(({ period }) => period)).toEqual([
    "2025-03",
    "2025-04",
    "2025-05",
    "2025-06",
    "2025-07",
    "2025-08",
    "2025-09",
    "2025-10",
    "2025-11",
    "2025-12",
  ]);
});

test("nothing is due of an indicator measured less often, nor of a period that has not ended", () => {
  const yearly = promised({ indicator: indicator("YEARLY", { frequency: "ANNUAL" }) });
  expect(scorecardOf("SCM", "2025-03", [yearly], LATER)).toMatchObject({
    indicators: [],
    notReported: [],
    standardsNotApplicable: 0,
  });
  expect(scorecardOf("SCM", "2025-03", [promised({})], "2025-03-30")).toMatchObject({ indicators: [], notReported: [] });
  expect(scorecardOf("SCM", "2025-03", [promised({})], "2025-03-31").notReported).toHaveLength(1);
});

test("a missing report gives its reason, and none when nothing was said", () => {
  const two = promised({
    standard: standard("STD", subjects(["SERVICE", "S"], ["SERVICE", "T"])),
    measurements: [measurement("2025-03", undefined, { reasonMissing: "SUPPRESSED" })],
  });
  const card = scorecardOf("SCM", "2025-03", [two], LATER);
  expect(card.notReported.map(({ subject, reasonMissing }) => [subject.code, reasonMissing])).toEqual([
    ["S", "SUPPRESSED"],
    ["T", undefined],
  ]);
  expect(card).toMatchObject({
    standardsNotApplicable: 2,
    indicators: [{ value: undefined, measuredSubjects: 0, expectedSubjects: 2 }],
  });
});

test("each count is counted once: all channels stand for each, and the same series promised twice is one", () => {
  const inPortal = promised({
    standard: standard("A", { channel: "PORTAL" }),
    measurements: [measurement("2025-03", ["5", "10"], { channel: "PORTAL" })],
  });
  const inApp = promised({
    standard: standard("B", { channel: "APP" }),
    measurements: [measurement("2025-03", ["8", "10"], { channel: "APP" })],
  });
  const altogether = promised({ standard: standard("C"), measurements: [measurement("2025-03", ["13", "20"])] });
  expect(scorecardOf("SCM", "2025-03", [inPortal, inApp], LATER).indicators).toMatchObject([
    { numerator: "13", denominator: "20", expectedSubjects: 1 },
  ]);
  expect(scorecardOf("SCM", "2025-03", [inPortal, inApp, altogether, altogether], LATER).indicators).toMatchObject([
    { numerator: "13", denominator: "20" },
  ]);
});

test("what an entity reports of itself stands for its parts, once it reports it", () => {
  const part = promised({ standard: standard("A"), measurements: [measurement("2025-03", ["5", "10"])] });
  const whole = (...measurements: PromisedStandard["measurements"]) =>
    promised({ standard: standard("B", subjects(["ENTITY", "SCM"])), measurements });
  const reported = whole(measurement("2025-03", ["70", "100"], of("ENTITY", "SCM")));
  expect(scorecardOf("SCM", "2025-03", [part, reported], LATER).indicators).toMatchObject([
    { numerator: "70", denominator: "100", measuredSubjects: 2, expectedSubjects: 2 },
  ]);
  expect(scorecardOf("SCM", "2025-03", [part, whole()], LATER).indicators).toMatchObject([
    { numerator: "5", denominator: "10", measuredSubjects: 1, expectedSubjects: 2 },
  ]);
});

test("the line of an indicator is held against the target of the entity, each standard against its own", () => {
  const targets = [
    target("P", { value: "0.9" }),
    target("E", { scope: "ENTITY", entity: "SCM", value: "0.6" }),
    target("S", { scope: "SERVICE", service: "S", value: "0.8" }),
  ];
  const card = scorecardOf("SCM", "2025-03", [promised({ targets, measurements: [measurement("2025-03", ["7", "10"])] })], LATER);
  expect(card).toMatchObject({ standardsMet: 0, standardsNotMet: 1, indicators: [{ target: { code: "E" }, targetMet: "MET" }] });
});

test("gaps name the entities that owe reports, and how many", () => {
  const complete = promised({ standard: standard("A", { entity: "SEDD" }), measurements: [measurement("2025-03", ["9", "10"])] });
  const owing = promised({
    standard: standard("B", { entity: "SCM", ...subjects(["SERVICE", "S"], ["SERVICE", "T"]) }),
    measurements: [measurement("2025-03", ["9", "10"])],
  });
  expect(reportingGaps("2025-03", [complete, owing], LATER)).toMatchObject([
    { entity: "SCM", expected: 2, reported: 1, missing: [{ subject: { code: "T" }, period: "2025-03" }] },
  ]);
});
