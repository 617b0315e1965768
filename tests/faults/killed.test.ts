import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { startTestGuide, type TestGuide } from "../support/guide";
import { endAll, freePort } from "../support/process";
import { startWebhookTarget, type WebhookTarget } from "../support/webhook-target";
import { aService, foundations } from "../support/world";
import { type Bulk, OMAR, SARA, SECRETARIAT } from "../workflow/workflow";
import { KillableGuide, persist, verify } from "./guides";

jest.setTimeout(300_000);

const BATCHES = 8;
const RECORDS = 30;
const IMPORT =
  "mutation ($input: ImportRecordsInput!) { bulk: importServices(input: $input) { results { code outcome number problems { code message { en } } } } }";
const APPROVE =
  "mutation ($input: ApproveDraftsInput!) { bulk: approveServices(input: $input) { results { code outcome number problems { code message { en } } } } }";

const CREATE_WEBHOOK = "mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } } }";

/** A second guide over the same database, which lives on; it also answers what is asked in the end. */
let witness: TestGuide;
let guide: KillableGuide;
/** One webhook's target is there, the other's is down for the whole run. */
let target: WebhookTarget;
beforeAll(async () => {
  const allowed = { WEBHOOK_PRIVATE_ADDRESSES: "allow" };
  witness = await startTestGuide({ with: "nothing", configuration: allowed });
  await witness.publish(...foundations());
  guide = new KillableGuide(["--empty"], { DATABASE_URL: witness.database.url, ...allowed });
  await guide.start();
  target = await startWebhookTarget();
  for (const url of [target.url, `http://127.0.0.1:${await freePort()}/down`])
    await persist(guide, CREATE_WEBHOOK, { url, kinds: ["Service"] }, SECRETARIAT);
});
afterAll(async () => {
  await endAll();
  await witness.stop();
  await target.close();
});

const codesOf = (batch: number) => Array.from({ length: RECORDS }, (_, index) => `KILLED-${batch}-${index}`);

test("nothing acknowledged is lost and nothing is applied twice when the guide is killed in the middle of a bulk publish", async () => {
  const acknowledged = new Set<string>();
  const run = { isDone: false };
  const publishing = publishAll(acknowledged).finally(() => (run.isDone = true));
  let kills = 0;
  const isRunning = () => !run.isDone;
  while (isRunning() && kills < 4) {
    await sleep(700 + Math.random() * 600);
    if (!isRunning()) break;
    await guide.end("SIGKILL");
    kills += 1;
    await guide.start();
  }
  await publishing;
  expect(kills).toBeGreaterThan(0);
  expect(acknowledged.size).toBe(BATCHES * RECORDS);
  await expectWhole([...acknowledged].sort());
});

async function publishAll(acknowledged: Set<string>): Promise<void> {
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const codes = codesOf(batch);
    const imported = { records: codes.map((code) => aService(code)), reason: "A test.", idempotencyKey: `import-${batch}` };
    const { bulk } = await persist<{ bulk: Bulk }>(guide, IMPORT, imported, SARA);
    const drafts = bulk.results.map(({ code, number }) => ({ code, expectedEdition: number }));
    const approved = await persist<{ bulk: Bulk }>(guide, APPROVE, { drafts, idempotencyKey: `approve-${batch}` }, OMAR);
    for (const { code, outcome } of approved.bulk.results) if (outcome === "PUBLISHED" && code) acknowledged.add(code);
  }
}

async function expectWhole(codes: readonly string[]): Promise<void> {
  const { database } = witness;
  const editions = await database.query<{ code: string; number: number }>(
    "SELECT code, number FROM catalogue.service WHERE code LIKE 'KILLED-%' ORDER BY code COLLATE \"C\"",
  );
  expect(editions).toEqual([...codes].sort().map((code) => ({ code, number: 1 })));
  const entries = await database.query<{ action: string; count: string }>(
    "SELECT action, count(*) FROM governance.audit_entry WHERE code LIKE 'KILLED-%' GROUP BY action ORDER BY action",
  );
  expect(entries).toEqual(["PUBLISH", "SUBMIT"].map((action) => ({ action, count: String(codes.length) })));
  expect((await feed()).sort()).toEqual([...codes].sort());
  // What a killed process had in its hands is sent again once its claim has lapsed.
  await eventually(() => expect(messagesOf(target).size).toBe(codes.length), 90_000);
  const down = await database.query<{ count: string }>(
    `SELECT count(*) FROM governance.webhook_delivery d JOIN governance.webhook w ON w.id = d.webhook
     WHERE w.url LIKE '%/down' AND d.state = 'PENDING'`,
  );
  expect(down).toEqual([{ count: String(codes.length) }]);
  const verified = await verify([], { DATABASE_URL: database.url });
  expect({ code: verified.code, stderr: verified.stderr }).toEqual({ code: 0, stderr: "" });
}

/** The messages that arrived, by their ids: one that came twice says so by it. */
const messagesOf = ({ received }: WebhookTarget) => new Map(received.map(({ headers, body }) => [headers["webhook-id"], body]));

interface FeedPage {
  readonly changes: { nodes: { code: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}
const FEED = `query Feed($after: String) {
  changes(first: 100, after: $after, kinds: ["Service"]) { nodes { code } pageInfo { hasNextPage endCursor } }
}`;

/** The codes of all changes of the run, as a follower reads them page by page. */
async function feed(after: string | null = null): Promise<string[]> {
  const { data } = await witness.query<FeedPage, { after: string | null }>(FEED, { after });
  const { nodes, pageInfo } = data.changes;
  const rest = pageInfo.hasNextPage ? await feed(pageInfo.endCursor) : [];
  return [...nodes.map(({ code }) => code), ...rest];
}
