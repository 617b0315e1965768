import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { startTestGuide, type TestGuide } from "../support/guide";

/** The lock that publishing takes, and a test in its place. */
const LOG_LOCK = 7_316_240_511;

let guide: TestGuide;
let writer: Client;
beforeAll(async () => {
  guide = await startTestGuide({ configuration: { DATABASE_POOL_SIZE: "3" } });
  writer = new Client({ connectionString: guide.database.url });
  await writer.connect();
});
beforeEach(() => writer.query("BEGIN"));
afterEach(() => writer.query("ROLLBACK"));
afterAll(async () => {
  await writer.end();
  await guide.stop();
});

const CHANNELS = "{ channels(first: 3) { nodes { code } } }";

/** Asks, and tells how long it took. */
async function timed(query: string) {
  const began = performance.now();
  const { data, errors } = await guide.query<unknown, object>(query);
  return { data, errors, ms: performance.now() - began };
}

test("kept answers are served while every connection of the subgraph waits for something else", async () => {
  const { data } = await timed(CHANNELS);
  await writer.query("LOCK TABLE catalogue.service IN ACCESS EXCLUSIVE MODE");
  const waiting = Array.from({ length: 9 }, (_, index) => timed(`{ services(first: ${index + 1}) { nodes { code } } }`));
  await sleep(200);
  for (let round = 0; round < 5; round++) {
    const kept = await timed(CHANNELS);
    expect(kept).toMatchObject({ data, errors: undefined });
    expect(kept.ms).toBeLessThan(2_500);
  }
  await writer.query("ROLLBACK");
  await Promise.all(waiting);
});

test("readers of this very moment wait for a publication under way without keeping others from reading", async () => {
  await writer.query("SELECT pg_advisory_xact_lock($1)", [LOG_LOCK]);
  const now = Array.from({ length: 12 }, async (_, index) => {
    await sleep(index * 15);
    return guide.query<{ services: { totalCount: number } }, object>("{ services { totalCount } }", undefined, {
      "guide-as-of": new Date().toISOString(),
    });
  });
  await sleep(300);
  const others = await timed("{ lifeEvents(first: 2) { nodes { code } } }");
  expect(others.errors).toBeUndefined();
  expect(others.ms).toBeLessThan(2_500);
  await writer.query("ROLLBACK");
  for (const { data, errors } of await Promise.all(now)) {
    expect(errors).toBeUndefined();
    expect(data.services.totalCount).toBeGreaterThan(50);
  }
});
