import { frequencyOf, newestPeriods, periodsWithin, spanAsked, spanOf } from "../../../subgraphs/standards/period.rules";

test.each([
  ["2024-02", "MONTHLY", "2024-02-01", "2024-02-29"],
  ["2025-02", "MONTHLY", "2025-02-01", "2025-02-28"],
  ["2025-Q1", "QUARTERLY", "2025-01-01", "2025-03-31"],
  ["2025-Q4", "QUARTERLY", "2025-10-01", "2025-12-31"],
  ["2025", "ANNUAL", "2025-01-01", "2025-12-31"],
])("%s is %s and covers %s to %s", (period, frequency, start, end) => {
  expect(frequencyOf(period)).toBe(frequency);
  expect(spanOf(period)).toEqual({ start, end });
});

test("a period holds the shorter ones that have ended, and none longer than itself", () => {
  expect(periodsWithin("2025-Q4", "MONTHLY", "2025-12-31")).toEqual(["2025-10", "2025-11", "2025-12"]);
  expect(periodsWithin("2025-Q4", "MONTHLY", "2025-12-30")).toEqual(["2025-10", "2025-11"]);
  expect(periodsWithin("2025", "QUARTERLY", "2025-09-30")).toEqual(["2025-Q1", "2025-Q2", "2025-Q3"]);
  expect(periodsWithin("2025", "ANNUAL", "2025-12-31")).toEqual(["2025"]);
  expect(periodsWithin("2025-03", "MONTHLY", "2026-01-01")).toEqual(["2025-03"]);
  expect(periodsWithin("2025-03", "QUARTERLY", "2026-01-01")).toEqual([]);
});

test("the newest periods are those that have ended, of the frequency asked for", () => {
  expect(newestPeriods(3, "MONTHLY", "2025-03-30")).toEqual({ start: "2024-12-01", end: "2025-02-28" });
  expect(newestPeriods(3, "MONTHLY", "2025-03-31")).toEqual({ start: "2025-01-01", end: "2025-03-31" });
  expect(newestPeriods(2, "QUARTERLY", "2025-05-31")).toEqual({ start: "2024-10-01", end: "2025-03-31" });
  expect(newestPeriods(1, "QUARTERLY", "2025-12-31")).toEqual({ start: "2025-10-01", end: "2025-12-31" });
  expect(newestPeriods(2, "ANNUAL", "2025-12-30")).toEqual({ start: "2023-01-01", end: "2024-12-31" });
});

test("a period before our time is refused", () => {
  expect(() => spanAsked("0000")).toThrow("before 1900");
});
