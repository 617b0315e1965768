import { setTimeout as sleep } from "node:timers/promises";
import { startRunningGuide, type RunningGuide } from "../../cli/running-guide";
import { CustomerSegment } from "../../subgraphs/segments/customer-segment.entity";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import { createLogger } from "../../telemetry/logger";
import { aSegment, aService, startWorld } from "../support/world";
import type { TestGuide } from "../support/guide";
import { answerOf } from "../support/process";
import { OMAR, SARA, take } from "./workflow";

let guide: TestGuide;
const others: RunningGuide[] = [];
beforeAll(async () => {
  guide = await startWorld(aSegment("PASSING"));
});
afterAll(async () => {
  await Promise.all(others.map((other) => other.stop()));
  await guide.database.drop();
});

const SERVING = { PORT: "0", HOST: "127.0.0.1", STOP_LINGER_MS: "0" };
const startAnother = () =>
  startRunningGuide(readConfiguration({ DATABASE_URL: guide.database.url }), createLogger("silent"), SERVING);

async function schedule(record: { code: string }, publishAt: Date): Promise<void> {
  await take(guide, "save", { record }, SARA);
  await take(guide, "submit", { code: record.code, reason: "A test." }, SARA);
  await take(guide, "review", { code: record.code, decision: "APPROVE" }, OMAR);
  await take(guide, "publish", { code: record.code, publishAt: publishAt.toISOString() }, OMAR);
}

const entriesOf = (code: string) =>
  guide.database.query<{ action: string; role: string; system: string | null }>(
    "SELECT action, role, system FROM governance.audit_entry WHERE code = $1 ORDER BY sequence DESC LIMIT 1",
    [code],
  );

test("what fell due while nobody was there is published once, by one of those who come back", async () => {
  const codes = Array.from({ length: 20 }, (_, index) => `LATE-${index}`);
  for (const code of codes) await schedule(aService(code), new Date(Date.now() + 3_600_000));
  await schedule(aService("UNFIT", { audience: ["PASSING"] }), new Date(Date.now() + 3_600_000));
  await guide.withdraw(CustomerSegment, "PASSING");
  await guide.running.stop();
  await guide.database.query("UPDATE catalogue.draft SET publish_at = now() - interval '5 seconds' WHERE status = 'SCHEDULED'");
  await sleep(1_500);
  expect(await guide.database.query("SELECT 1 FROM catalogue.service WHERE code LIKE 'LATE-%'")).toEqual([]);

  others.push(...(await Promise.all([startAnother(), startAnother(), startAnother()])));
  const published = await answerOf(async () => {
    const rows = await guide.database.query<{ count: string }>("SELECT count(*) FROM catalogue.service WHERE code LIKE 'LATE-%'");
    return Number(rows[0]?.count) >= codes.length ? rows : undefined;
  });
  // Time enough for a second one to do it again.
  await sleep(2_500);
  expect(published).toEqual([{ count: String(codes.length) }]);
  const changes = await guide.database.query("SELECT code FROM governance.change WHERE code LIKE 'LATE-%'");
  expect(changes).toHaveLength(codes.length);
  expect(await entriesOf("LATE-7")).toEqual([{ action: "PUBLISH", role: "system", system: "schedule" }]);
});

test("what cannot be published any more when its instant comes goes back to its authors, and says why", async () => {
  expect(await guide.database.query("SELECT 1 FROM catalogue.service WHERE code = 'UNFIT'")).toEqual([]);
  const [draft] = await guide.database.query<{ status: string; comment: string }>(
    "SELECT status, comment FROM catalogue.draft WHERE code = 'UNFIT'",
  );
  expect(draft).toEqual({ status: "CHANGES_REQUESTED", comment: expect.stringContaining('CustomerSegment "PASSING"') });
  expect(await entriesOf("UNFIT")).toEqual([{ action: "REQUEST_CHANGES", role: "system", system: "schedule" }]);
});
