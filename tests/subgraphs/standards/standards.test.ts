import { globalId } from "../../../schema/vocabulary";
import { type Answer, startTestGuide, type TestGuide } from "../../support/guide";
import { aMeasurement, anIndicator, aStandard, aTarget } from "./records";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startTestGuide();
});
afterAll(() => guide.stop());

async function ask<Data>(
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Data> {
  const { data, errors }: Answer<Data> = await guide.query<Data, Record<string, unknown>>(query, variables, headers);
  expect(errors).toBeUndefined();
  return data;
}

const inService = (code: string, selection: string) => `{ serviceByCode(code: "${code}") { standards { ${selection} } } }`;

describe("the standards of services", () => {
  const query = `{ services(first: 20) { nodes { code standards {
    text { en } indicator { code unit direction } performance { value targetMet } target { value scope } } } } }`;

  test("come with targets and performance in one statement, for any number of services", async () => {
    const cost = await guide.cost(() => ask(query));
    expect(cost.statements["standards"]).toBe(1);
    expect(cost.fetches.filter(({ subgraph }) => subgraph === "standards")).toHaveLength(1);
  });

  test("say what was reached, by the nearest target", async () => {
    type Data = { serviceByCode: { standards: object[] } };
    const { serviceByCode } = await ask<Data>(
      inService(
        "SCM-BUILDING-PERMIT",
        'standard { code } isTargetInherited target { code scope } performance(period: "2025-03") { value targetMet target { code } }',
      ),
    );
    expect(serviceByCode.standards).toContainEqual({
      standard: { code: "STD-SCM-BUILDING-PERMIT-TIME" },
      isTargetInherited: false,
      target: { code: "TGT-ON-TIME-BUILDING-PERMIT-2026", scope: "SERVICE" },
      performance: { value: "0.6978", targetMet: "NOT_MET", target: { code: "TGT-ON-TIME-BUILDING-PERMIT-2025" } },
    });
  });

  test("name their subject, through which the graph goes on", async () => {
    const data = await ask(inService("SEWA-MOVE-IN", "subject { __typename ... on Service { code standards { type } } }"));
    expect(data).toMatchObject({ serviceByCode: { standards: [{ subject: { __typename: "Service", code: "SEWA-MOVE-IN" } }] } });
  });
});

describe("performance", () => {
  beforeAll(() =>
    guide.publish(
      anIndicator("IND"),
      aTarget("T", { document: "CX-POLICY", value: "0.9" }),
      aStandard("STD", { subjects: [{ type: "SERVICE", code: "SCM-DEMOLITION" }] }),
      ...["01", "02", "03", "04", "05", "06"].map((month, index) =>
        aMeasurement(`2025-${month}`, [String(80 + index), "100"], { subject: { type: "SERVICE", code: "SCM-DEMOLITION" } }),
      ),
      aMeasurement("2025-06", ["50", "60"], { subject: { type: "SERVICE", code: "SCM-DEMOLITION" }, channel: "PORTAL" }),
      aMeasurement("2025-06", ["35", "40"], { subject: { type: "SERVICE", code: "SCM-DEMOLITION" }, channel: "APP" }),
      aMeasurement("2025-07", undefined, {
        subject: { type: "SERVICE", code: "SCM-DEMOLITION" },
        reasonMissing: "NOT_COLLECTED",
      }),
    ),
  );

  const applied = async (selection: string) => {
    const data = await ask<{ serviceStandardByCode: { applications: object[] } }>(
      `{ serviceStandardByCode(code: "STD") { applications { ${selection} } } }`,
    );
    return data.serviceStandardByCode.applications[0];
  };

  test("is that of the newest period with a value, and its trend is known after six", async () => {
    expect(await applied("trend performance { period value targetMet numerator denominator }")).toEqual({
      trend: "IMPROVING",
      performance: { period: "2025-06", value: "0.8500", targetMet: "NOT_MET", numerator: "85", denominator: "100" },
    });
  });

  test("of a longer period sums what was measured within", async () => {
    expect(
      await applied(
        `quarter: performance(period: "2025-Q1") { value numerator denominator } year: performance(period: "2025") { numerator } none: performance(period: "2024") { value }`,
      ),
    ).toEqual({
      quarter: { value: "0.8100", numerator: "243", denominator: "300" },
      year: { numerator: "495" },
      none: null,
    });
  });

  test("is told as a series, the periods without a value too", async () => {
    expect(await applied(`performanceSeries(from: "2025-05") { period value reasonMissing }`)).toEqual({
      performanceSeries: [
        { period: "2025-05", value: "0.8400", reasonMissing: null },
        { period: "2025-06", value: "0.8500", reasonMissing: null },
        { period: "2025-07", value: null, reasonMissing: "NOT_COLLECTED" },
      ],
    });
  });

  test("is told by channel, for the newest period or the one asked for", async () => {
    const portal = { channel: { code: "PORTAL" }, period: "2025-06", value: "0.8333" };
    expect(
      await applied(
        `performanceByChannel { channel { code } period value } asked: performanceByChannel(period: "2025-06") { channel { code } period value } none: performanceByChannel(period: "2025-05") { value }`,
      ),
    ).toEqual({
      performanceByChannel: [{ channel: { code: "APP" }, period: "2025-06", value: "0.8750" }, portal],
      asked: [expect.anything(), portal],
      none: [],
    });
  });

  test("keeps what a revision revised", async () => {
    const filter = `filter: { indicator: "IND", channel: "APP" }`;
    const query = `{ measurements(${filter}) { totalCount nodes { value status revision recordedAt } } }`;
    type Data = { measurements: { totalCount: number; nodes: { value: string; revision: number; recordedAt: string }[] } };
    const before = await ask<Data>(query);
    const [first] = before.measurements.nodes;
    await guide.publish(
      aMeasurement("2025-06", ["36", "40"], {
        subject: { type: "SERVICE", code: "SCM-DEMOLITION" },
        channel: "APP",
        status: "REVISED",
      }),
    );
    expect(await ask(query)).toMatchObject({
      measurements: { totalCount: 1, nodes: [{ value: "0.9000", status: "REVISED", revision: 2 }] },
    });
    expect(await ask(query, {}, { "guide-as-of": String(first?.recordedAt) })).toEqual(before);
  });
});

describe("measurements", () => {
  const query = `query ($subject: ID, $from: Period, $to: Period, $after: String) {
    measurements(first: 2, after: $after, filter: { indicator: "IND-DIGITAL-SHARE", channel: "PORTAL", subject: $subject, from: $from, to: $to }) {
      totalCount pageInfo { hasNextPage endCursor } nodes { period subject { ... on Service { code } } } } }`;
  type Data = {
    measurements: { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string }; nodes: { period: string }[] };
  };
  const subject = globalId("Service", "SCM-TENANCY-ATTESTATION");

  test("are filtered by subject and span, a page at a time", async () => {
    const page = await ask<Data>(query, { subject, from: "2025-Q1", to: "2025-Q1" });
    expect(page.measurements).toMatchObject({
      totalCount: 3,
      pageInfo: { hasNextPage: true },
      nodes: [{ period: "2025-01", subject: { code: "SCM-TENANCY-ATTESTATION" } }, { period: "2025-02" }],
    });
    const rest = await ask<Data>(query, { subject, from: "2025-Q1", to: "2025-Q1", after: page.measurements.pageInfo.endCursor });
    expect(rest.measurements).toMatchObject({ pageInfo: { hasNextPage: false }, nodes: [{ period: "2025-03" }] });
  });

  test("of what cannot be measured are refused", async () => {
    const { errors } = await guide.query(query, { subject: globalId("Channel", "PORTAL") });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  });
});

describe("an entity", () => {
  test("has a scorecard in one statement, for any number of entities and periods", async () => {
    const query = `{ governmentEntities(first: 20, filter: { isServiceProvider: true }) { nodes { code
      month: scorecard(period: "2025-11") { standardsMet indicators { indicator { code } value } notReported { standard { code } indicator { code } } }
      year: scorecard(period: "2025") { standardsMet } } } }`;
    const cost = await guide.cost(() => ask(query));
    expect(cost.statements["standards"]).toBe(1);
  });

  test("is named where it did not report, with what was due and what was not", async () => {
    type Gap = { entity: { code: string }; expected: number; reported: number; missing: object[] };
    const { reportingGaps } = await ask<{ reportingGaps: Gap[] }>(
      `{ reportingGaps(period: "2025-11") { entity { code } expected reported missing { standard { code } period } } }`,
    );
    expect(reportingGaps.map(({ entity }) => entity.code)).toContain("EPAA");
    for (const { expected, reported, missing } of reportingGaps) expect(expected - reported).toBe(missing.length);
  });

  test("stands with each criterion where its newest assessment says, and unassessed without one", async () => {
    const of = (code: string) =>
      `governmentEntityByCode(code: "${code}") { compliance(document: "CX-POLICY") { criterion { code } status assessment { code result } } }`;
    const { scm, sewa } = await ask<Record<"scm" | "sewa", { compliance: object[] }>>(
      `{ scm: ${of("SCM")} sewa: ${of("SEWA")} }`,
    );
    expect(scm.compliance).toHaveLength(6);
    expect(scm.compliance).toContainEqual({
      criterion: { code: "CX-POLICY.C2" },
      status: "PARTIAL",
      assessment: { code: "ASM-2025-SCM", result: "72.00" },
    });
    expect(sewa.compliance).toContainEqual({ criterion: { code: "CX-POLICY.C1" }, status: "NOT_ASSESSED", assessment: null });
  });

  test("is refused a scorecard of a year before our time", async () => {
    const { errors } = await guide.query(`{ governmentEntityByCode(code: "SCM") { scorecard(period: "0000") { period } } }`);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  });
});

test("a code list has its items in order, each with its code within the list", async () => {
  type Data = { codeList: { items: { id: string; code: string; list: object }[] } };
  const { codeList } = await ask<Data>(`{ codeList(code: "AUTHENTICATION-LEVEL") { items { id code list { code } } } }`);
  expect(codeList.items.map(({ code }) => code)).toEqual(["NONE", "BASIC_ACCOUNT", "DIGITAL_ID", "DIGITAL_ID_SIGNATURE"]);
  expect(codeList.items[0]).toMatchObject({
    id: globalId("CodeListItem", "AUTHENTICATION-LEVEL.NONE"),
    list: { code: "AUTHENTICATION-LEVEL" },
  });
  expect(await ask(`{ codeList(code: "NOPE") { code } }`)).toEqual({ codeList: null });
});
