import fc from "fast-check";
import { ask, refusals, statementsFor } from "../../support/ask";
import type { TestGuide } from "../../support/guide";
import { anEntity, aService, startWorld } from "../../support/world";
import { servicePage } from "./pages";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(
    anEntity("POLICE"),
    ...["A", "B", "C"].flatMap((code) => [aService(code), aService(`P-${code}`, { competentAuthority: "POLICE" })]),
  );
});
afterAll(() => guide.stop());

const SERVICES = `query ($first: Int = 1, $after: String, $filter: ServiceFilter, $orderBy: RecordOrder! = NAME_EN_ASC) {
  services(first: $first, after: $after, filter: $filter, orderBy: $orderBy) { nodes { code } pageInfo { endCursor } }
}`;
const cursorOf = async (args: string) => (await servicePage(guide, `first: 1, ${args}`)).pageInfo.endCursor;
const refused = [{ code: "BAD_USER_INPUT", path: "services" }];

test.each([
  ["another order", "orderBy: CODE_ASC"],
  ["another direction", "orderBy: NAME_EN_DESC"],
  ["another filter", 'filter: { entity: "POLICE" }'],
  ["one more condition", 'filter: { category: "MAIN", entity: "ENTITY" }'],
])("a cursor of a list with %s is refused", async (_, args) => {
  expect(await refusals(guide, SERVICES, { filter: { category: "MAIN" }, after: await cursorOf(args) })).toEqual(refused);
});

test("a cursor of another list is refused: of another kind, of an entity, of another entity", async () => {
  const query = `{
    channels(first: 1, orderBy: NAME_EN_ASC) { pageInfo { endCursor } }
    governmentEntityByCode(code: "POLICE") { services(first: 1) { pageInfo { endCursor } } }
  }`;
  type Cursors = Record<"channels", { pageInfo: { endCursor: string } }> & {
    governmentEntityByCode: { services: { pageInfo: { endCursor: string } } };
  };
  const { channels, governmentEntityByCode } = await ask<Cursors>(guide, query);
  const ofEntity = governmentEntityByCode.services.pageInfo.endCursor;
  expect(await refusals(guide, SERVICES, { after: channels.pageInfo.endCursor })).toEqual(refused);
  expect(await refusals(guide, SERVICES, { after: ofEntity })).toEqual(refused);
  const nested = `query ($code: Code!, $after: String) { governmentEntityByCode(code: $code) { services(first: 1, after: $after) { nodes { code } } } }`;
  expect(await ask(guide, nested, { code: "POLICE", after: ofEntity })).toEqual({
    governmentEntityByCode: { services: { nodes: [{ code: "P-B" }] } },
  });
  expect(await refusals(guide, nested, { code: "ENTITY", after: ofEntity })).toEqual([
    { code: "BAD_USER_INPUT", path: "governmentEntityByCode.services" },
  ]);
});

test("the same filter written in another order takes the cursor", async () => {
  const after = await cursorOf('filter: { category: "MAIN", entity: "POLICE" }');
  expect(
    await ask(
      guide,
      `{ services(first: 1, filter: { entity: "POLICE", category: "MAIN" }, after: "${after}") { nodes { code } } }`,
    ),
  ).toEqual({ services: { nodes: [{ code: "P-B" }] } });
});

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
/** The fingerprint of a list, as one of its cursors carries it. */
const listOf = async (args: string) =>
  (JSON.parse(Buffer.from((await cursorOf(args)) ?? "", "base64url").toString()) as [string])[0];

test.each(["", "x", "!!!", "null", encoded(null), encoded({}), encoded([]), encoded([1, 2, 3]), encoded(["", "", ""])])(
  "the malformed cursor %j is refused",
  async (after) => {
    expect(await refusals(guide, SERVICES, { after })).toEqual(refused);
  },
);

test.each([
  ["NAME_EN_ASC", [null, 5]],
  ["NAME_EN_ASC", [{}, "A"]],
  ["NAME_EN_ASC", ["A\u0000", "A"]],
  ["NAME_EN_ASC", ["A", "A\u0000"]],
  ["CODE_ASC", [null, null]],
  ["DATE_MODIFIED_ASC", [null, "A"]],
  ["DATE_MODIFIED_ASC", ["yesterday", "A"]],
  ["DATE_MODIFIED_ASC", ["2026-02-30 00:00:00+00", "A"]],
  ["DATE_MODIFIED_ASC", ["2026-01-01 25:00:00+00", "A"]],
  ["DATE_MODIFIED_ASC", ["0000-01-01 00:00:00+00", "A"]],
])("a forged cursor of the list in %s order is refused: %j", async (orderBy, position) => {
  const after = encoded([await listOf(`orderBy: ${orderBy}`), ...position]);
  expect(await refusals(guide, SERVICES, { orderBy, after })).toEqual(refused);
});

test("no cursor, whatever it is, brings the guide out of step", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.json().map((json) => Buffer.from(json).toString("base64url")),
      ),
      async (after) => {
        expect(await refusals(guide, SERVICES, { after })).toEqual(refused);
      },
    ),
    { numRuns: 50 },
  );
});

test.each([0, -1, 101, 1_000])("a page of %j entries is refused", async (first) => {
  expect(await refusals(guide, SERVICES, { first })).toEqual(refused);
  expect(
    await refusals(guide, `{ governmentEntityByCode(code: "POLICE") { services(first: ${first}) { nodes { code } } } }`),
  ).toEqual([{ code: "BAD_USER_INPUT", path: "governmentEntityByCode.services" }]);
});

test("a page of more entries than any operation may cost is refused before a subgraph is asked", async () => {
  expect(await refusals(guide, SERVICES, { first: 2_147_483_647 })).toEqual([{ code: "LIMIT_EXCEEDED", path: "" }]);
});

test("pages of 1 and of 100 entries are the least and the most", async () => {
  expect(await refusals(guide, SERVICES, { first: 1 })).toEqual([]);
  expect(await refusals(guide, SERVICES, { first: 100 })).toEqual([]);
});

test("the whole list is counted only when that is asked for", async () => {
  expect(
    await statementsFor(guide, `{ services(first: 1) { nodes { code } edges { cursor } pageInfo { hasNextPage } } }`),
  ).toEqual({ catalogue: 1 });
  expect(await statementsFor(guide, `{ services(first: 1) { totalCount nodes { code } } }`)).toEqual({ catalogue: 2 });
});

test("a count is of the whole list, not of the page", async () => {
  const query = `{ services(first: 1) { totalCount } police: services(first: 2, filter: { entity: "POLICE" }) { totalCount nodes { code } } }`;
  expect(await ask(guide, query)).toEqual({
    services: { totalCount: 6 },
    police: { totalCount: 3, nodes: [{ code: "P-A" }, { code: "P-B" }] },
  });
});
