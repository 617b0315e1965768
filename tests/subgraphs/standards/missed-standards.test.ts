import { ask, refusals, statementsFor } from "../../support/ask";
import type { TestGuide } from "../../support/guide";
import { anEntity, aService, startWorld } from "../../support/world";
import { aMeasurement, anIndicator, aStandard, aTarget } from "./records";

const FIELDS = `application { standard { code } subject { ... on Service { code } } }
  performanceSeries { period value targetMet target { code } }`;
interface Missed {
  readonly application: { readonly standard: { readonly code: string }; readonly subject: { readonly code: string } };
  readonly performanceSeries: readonly { readonly period: string }[];
}
interface Answer {
  readonly missedStandards: {
    readonly totalCount: number;
    readonly nodes: readonly Missed[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

/** `STD of S in 2025-04 2025-05 2025-06`. */
const told = ({ application: { standard, subject }, performanceSeries }: Missed): string =>
  `${standard.code} of ${subject.code} in ${performanceSeries.map(({ period }) => period).join(" ")}`;

describe("standards missed several periods running", () => {
  let guide: TestGuide;
  afterEach(() => guide.stop());

  /** A guide with one standard by which 9 of 10 are to be on time, and what was measured of it. */
  async function measured(...more: object[]): Promise<void> {
    guide = await startWorld(
      anEntity("SCM"),
      aService("S"),
      anIndicator("IND"),
      aTarget("T", { scope: "ENTITY", entity: "SCM" }),
      aStandard("STD"),
      ...more,
    );
  }
  const missed = async (args = 'until: "2025-06"', headers: Record<string, string> = {}) => {
    const query = `{ missedStandards(${args}) { totalCount pageInfo { hasNextPage endCursor } nodes { ${FIELDS} } } }`;
    return (await ask<Answer>(guide, query, {}, headers)).missedStandards;
  };
  const months = (...kept: [month: string, of10: number][]) =>
    kept.map(([month, of10]) => aMeasurement(`2025-${month}`, [String(of10), "10"]));

  test("are told with what was counted, oldest first", async () => {
    await measured(...months(["03", 10], ["04", 8], ["05", 7], ["06", 8], ["07", 10]));
    expect(await missed()).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          application: { standard: { code: "STD" }, subject: { code: "S" } },
          performanceSeries: [
            { period: "2025-04", value: "0.8000", targetMet: "NOT_MET", target: { code: "T" } },
            { period: "2025-05", value: "0.7000", targetMet: "NOT_MET", target: { code: "T" } },
            { period: "2025-06", value: "0.8000", targetMet: "NOT_MET", target: { code: "T" } },
          ],
        },
      ],
    });
  });

  test("are none where the target was reached once, or fewer periods were measured", async () => {
    await measured(...months(["03", 8], ["04", 8], ["05", 9], ["06", 8]));
    expect(await missed()).toMatchObject({ totalCount: 0, nodes: [] });
    expect((await missed('until: "2025-06", periods: 1')).nodes.map(told)).toEqual(["STD of S in 2025-06"]);
    expect((await missed('until: "2025-04", periods: 2')).nodes.map(told)).toEqual(["STD of S in 2025-03 2025-04"]);
    expect((await missed('until: "2025-04", periods: 3')).nodes).toEqual([]);
  });

  test("are judged by the value as rounded, in the direction of the indicator", async () => {
    const rounded = (period: string, numerator: string) => aMeasurement(period, [numerator, "1000000"]);
    await measured(
      rounded("2025-01", "899950"),
      rounded("2025-02", "899949"),
      anIndicator("MINUTES", { direction: "LOWER", aggregation: "AVERAGE" }),
      aTarget("MOST", { indicator: "MINUTES", scope: "ENTITY", entity: "SCM", value: "10" }),
      aStandard("QUICK", { indicator: "MINUTES" }),
      aMeasurement("2025-01", ["100", "10"], { indicator: "MINUTES" }),
      aMeasurement("2025-02", ["101", "10"], { indicator: "MINUTES" }),
    );
    expect((await missed('until: "2025-01", periods: 1')).nodes).toEqual([]);
    expect((await missed('until: "2025-02", periods: 1')).nodes.map(told)).toEqual([
      "QUICK of S in 2025-02",
      "STD of S in 2025-02",
    ]);
  });

  test("are held to the target set last of those that held at the end of each period", async () => {
    await measured(
      aTarget("LOWERED", { scope: "ENTITY", entity: "SCM", value: "0.7", effectiveFrom: "2025-05-01" }),
      ...months(["04", 8], ["05", 8], ["06", 6]),
    );
    expect((await missed('until: "2025-04", periods: 1')).nodes.map(told)).toEqual(["STD of S in 2025-04"]);
    expect((await missed('until: "2025-05", periods: 1')).nodes).toEqual([]);
    expect((await missed('until: "2025-06", periods: 1')).nodes.map(told)).toEqual(["STD of S in 2025-06"]);
  });

  test("pass over what cannot be judged: not reported, nothing happened, no target yet or one of 0", async () => {
    await measured(
      aTarget("NONE", { scope: "SERVICE", service: "S", value: "0", effectiveFrom: "2025-05-01", effectiveTo: "2025-05-31" }),
      ...months(["01", 8], ["02", 8], ["05", 1]),
      aMeasurement("2025-03", undefined, { reasonMissing: "NOT_COLLECTED" }),
      aMeasurement("2025-04", ["0", "0"]),
      aMeasurement("2025-06", ["8", "10"]),
      aMeasurement("2024-12", ["8", "10"]),
    );
    expect((await missed()).nodes.map(told)).toEqual(["STD of S in 2025-01 2025-02 2025-06"]);
    // December has no target, and a run of three lies within six months.
    expect((await missed('until: "2025-05", periods: 3')).nodes).toEqual([]);
    expect((await missed('until: "2025-07"')).nodes).toEqual([]);
    expect((await missed('until: "2025-07", periods: 2')).nodes).toEqual([]);
  });

  test("follow the rhythm of their indicator, and only periods that have ended", async () => {
    const quarterly = { indicator: "QUARTERLY" };
    await measured(
      anIndicator("QUARTERLY", { frequency: "QUARTERLY" }),
      anIndicator("YEARLY", { frequency: "ANNUAL" }),
      aTarget("Q", { ...quarterly, scope: "ENTITY", entity: "SCM", effectiveFrom: "2020-01-01" }),
      aTarget("Y", { indicator: "YEARLY", scope: "ENTITY", entity: "SCM", effectiveFrom: "2020-01-01" }),
      aStandard("BY-QUARTER", quarterly),
      aStandard("BY-YEAR", { indicator: "YEARLY" }),
      ...["2024-Q4", "2025-Q1", "2025-Q2"].map((period) => aMeasurement(period, ["8", "10"], quarterly)),
      ...["2022", "2023", "2024"].map((period) => aMeasurement(period, ["8", "10"], { indicator: "YEARLY" })),
    );
    expect((await missed()).nodes.map(told)).toEqual([
      "BY-QUARTER of S in 2024-Q4 2025-Q1 2025-Q2",
      "BY-YEAR of S in 2022 2023 2024",
    ]);
    expect((await missed('until: "2025-05"')).nodes.map(told)).toEqual(["BY-YEAR of S in 2022 2023 2024"]);
    expect((await missed('until: "2024-11"')).nodes).toEqual([]);
  });

  test("end with the last period that ended by today where no end is given", async () => {
    const today = new Date();
    const month = (ago: number) =>
      new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - ago)).toISOString().slice(0, 7);
    await measured(...[1, 2, 3].map((ago) => aMeasurement(month(ago), ["8", "10"])));
    expect((await missed("periods: 3")).nodes.map(told)).toEqual([`STD of S in ${[3, 2, 1].map(month).join(" ")}`]);
    expect((await missed("periods: 4")).nodes).toEqual([]);
  });

  test("are judged by the figures known at an instant, not by their revisions since", async () => {
    await measured(...months(["04", 8], ["05", 8], ["06", 8]));
    const { measurements } = await ask<{ measurements: { nodes: { recordedAt: string }[] } }>(
      guide,
      "{ measurements(first: 1) { nodes { recordedAt } } }",
    );
    const then = { "guide-as-of": measurements.nodes[0]?.recordedAt ?? "" };
    await guide.publish(aMeasurement("2025-05", ["10", "10"], { status: "REVISED" }));
    expect((await missed()).nodes).toEqual([]);
    expect((await missed('until: "2025-06"', then)).nodes.map(told)).toEqual(["STD of S in 2025-04 2025-05 2025-06"]);
  });

  test("are listed by entity and a page at a time, for as many statements as one", async () => {
    await measured(
      aService("R"),
      aService("U"),
      aStandard("OF-ALL", { subjects: ["S", "R", "U"].map((code) => ({ type: "SERVICE", code })) }),
      anEntity("POLICE"),
      aTarget("POLICE-T", { scope: "ENTITY", entity: "POLICE" }),
      aStandard("POLICE-STD", { entity: "POLICE", subjects: [{ type: "SERVICE", code: "R" }] }),
      ...["S", "R", "U"].flatMap((code) =>
        ["04", "05", "06"].map((month) => aMeasurement(`2025-${month}`, ["8", "10"], { subject: { type: "SERVICE", code } })),
      ),
    );
    const all = ["OF-ALL of R", "OF-ALL of S", "OF-ALL of U", "POLICE-STD of R", "STD of S"].map(
      (each) => `${each} in 2025-04 2025-05 2025-06`,
    );
    expect((await missed()).nodes.map(told)).toEqual(all);
    expect(await missed('until: "2025-06", entity: "POLICE"')).toMatchObject({ totalCount: 1, nodes: [{}] });
    for (const first of [1, 2, 3]) {
      const found: string[] = [];
      for (let after = "null"; ;) {
        const { nodes, pageInfo } = await missed(`until: "2025-06", first: ${first}, after: ${after}`);
        found.push(...nodes.map(told));
        if (!pageInfo.hasNextPage) break;
        after = JSON.stringify(pageInfo.endCursor);
      }
      expect(found).toEqual(all);
    }
    const query = (first: number) =>
      `{ missedStandards(until: "2025-06", first: ${first}) { nodes { application { text { ar } trend } performanceSeries { value } } } }`;
    expect(await statementsFor(guide, query(5))).toEqual({ standards: 2 });
    expect(await statementsFor(guide, query(1))).toEqual({ standards: 2 });

    const { endCursor } = (await missed('until: "2025-06", first: 1')).pageInfo;
    for (const args of [
      `after: "${endCursor}"`,
      `until: "2025-06", periods: 2, after: "${endCursor}"`,
      `until: "2025-06", entity: "SCM", after: "${endCursor}"`,
      'after: "x"',
      "first: 0",
      "first: 101",
      "periods: 0",
      "periods: 13",
      'until: "1812"',
      'until: "soon"',
      'entity: "not a code"',
    ]) {
      expect([args, await refusals(guide, `{ missedStandards(${args}) { totalCount } }`)]).toMatchObject([
        args,
        [{ code: "BAD_USER_INPUT" }],
      ]);
    }
  });
});
