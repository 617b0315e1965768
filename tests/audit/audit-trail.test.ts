import type { AuditEvent } from "../../subgraphs/shared/audit/audit-chain";
import { anEvent, append } from "../support/audit";
import { startTestGuide, type TestGuide } from "../support/guide";
import { bearer } from "../support/tokens";

const omar = { issuer: "https://id.example", subject: "omar", name: "Omar" };
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);

let guide: TestGuide;
beforeAll(async () => {
  guide = await startTestGuide({ with: "nothing" });
  const events: AuditEvent[] = [
    anEvent("ONE", { reason: "first", requestId: "r-1" }),
    anEvent("TWO", { action: "SUBMIT", by: { role: "author", person: omar } }),
    anEvent("TWO", { action: "APPROVE", by: { role: "approver", person: omar }, entity: "OTHER" }),
    anEvent("CH", { action: "PUBLISH", kind: "Channel", by: { role: "system", system: "schedule" }, after: "b".repeat(64) }),
  ];
  for (const [index, event] of events.entries()) await append(guide, "catalogue", [event], inHours(index + 1));
});
afterAll(() => guide.stop());

interface Trail {
  readonly auditTrail: {
    readonly totalCount: number;
    readonly nodes: Record<string, unknown>[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}
const QUERY = `query ($first: Int! = 20, $after: String, $filter: AuditFilter) {
  auditTrail(first: $first, after: $after, filter: $filter) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { sequence occurredAt action person { id name issuer subject } role system kind code edition entity reason requestId
      count isErased before after previous hash } } }`;

const trail = async (variables: Record<string, unknown> = {}) => {
  const { data, errors } = await guide.query<Trail, Record<string, unknown>>(QUERY, variables, bearer("auditor"));
  expect(errors).toBeUndefined();
  return data.auditTrail;
};
/** Reads of the trail are in it too. */
const actsOf = async (filter: Record<string, unknown>) =>
  (await trail({ filter })).nodes.flatMap(({ action, code }) => (action === "READ" ? [] : [`${String(action)} ${String(code)}`]));

test("an auditor reads who did what, when and why", async () => {
  const [genesis, one, , , published] = (await trail()).nodes;
  expect(genesis).toMatchObject({ sequence: 1, action: "GENESIS", role: "system", system: "migration", person: null });
  expect(one).toEqual({
    ...{ sequence: 2, occurredAt: expect.any(String), action: "SAVE", role: "author", system: null },
    person: { id: expect.any(String), name: "Mariam", issuer: "https://id.example", subject: "mariam" },
    ...{ kind: "Service", code: "ONE", edition: 1, entity: "ENTITY", reason: "first", requestId: "r-1", count: null },
    ...{ isErased: false, before: null, after: null, previous: genesis?.["hash"], hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect(published).toMatchObject({ role: "system", system: "schedule", person: null, after: "b".repeat(64), reason: null });
});

test.each<[string, Record<string, unknown>, string[]]>([
  ["a kind", { kind: "Channel" }, ["PUBLISH CH"]],
  ["a record", { kind: "Service", code: "TWO" }, ["SUBMIT TWO", "APPROVE TWO"]],
  ["an entity", { entity: "OTHER" }, ["APPROVE TWO"]],
  ["an act", { action: "SUBMIT" }, ["SUBMIT TWO"]],
  ["a time on", { from: inHours(2.5) }, ["APPROVE TWO", "PUBLISH CH"]],
  ["before a time", { from: inHours(0.5), to: inHours(2.5) }, ["SAVE ONE", "SUBMIT TWO"]],
  ["a time to come", { from: inHours(48) }, []],
  ["a time before all", { to: inHours(-48) }, []],
])("it can be read from %s only", async (_, filter, expected) => {
  expect(await actsOf(filter)).toEqual(expected);
});

test("it can be read of one person only", async () => {
  const { nodes } = await trail({ filter: { action: "SUBMIT" } });
  const person = (nodes[0]?.["person"] as { id: string }).id;
  expect(await actsOf({ person })).toEqual(["SUBMIT TWO", "APPROVE TWO"]);
});

test("it is read a page at a time, and a cursor belongs to its filter", async () => {
  const filter = { entity: "ENTITY" };
  const first = await trail({ first: 2, filter });
  expect(first.totalCount).toBe(3);
  expect(first.nodes.map(({ code }) => code)).toEqual(["ONE", "TWO"]);
  expect(first.pageInfo.hasNextPage).toBe(true);
  const after = first.pageInfo.endCursor;
  const second = await trail({ first: 2, after, filter });
  expect(second.nodes.map(({ code }) => code)).toEqual(["CH"]);
  expect(second.pageInfo.hasNextPage).toBe(false);
  const { errors } = await guide.query(QUERY, { after, filter: { entity: "OTHER" } }, bearer("auditor"));
  expect(errors?.[0]).toMatchObject({ message: expect.stringMatching("another filter"), extensions: { code: "BAD_USER_INPUT" } });
});

test.each<[Record<string, unknown>]>([
  [{ filter: { person: "omar" } }],
  [{ after: "x" }],
  [{ first: 101 }],
  [{ filter: { action: "X" } }],
])("what it cannot be asked is told: %j", async (variables) => {
  const { errors } = await guide.query(QUERY, variables, bearer("auditor"));
  expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
});

test.each([
  ["nobody", {}, "UNAUTHENTICATED"],
  ["an author", bearer("author:ENTITY"), "FORBIDDEN"],
  ["an approver", bearer("approver:ENTITY"), "FORBIDDEN"],
  ["a person without roles", bearer([]), "FORBIDDEN"],
])("%s does not read it", async (_, headers, code) => {
  const { data, errors } = await guide.query<Trail, object>(QUERY, {}, headers);
  expect(data).toEqual({ auditTrail: null });
  expect(errors?.[0]?.extensions.code).toBe(code);
});

test("the secretariat reads it, and what was erased is shown as erased", async () => {
  await guide.database.query("DELETE FROM governance.audit_detail WHERE reason = 'first'");
  await guide.database.query("DELETE FROM governance.person WHERE subject = 'mariam'");
  const { data } = await guide.query<Trail, object>(QUERY, { filter: { code: "ONE" } }, bearer("secretariat"));
  expect(data.auditTrail.nodes[0]).toMatchObject({
    person: { id: expect.any(String), name: null, issuer: null, subject: null },
    reason: null,
    isErased: true,
  });
});
