import { ask, refusals } from "../../support/ask";
import type { TestGuide } from "../../support/guide";
import {
  aChannel,
  aDocument,
  aed,
  aLaw,
  aLifeEvent,
  anEntity,
  aSegment,
  aService,
  free,
  needs,
  online,
  startWorld,
} from "../../support/world";

const fixed = { key: "FEE", type: "FIXED", amount: aed("50.00") };

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(
    anEntity("POLICE"),
    aSegment("TENANTS"),
    aLifeEvent("MOVING"),
    aLaw("TENANCY-LAW"),
    aDocument("ID-CARD"),
    aDocument("PASSPORT"),
    aChannel("APP", { type: "MOBILE_APP" }),
    aChannel("OTHER-SITE"),
    aChannel("HOTLINE", { type: "PHONE" }),
    // Each differs from PLAIN in one thing.
    aService("PLAIN"),
    aService("OF-POLICE", { competentAuthority: "POLICE" }),
    aService("SUPPORTING", { category: "SUPPORTING" }),
    aService("PART", { category: "SUBSIDIARY", parentService: "PLAIN" }),
    aService("SOCIAL", { type: "SOCIAL" }),
    aService("FOR-TENANTS", { audience: ["EVERYONE", "TENANTS"] }),
    aService("TENANTS-ONLY", { audience: ["TENANTS"] }),
    aService("WHEN-MOVING", { lifeEvents: ["MOVING"] }),
    aService("BY-LAW", { legalResources: ["TENANCY-LAW"] }),
    aService("WITH-ID", { documents: [needs("ID-CARD"), needs("ID-CARD", { party: "TENANT" })] }),
    aService("WITH-PASSPORT", { documents: [needs("PASSPORT", { alternatives: ["ID-CARD"] })] }),
    aService("IN-APP", { channels: [{ channel: "PORTAL" }, { channel: "APP" }] }),
    aService("APP-ONLY", { channels: [{ channel: "APP" }] }),
    aService("ON-OTHER-SITE", { channels: [{ channel: "OTHER-SITE" }] }),
    aService("PAID", { fees: [fixed] }),
    aService("PARTLY-PAID", { fees: [free, fixed] }),
    aService("APPLY-ONLINE", { onlineStatus: online("application") }),
    aService("ALL-ONLINE", {
      onlineStatus: online("accountRegistration", "authentication", "application", "decision", "issuance", "issueResolution"),
    }),
    aService("FOR-GOVERNMENT", { deliveryScope: "INTERNAL" }),
    aService("TO-COME", { status: "PLANNED" }),
    aService("STOPPED", { status: "SUSPENDED" }),
  );
});
afterAll(() => guide.stop());

type List = { services: { totalCount: number; nodes: { code: string }[] } };
async function listed(filter: string): Promise<string[]> {
  const { services } = await ask<List>(
    guide,
    `{ services(first: 100, orderBy: CODE_ASC, filter: { ${filter} }) { totalCount nodes { code } } }`,
  );
  expect(services.totalCount).toBe(services.nodes.length);
  return services.nodes.map(({ code }) => code);
}

/** All services but these. */
async function allBut(...codes: string[]): Promise<string[]> {
  return (await listed("")).filter((code) => !codes.includes(code));
}

test.each([
  ['entity: "POLICE"', ["OF-POLICE"]],
  ['category: "SUPPORTING"', ["SUPPORTING"]],
  ['category: "SUBSIDIARY"', ["PART"]],
  ['type: "SOCIAL"', ["SOCIAL"]],
  ['segment: "TENANTS"', ["FOR-TENANTS", "TENANTS-ONLY"]],
  ['lifeEvent: "MOVING"', ["WHEN-MOVING"]],
  ['legalResource: "TENANCY-LAW"', ["BY-LAW"]],
  ['evidence: "ID-CARD"', ["WITH-ID"]],
  ['channel: "APP"', ["APP-ONLY", "IN-APP"]],
  ["channelType: MOBILE_APP", ["APP-ONLY", "IN-APP"]],
  ["channelType: PHONE", []],
  ["isFree: false", ["PAID", "PARTLY-PAID"]],
  ["online: [APPLICATION]", ["ALL-ONLINE", "APPLY-ONLINE"]],
  ["online: [APPLICATION, DECISION]", ["ALL-ONLINE"]],
  ["deliveryScope: INTERNAL", ["FOR-GOVERNMENT"]],
  ["status: PLANNED", ["TO-COME"]],
  ["status: DISCONTINUED", []],
  ['segment: "TENANTS", channel: "APP"', []],
  ['entity: "ENTITY", channelType: MOBILE_APP, isFree: true', ["APP-ONLY", "IN-APP"]],
  ['entity: "NOBODY"', []],
])("services filtered by %s", async (filter, codes) => {
  expect(await listed(filter)).toEqual(codes);
});

test.each([
  ['segment: "EVERYONE"', ["TENANTS-ONLY"]],
  ['channel: "PORTAL"', ["APP-ONLY", "ON-OTHER-SITE"]],
  ["channelType: WEBSITE", ["APP-ONLY"]],
  ["isFree: true", ["PAID", "PARTLY-PAID"]],
  ["deliveryScope: EXTERNAL", ["FOR-GOVERNMENT"]],
  ["status: ACTIVE", ["STOPPED", "TO-COME"]],
])("services filtered by %s are all but %j", async (filter, codes) => {
  expect(await listed(filter)).toEqual(await allBut(...codes));
});

test("a condition that is null or an empty list is no condition", async () => {
  expect(await listed("entity: null, isFree: null, online: [], status: null")).toEqual(await allBut());
});

test.each(['entity: "no code"', 'entity: ""', 'segment: "x; DROP TABLE service"'])(
  "a malformed code is refused: %s",
  async (filter) => {
    expect(await refusals(guide, `{ services(filter: { ${filter} }) { nodes { code } } }`)).toEqual([
      { code: "BAD_USER_INPUT", path: expect.any(String) },
    ]);
    const [name, value] = filter.split(": ") as [string, string];
    const query = `query ($filter: ServiceFilter) { services(filter: $filter) { nodes { code } } }`;
    expect(await refusals(guide, query, { filter: { [name]: JSON.parse(value) as string } })).toEqual([
      { code: "BAD_USER_INPUT", path: expect.any(String) },
    ]);
  },
);

test.each([
  ["channels", "type: PHONE", ["HOTLINE"]],
  ["channels", 'operator: "POLICE"', []],
  ["evidenceTypes", "isProducedByService: false", ["ID-CARD", "PASSPORT"]],
  ["evidenceTypes", "isProducedByService: true", []],
  ["evidenceTypes", 'issuingEntity: "POLICE"', []],
  ["legalResources", "type: LAW, status: IN_FORCE", ["TENANCY-LAW"]],
  ["legalResources", "status: REPEALED", []],
  ["lifeEvents", "type: LIFE_EVENT", ["MOVING"]],
  ["lifeEvents", "type: BUSINESS_EVENT", []],
])("%s filtered by %s", async (list, filter, codes) => {
  const query = `{ list: ${list}(orderBy: CODE_ASC, filter: { ${filter} }) { totalCount nodes { code } } }`;
  expect(await ask(guide, query)).toEqual({ list: { totalCount: codes.length, nodes: codes.map((code) => ({ code })) } });
});
