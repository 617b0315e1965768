import { aService, startWorld } from "../support/world";
import type { TestGuide } from "../support/guide";
import { bringIn } from "../workflow/workflow";
import { verify } from "./guides";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld();
});
afterAll(() => guide.stop());

/** As if the clock of the database had been ahead when this was published, and was set right since. */
async function publishAhead(code: string): Promise<void> {
  const { database } = guide;
  await bringIn(guide, aService(code));
  await database.query("ALTER TABLE governance.audit_entry DISABLE TRIGGER ALL");
  await database.query("UPDATE governance.change SET occurred_at = occurred_at + interval '1 hour' WHERE code = $1", [code]);
  await database.query("UPDATE catalogue.service SET valid_from = valid_from + interval '1 hour' WHERE code = $1", [code]);
  await database.query("ALTER TABLE governance.audit_entry ENABLE TRIGGER ALL");
}

test("instants only grow when the clock jumps back, and what is published then is live at once", async () => {
  await publishAhead("AHEAD");
  await bringIn(guide, aService("AFTER-THE-JUMP"));
  await bringIn(guide, aService("AHEAD", { reviewDue: "2031-01-01" }));
  const changes = await guide.database.query<{ occurred_at: Date }>(
    "SELECT occurred_at FROM governance.change ORDER BY position",
  );
  const instants = changes.map(({ occurred_at: at }) => at.getTime());
  expect(instants).toEqual([...instants].sort((a, b) => a - b));
  const { data } = await guide.query<Record<"jumped" | "ahead", { edition: { number: number } } | null>, object>(
    `{ jumped: serviceByCode(code: "AFTER-THE-JUMP") { edition { number } } ahead: serviceByCode(code: "AHEAD") { edition { number } } }`,
  );
  expect(data).toEqual({ jumped: { edition: { number: 1 } }, ahead: { edition: { number: 2 } } });
  const chain = await guide.database.query<{ occurred_at: Date }>(
    "SELECT occurred_at FROM governance.audit_entry ORDER BY sequence",
  );
  const told = chain.map(({ occurred_at: at }) => at.getTime());
  expect(told).toEqual([...told].sort((a, b) => a - b));
  // That the log was altered to make it look so is what the verification finds, and all it finds.
  const verified = await verify([], { DATABASE_URL: guide.database.url });
  expect(verified.code).toBe(1);
  expect(verified.stderr).toMatch(/^The change log says at position \d+ \(PUBLISH Service AHEAD, edition 1\)[^\n]*\n$/);
});
