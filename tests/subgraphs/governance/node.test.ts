import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, type GraphQLInterfaceType } from "graphql";
import { globalId } from "../../../schema/vocabulary";
import { Service } from "../../../subgraphs/catalogue/service.entity";
import { ask, refusals, statementsFor } from "../../support/ask";
import { startTestGuide, type TestGuide } from "../../support/guide";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startTestGuide();
});
afterAll(() => guide.stop());

const LISTS = [
  ...[
    "assessments",
    "channels",
    "codeLists",
    "criteria",
    "customerSegments",
    "evidenceTypes",
    "governmentEntities",
    "indicators",
  ],
  ...[
    "informationConcepts",
    "journeys",
    "legalResources",
    "lifeEvents",
    "organizationalUnits",
    "policyDocuments",
    "requirements",
  ],
  ...["serviceCentres", "serviceStandards", "services", "targets"],
];
interface Listed {
  readonly __typename: string;
  readonly id: string;
  readonly code: string;
}

/** One record of every kind, as its list, or the record that holds it, shows it. */
async function oneOfEach(): Promise<Listed[]> {
  const fields = "__typename id code";
  const lists = LISTS.map(
    (list) => `${list}(first: 1) { nodes { ${fields} ${list === "codeLists" ? `items { ${fields} }` : ""} } }`,
  );
  const { guide: notice, ...answer } = await ask<
    Record<string, { nodes: (Listed & { items?: Listed[] })[] }> & { guide: Listed }
  >(guide, `{ guide { ${fields} } ${lists.join(" ")} }`);
  const listed = Object.values(answer).flatMap(({ nodes: [record] }) =>
    record?.items?.[0] ? [record, record.items[0]] : record ? [record] : [],
  );
  return [notice, ...listed].map(({ __typename, id, code }) => ({ __typename, id, code }));
}

const NODES = `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on PublishedRecord { code } } }`;

test("every kind of record is fetched again by its id, alone and with others, in the order of the ids", async () => {
  const records = await oneOfEach();
  const api = buildSchema(readFileSync(join(__dirname, "../../../schema/api.graphql"), "utf8"));
  const kinds = api.getPossibleTypes(api.getType("Node") as GraphQLInterfaceType).map(({ name }) => name);
  // The sample guide has no edition; tests/graph/guide-editions.test.ts fetches one by its id.
  expect([...records.map(({ __typename }) => __typename), "GuideEdition"].sort()).toEqual([...kinds].sort());

  const backwards = [...records].reverse();
  expect(await ask(guide, NODES, { ids: backwards.map(({ id }) => id) })).toEqual({ nodes: backwards });
  for (const record of records) {
    expect(
      await ask(guide, `query ($id: ID!) { node(id: $id) { __typename id ... on PublishedRecord { code } } }`, { id: record.id }),
    ).toEqual({ node: record });
  }
});

test("every kind of record tells by node what it tells by its own field", async () => {
  for (const { __typename, id } of await oneOfEach()) {
    const query = `query ($id: ID!) { node(id: $id) { ... on ${__typename} { code validFrom dateModified edition { number status } source { system } } } }`;
    expect(await ask(guide, query, { id })).toMatchObject({
      node: { edition: { number: 1, status: "PUBLISHED" }, source: { system: "sample" } },
    });
  }
});

test("unknown and withdrawn records are null, without an error and without harm to the others", async () => {
  const codes = ["SCM-DEMOLITION", "SCM-TENANCY-ATTESTATION"] as const;
  const [withdrawn, there] = codes.map((code) => globalId("Service", code)) as [string, string];
  await guide.withdraw(Service, codes[0]);
  const unknown = [globalId("Service", "NOTHING"), globalId("Nothing", codes[1]), globalId("Channel", codes[1])];
  const service = { __typename: "Service", id: there, code: codes[1] };
  expect(await ask(guide, NODES, { ids: [there, withdrawn, ...unknown, there] })).toEqual({
    nodes: [service, null, null, null, null, service],
  });
  expect(await ask(guide, `query ($id: ID!) { node(id: $id) { id } }`, { id: withdrawn })).toEqual({ node: null });
});

test("what has no id of its own is null: a measurement is logged by its indicator", async () => {
  const { indicators } = await ask<{ indicators: { nodes: { code: string }[] } }>(
    guide,
    `{ indicators(first: 50) { nodes { code } } }`,
  );
  const ids = indicators.nodes.map(({ code }) => globalId("Measurement", code));
  expect(await ask(guide, NODES, { ids })).toEqual({ nodes: ids.map(() => null) });
});

test.each([
  "",
  "x",
  "U2VydmljZQ",
  Buffer.from("Service:lower-case").toString("base64url"),
  Buffer.from("Service:A:B").toString("base64url"),
  `${globalId("Service", "A")}=`,
  "' OR 1=1",
])("the malformed id %j is refused where it stands", async (id) => {
  expect(await refusals(guide, NODES, { ids: [globalId("Service", "SCM-TENANCY-ATTESTATION"), id] })).toEqual([
    { code: "BAD_USER_INPUT", path: "nodes" },
  ]);
  expect(await refusals(guide, `query ($id: ID!) { node(id: $id) { id } }`, { id })).toEqual([
    { code: "BAD_USER_INPUT", path: "node" },
  ]);
});

test("up to a hundred ids are answered, more are refused", async () => {
  const ids = Array.from({ length: 100 }, () => globalId("Service", "SCM-TENANCY-ATTESTATION"));
  expect((await ask<{ nodes: unknown[] }>(guide, NODES, { ids })).nodes).toHaveLength(100);
  expect(await ask(guide, NODES, { ids: [] })).toEqual({ nodes: [] });
  expect(await refusals(guide, NODES, { ids: [...ids, globalId("Service", "ANY")] })).toEqual([
    { code: "BAD_USER_INPUT", path: "nodes" },
  ]);
});

test("a node of the past is the record as it was", async () => {
  const { serviceByCode } = await ask<{ serviceByCode: { id: string; validFrom: string } }>(
    guide,
    `{ serviceByCode(code: "SCM-TENANCY-ATTESTATION") { id validFrom } }`,
  );
  const query = `query ($id: ID!) { node(id: $id) { ... on Service { code } } }`;
  const { id, validFrom } = serviceByCode;
  expect(await ask(guide, query, { id }, { "guide-as-of": validFrom })).toEqual({ node: { code: "SCM-TENANCY-ATTESTATION" } });
  expect(await ask(guide, query, { id }, { "guide-as-of": "2000-01-01T00:00:00Z" })).toEqual({ node: null });
});

test("a hundred records of one kind cost one statement in governance and one where they live", async () => {
  const { services } = await ask<{ services: { nodes: { id: string }[] } }>(guide, `{ services(first: 50) { nodes { id } } }`);
  expect(
    await statementsFor(guide, `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Service { code } } }`, {
      ids: services.nodes.map(({ id }) => id),
    }),
  ).toEqual({ governance: 1, catalogue: 1 });
});
