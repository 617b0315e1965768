import type { Indicator } from "../../../subgraphs/standards/indicator.entity";
import type { Measurement } from "../../../subgraphs/standards/measurement.entity";
import type { ServiceStandard } from "../../../subgraphs/standards/service-standard.entity";
import type { Target } from "../../../subgraphs/standards/target.entity";

/** Records of the standards subgraph as their authors write them; what a test does not care about is filled in. */

const text = (en: string) => ({ ar: "نص", en });
type Written = Readonly<Record<string, unknown>>;

export const anIndicator = (code: string, more: Written = {}) => ({
  __typename: "Indicator",
  code,
  name: text(code),
  definition: text(code),
  unit: "%",
  direction: "HIGHER",
  numerator: text("part"),
  denominator: text("whole"),
  aggregation: "RATIO",
  frequency: "MONTHLY",
  method: "SYSTEM",
  ...more,
});

export const aTarget = (code: string, more: Written = {}) => ({
  __typename: "Target",
  code,
  indicator: "IND",
  value: "0.9",
  scope: "POLICY",
  effectiveFrom: "2025-01-01",
  ...more,
});

export const aStandard = (code: string, more: Written = {}) => ({
  __typename: "ServiceStandard",
  code,
  text: text(code),
  type: "TIMELINESS",
  entity: "SCM",
  subjects: [{ type: "SERVICE", code: "S" }],
  indicator: "IND",
  ...more,
});

export const aMeasurement = (period: string, counts: readonly [string, string] | undefined, more: Written = {}) => ({
  __typename: "Measurement",
  indicator: "IND",
  subject: { type: "SERVICE", code: "S" },
  entity: "SCM",
  period,
  ...(counts && { numerator: counts[0], denominator: counts[1] }),
  method: "SYSTEM",
  status: "FINAL",
  ...more,
});

/** The same, as rules see them. */
export const indicator = (code: string, more?: Written) => anIndicator(code, more) as unknown as Indicator;
export const target = (code: string, more?: Written) => aTarget(code, more) as unknown as Target;
export const standard = (code: string, more?: Written) => aStandard(code, more) as unknown as ServiceStandard;
export const measurement = (period: string, counts?: readonly [string, string], more?: Written) =>
  aMeasurement(period, counts, more) as unknown as Measurement;
