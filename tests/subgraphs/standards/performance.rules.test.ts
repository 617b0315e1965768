import fc from "fast-check";
import { performanceIn, targetMet, together, trendOf, valueOf } from "../../../subgraphs/standards/performance.rules";
import { measurement, target } from "./records";

const of = (numerator?: string, denominator?: string) => ({ numerator, denominator });

test("performance is rounded half up to four decimals", () => {
  expect(valueOf(of("1", "3"))).toBe("0.3333");
  expect(valueOf(of("2", "3"))).toBe("0.6667");
  expect(valueOf(of("89995", "100000"))).toBe("0.9000");
  expect(valueOf(of("0.00005", "1"))).toBe("0.0001");
  expect(valueOf(of("1.00004999999999", "1"))).toBe("1.0000");
});

test("performance agrees with whole-number arithmetic for any counts", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 15n - 1n), fc.bigInt(1n, 10n ** 15n - 1n), (numerator, denominator) => {
      const tenThousandths = (numerator * 20_000n + denominator) / (2n * denominator);
      const digits = tenThousandths.toString().padStart(5, "0");
      expect(valueOf(of(String(numerator), String(denominator)))).toBe(`${digits.slice(0, -4)}.${digits.slice(-4)}`);
    }),
  );
});

test("there is no performance without counts, or of nothing", () => {
  expect(valueOf(of())).toBeUndefined();
  expect(valueOf(of("1"))).toBeUndefined();
  expect(valueOf(of("0", "0.00"))).toBeUndefined();
});

test.each([
  ["reached", of("9", "10"), "0.9", "HIGHER", "MET"],
  ["reached after rounding", of("89995", "100000"), "0.9", "HIGHER", "MET"],
  ["missed by a hair", of("89994", "100000"), "0.9", "HIGHER", "NOT_MET"],
  ["reached from above where lower is better", of("80", "10"), "8.0000", "LOWER", "MET"],
  ["missed where lower is better", of("81", "10"), "8.0000", "LOWER", "NOT_MET"],
  ["not applicable without a target", of("9", "10"), undefined, "HIGHER", "NOT_APPLICABLE"],
  ["not applicable with a target of 0", of("9", "10"), "0.00", "HIGHER", "NOT_APPLICABLE"],
  ["not applicable without a count", of("9"), "0.9", "HIGHER", "NOT_APPLICABLE"],
  ["missed with nothing above the line", of("0", "10"), "0.9", "HIGHER", "NOT_MET"],
  ["reached with nothing above the line where lower is better", of("0", "10"), "8", "LOWER", "MET"],
  ["not applicable with nothing below the line", of("0", "0"), "0.9", "HIGHER", "NOT_APPLICABLE"],
] as const)("a target is %s", (_, counts, value, direction, met) => {
  expect(targetMet(counts, value, direction)).toBe(met);
});

test("several measurements are summed, never averaged", () => {
  expect(together([of("1", "2"), of("90", "100")], "RATIO")).toEqual(of("91", "102"));
  expect(together([of("0.1", "1"), of("0.2", "1")], "AVERAGE")).toEqual(of("0.3", "2"));
  expect(together([of("7", "1"), of("5", "1")], "SUM")).toEqual(of("12", "1"));
  expect(together([of(), of("0", "0")], "RATIO")).toEqual({});
});

test("a trend compares the last three periods together with the three before, the way the indicator is better", () => {
  const rising = ["97", "96", "95", "90", "90", "90"].map((numerator) => of(numerator, "100"));
  const ratio = { direction: "HIGHER", aggregation: "RATIO" } as const;
  expect(trendOf(rising, 3, ratio)).toBe("IMPROVING");
  expect(trendOf(rising, 3, { ...ratio, direction: "LOWER" })).toBe("DECLINING");
  expect(trendOf([...rising].reverse(), 3, ratio)).toBe("DECLINING");
  expect(
    trendOf(
      ["90.5", "90.5", "90.5", "90", "90", "90"].map((numerator) => of(numerator, "100")),
      3,
      ratio,
    ),
  ).toBe("STEADY");
  expect(
    trendOf(
      ["0", "0", "0", "0", "0", "0"].map((numerator) => of(numerator, "100")),
      3,
      ratio,
    ),
  ).toBe("STEADY");
  expect(trendOf(rising.slice(0, 5), 3, ratio)).toBe("UNKNOWN");
});

const evidence = { direction: "HIGHER", aggregation: "RATIO", measurements: {} } as const;
const place = { subject: { type: "SERVICE", code: "S" }, entity: "SCM" } as const;

test("the target of a period is the one that held at its end", () => {
  const targets = [
    target("OLD", { value: "0.5", effectiveTo: "2025-02-14" }),
    target("NEW", { value: "0.95", effectiveFrom: "2025-02-15" }),
  ];
  const performance = performanceIn("IND", "2025-02", [measurement("2025-02", ["9", "10"])], place, { ...evidence, targets });
  expect(performance).toMatchObject({
    value: "0.9000",
    target: { code: "NEW" },
    targetMet: "NOT_MET",
    periodStart: "2025-02-01",
    periodEnd: "2025-02-28",
  });
});

test("a longer period is as firm as the least firm measurement in it, and counts what was asked", () => {
  const measurements = [
    measurement("2025-01", ["9", "10"], { sampleSize: 10, status: "REVISED" }),
    measurement("2025-02", ["5", "10"], { sampleSize: 12, status: "PROVISIONAL" }),
    measurement("2025-03", undefined, { reasonMissing: "NOT_COLLECTED" }),
  ];
  expect(performanceIn("IND", "2025-Q1", measurements, place, { ...evidence, targets: [] })).toMatchObject({
    value: "0.7000",
    status: "PROVISIONAL",
    sampleSize: 22,
    reasonMissing: undefined,
    targetMet: "NOT_APPLICABLE",
  });
});

test("what has no value says why", () => {
  const suppressed = measurement("2025-01", undefined, { reasonMissing: "SUPPRESSED" });
  expect(performanceIn("IND", "2025-01", [suppressed], place, { ...evidence, targets: [] })).toMatchObject({
    value: undefined,
    reasonMissing: "SUPPRESSED",
  });
  expect(
    performanceIn("IND", "2025-01", [measurement("2025-01", ["0", "0"])], place, { ...evidence, targets: [] })?.reasonMissing,
  ).toBe("NO_VOLUME");
  expect(performanceIn("IND", "2025-01", [], place, { ...evidence, targets: [] })).toBeUndefined();
});
