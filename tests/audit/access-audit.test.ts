import { AccessAudit } from "../../subgraphs/shared/audit/access-audit";
import type { AuditEvent } from "../../subgraphs/shared/audit/audit-chain";
import { createLogger } from "../../telemetry/logger";
import { sourceOf } from "../support/audit";
import { eventually } from "../support/eventually";
import { startTestGuide, type TestGuide } from "../support/guide";
import { bearer } from "../support/tokens";

let guide: TestGuide;
beforeEach(async () => {
  guide = await startTestGuide({ with: "nothing" });
});
afterEach(() => guide.stop());

interface Access {
  readonly action: string;
  readonly role: string;
  readonly code: string;
  readonly count: number;
  readonly name: string | null;
}
const accesses = () =>
  guide.database.query<Access>(`
    SELECT e.action, e.role, e.code, d.count, p.name FROM governance.audit_entry e
    JOIN governance.audit_detail d USING (sequence) LEFT JOIN governance.person p ON p.id = e.person
    WHERE e.action IN ('REFUSED', 'READ') ORDER BY e.sequence`);

describe("through the graph", () => {
  const TRAIL = "{ auditTrail { nodes { sequence } } }";

  test("what nobody and what somebody was refused is in the chain, by field, each with who it was", async () => {
    expect((await guide.query(TRAIL)).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
    expect((await guide.query(TRAIL, {}, bearer("author:SCM", "omar"))).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    await eventually(async () => expect(await accesses()).toHaveLength(2));
    expect(await accesses()).toEqual([
      { action: "REFUSED", role: "anonymous", code: "Query.auditTrail", count: 1, name: null },
      { action: "REFUSED", role: "author", code: "Query.auditTrail", count: 1, name: "omar" },
    ]);
  });

  test("reading the trail is in it", async () => {
    expect((await guide.query(TRAIL, {}, bearer("auditor", "aisha"))).errors).toBeUndefined();
    await eventually(async () =>
      expect(await accesses()).toEqual([{ action: "READ", role: "auditor", code: "Query.auditTrail", count: 1, name: "aisha" }]),
    );
  });

  test("what was noted is written before a subgraph has stopped", async () => {
    await guide.query(TRAIL);
    await guide.running.stop();
    expect(await accesses()).toHaveLength(1);
  });

  test("ordinary mistakes are no refusals", async () => {
    await guide.query('{ channelByCode(code: "not a code") { code } }');
    await guide.query("{ nothing }");
    await guide.running.stop();
    expect(await accesses()).toEqual([]);
  });
});

describe("by itself", () => {
  let now = 0;
  const audit = async (source = () => sourceOf(guide, "catalogue")) =>
    new AccessAudit({ source }, createLogger("silent"), () => now);
  const refusal = (code: string, more: Partial<AuditEvent> = {}): AuditEvent => ({
    action: "REFUSED",
    by: { role: "anonymous" },
    kind: "Field",
    code,
    ...more,
  });

  test("however often nobody asks, each field is one entry a minute, with a count", async () => {
    const access = await audit();
    for (let asked = 0; asked < 1_000; asked++) access.note(refusal(asked % 2 ? "Query.one" : "Query.other"));
    await access.flush();
    expect(await accesses()).toMatchObject([
      { code: "Query.other", count: 500 },
      { code: "Query.one", count: 500 },
    ]);

    for (let asked = 0; asked < 30; asked++) access.note(refusal("Query.one"));
    now += 59_000;
    await access.flush();
    expect(await accesses()).toHaveLength(2);
    now += 1_000;
    await access.flush();
    expect((await accesses()).slice(2)).toMatchObject([{ code: "Query.one", count: 30 }]);
    await access.close();
    expect(await accesses()).toHaveLength(3);
  });

  test("what a person is refused is counted for a second", async () => {
    const access = await audit();
    const by = { role: "author", person: { issuer: "i", subject: "s" } };
    access.note(refusal("Query.one", { by }));
    await access.flush();
    access.note(refusal("Query.one", { by }));
    access.note(refusal("Query.one", { by }));
    now += 1_000;
    await access.flush();
    expect((await accesses()).map(({ count }) => count)).toEqual([1, 2]);
    await access.close();
  });

  test("what cannot be written yet is kept, and never troubles who notes it", async () => {
    let isAway = true;
    const access = await audit(() => (isAway ? Promise.reject(new Error("away")) : sourceOf(guide, "catalogue")));
    access.note(refusal("Query.one"));
    await access.flush();
    access.note(refusal("Query.one"));
    await access.flush();
    expect(await accesses()).toEqual([]);
    isAway = false;
    await access.flush();
    expect((await accesses()).map(({ count }) => count)).toEqual([2]);
    await access.close();
  });

  test("memory is bounded while the database is away", async () => {
    const access = await audit(() => Promise.reject(new Error("away")));
    for (let code = 0; code < 20_000; code++) access.note(refusal(`Query.field${code}`));
    await access.close();
    const kept = await audit();
    for (let code = 0; code < 20_000; code++) kept.note(refusal(`Query.field${code}`));
    await kept.close();
    expect(await accesses()).toHaveLength(10_000);
  });
});
