import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { verifyGuide } from "../../cli/verification/verification";
import { anEvent, append } from "../support/audit";
import { startTestGuide, type TestGuide } from "../support/guide";

let guide: TestGuide;
beforeEach(async () => {
  guide = await startTestGuide({ with: "nothing" });
});
afterEach(() => guide.stop());

interface Stored {
  readonly sequence: string;
  readonly occurred_at: Date;
  readonly code: string;
  readonly hash: string;
  readonly person: string;
}
const entries = () => guide.database.query<Stored>("SELECT * FROM governance.audit_entry ORDER BY sequence");
const verified = () => verifyGuide(guide.database.url, { keys: [], expected: [] });

test("the chain of a new guide has one entry, its beginning", async () => {
  expect((await verified()).chain).toMatchObject({ entries: 1, begunBehind: "0", erased: 0 });
});

test("an auditor can recompute an entry with nothing but its columns and SHA-256", async () => {
  await append(guide, "catalogue", [anEvent("ONE", { reason: "لأن", requestId: "r-1", before: null, after: "a".repeat(64) })]);
  const [row] = await guide.database.query<{ entry: string; hash: string; detail: string; detail_hash: string }>(`
    SELECT e.hash, e.detail_hash, d.salt || format('{"count":null,"reason":%s,"requestId":%s}', to_json(d.reason), to_json(d.request_id)) AS detail,
      concat('{"action":', to_json(e.action), ',"after":', to_json(e.after_hash), ',"before":', coalesce(to_json(e.before_hash), 'null'),
        ',"code":', to_json(e.code), ',"detail":', to_json(e.detail_hash), ',"edition":', e.edition, ',"entity":', to_json(e.entity),
        ',"kind":', to_json(e.kind), ',"occurredAt":', to_json(to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')),
        ',"person":', to_json(e.person), ',"previous":', to_json(e.previous_hash), ',"role":', to_json(e.role),
        ',"sequence":', e.sequence, ',"system":', coalesce(to_json(e.system), 'null'), '}') AS entry
    FROM governance.audit_entry e JOIN governance.audit_detail d USING (sequence) WHERE e.sequence = 2`);
  const sha256 = (text = "") => createHash("sha256").update(text).digest("hex");
  expect(sha256(row?.entry)).toBe(row?.hash);
  expect(sha256(row?.detail)).toBe(row?.detail_hash);
});

test("personal data are not in the chain, and a person is one pseudonym in all of it", async () => {
  await append(guide, "catalogue", [anEvent("ONE", { reason: "asked for by Mariam" })]);
  await append(guide, "entities", [
    anEvent("TWO"),
    anEvent("THREE", { by: { role: "author", person: { issuer: "other", subject: "mariam" } } }),
  ]);
  const [, one, two, three] = await entries();
  expect(JSON.stringify(await entries())).not.toMatch(/mariam|id\.example/i);
  expect(one?.person).toMatch(/^[0-9a-f-]{36}$/);
  expect(two?.person).toBe(one?.person);
  expect(three?.person).not.toBe(one?.person);
});

test("writers in several subgraphs at once make one chain without gaps or forks", async () => {
  const WRITERS = 20;
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      await sleep(Math.random() * 20);
      const events = Array.from({ length: 5 }, (__, index) => anEvent(`W${writer}-${index}`, { reason: "because" }));
      const subgraph = ["catalogue", "entities", "segments", "standards", "governance"][writer % 5] ?? "";
      await append(guide, subgraph, events, undefined, () => sleep(Math.random() * 10));
    }),
  );
  expect((await verified()).chain.entries).toBe(1 + WRITERS * 5);
  const codes = (await entries()).slice(1).map(({ code }) => code.replace(/-\d$/, ""));
  for (let start = 0; start < codes.length; start += 5) expect(new Set(codes.slice(start, start + 5)).size).toBe(1);
});

test("what is rolled back leaves no trace in the chain", async () => {
  const failing = append(guide, "catalogue", [anEvent("LOST")], undefined, () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  await append(guide, "catalogue", [anEvent("KEPT")]);
  expect((await verified()).chain.entries).toBe(2);
});

test("instants of the chain do not go back when the clock does", async () => {
  const ahead = new Date(Date.now() + 3_600_000);
  await append(guide, "catalogue", [anEvent("AHEAD")], ahead);
  await append(guide, "catalogue", [anEvent("AFTER")]);
  await append(guide, "entities", [anEvent("LATER")]);
  const [, first, second, third] = (await entries()).map(({ occurred_at: at }) => at.getTime());
  expect(first).toBe(ahead.getTime());
  expect(second).toBeGreaterThan(first as number);
  expect(third).toBeGreaterThan(second as number);
  await verified();
});

test("text that no database can hold does not stop a change, and verifies", async () => {
  await append(guide, "catalogue", [anEvent("ODD", { reason: 'a\0b \uD800 \u2028 😀 "\\', requestId: "\uDC00" })]);
  expect(await guide.database.query("SELECT reason FROM governance.audit_detail")).toEqual([
    { reason: 'a\uFFFDb \uFFFD \u2028 😀 "\\' },
  ]);
  await verified();
});

test("a thousand events are appended in one go, in their order", async () => {
  const events = Array.from({ length: 1_000 }, (_, index) => anEvent(`BULK-${index}`));
  const began = performance.now();
  await append(guide, "catalogue", events);
  expect(performance.now() - began).toBeLessThan(2_000);
  expect((await entries()).slice(1).map(({ code }) => code)).toEqual(events.map(({ code }) => code));
  await verified();
});
