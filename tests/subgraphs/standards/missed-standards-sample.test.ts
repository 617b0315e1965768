import { ask } from "../../support/ask";
import { startTestGuide, type TestGuide } from "../../support/guide";

/** The database judges for `missedStandards`, the rules for `performanceSeries`: over the whole sample guide the two agree. */

const MONTHS = { MONTHLY: 1, QUARTERLY: 3, ANNUAL: 12 } as const;

interface Judged {
  readonly period: string;
  readonly targetMet: "MET" | "NOT_MET" | "NOT_APPLICABLE";
}
interface Application {
  readonly standard: { readonly code: string };
  readonly subject: { readonly id: string };
  readonly performanceSeries: readonly Judged[];
}
interface Standard {
  readonly indicator: { readonly frequency: keyof typeof MONTHS } | null;
  readonly applications: readonly Application[];
}

let guide: TestGuide;
let standards: readonly Standard[];
beforeAll(async () => {
  guide = await startTestGuide();
  const { serviceStandards } = await ask<{ serviceStandards: { totalCount: number; nodes: Standard[] } }>(
    guide,
    `{ serviceStandards(first: 100) { totalCount nodes { indicator { frequency }
      applications { standard { code } subject { ... on Node { id } } performanceSeries { period targetMet } } } } }`,
  );
  standards = serviceStandards.nodes;
  expect(standards).toHaveLength(serviceStandards.totalCount);
});
afterAll(() => guide.stop());

/** How many months had begun since the year 0 when a period ended. */
function endOf(period: string): number {
  const [year = "", rest = "12"] = period.split("-");
  return Number(year) * 12 + (rest.startsWith("Q") ? Number(rest.slice(1)) * 3 : Number(rest));
}

const told = (standard: string, subject: string, run: readonly Judged[]): string =>
  [standard, subject, ...run.map(({ period, targetMet }) => `${period} ${targetMet}`)].join(", ");

/** What was missed, by what the rules say of each period. */
function missedByRule(periods: number, until: string): string[] {
  return standards.flatMap(({ indicator, applications }) => {
    const length = MONTHS[indicator?.frequency ?? "MONTHLY"];
    const newest = Math.floor(endOf(until) / length) * length;
    return applications.flatMap(({ standard, subject, performanceSeries }) => {
      const run = performanceSeries
        .filter(({ period, targetMet }) => {
          const end = endOf(period);
          return targetMet !== "NOT_APPLICABLE" && end <= newest && end > newest - 2 * periods * length;
        })
        .slice(-periods);
      const isMissed = run.length === periods && run.every(({ targetMet }) => targetMet === "NOT_MET");
      return isMissed ? [told(standard.code, subject.id, run)] : [];
    });
  });
}

const UNTIL = ["2025-03", "2025-09", "2026-02", "2026-10"];
const cases = UNTIL.flatMap((until) => [1, 2, 3, 6].map((periods) => [periods, until] as const));

test("the sample guide has much to compare", () => {
  expect(missedByRule(3, "2026-10").length).toBeGreaterThan(10);
});

test.each(cases)("what was missed %i times running until %s is what the rules say", async (periods, until) => {
  const { missedStandards } = await ask<{
    missedStandards: { nodes: { application: Omit<Application, "performanceSeries">; performanceSeries: Judged[] }[] };
  }>(
    guide,
    `{ missedStandards(first: 100, periods: ${periods}, until: "${until}") { nodes {
      application { standard { code } subject { ... on Node { id } } } performanceSeries { period targetMet } } } }`,
  );
  const found = missedStandards.nodes.map(({ application: { standard, subject }, performanceSeries }) =>
    told(standard.code, subject.id, performanceSeries),
  );
  expect(found.sort()).toEqual(missedByRule(periods, until).sort());
});
