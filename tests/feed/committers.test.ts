import { setTimeout as sleep } from "node:timers/promises";
import { startRunningGuide, type RunningGuide } from "../../cli/running-guide";
import { appendChanges, lockChangeLog } from "../../subgraphs/shared/changes/change-log";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import { createLogger } from "../../telemetry/logger";
import { readEvents } from "../support/event-source";
import { send, startTestGuide, type TestGuide } from "../support/guide";

const COMMITTERS = 20;
const CHANGES = 6;
const FEED = `query ($after: String, $first: Int!) {
  changes(after: $after, first: $first) { nodes { code } pageInfo { endCursor } }
}`;

let guide: TestGuide;
let other: RunningGuide;
beforeAll(async () => {
  guide = await startTestGuide({ with: "nothing" });
  other = await startRunningGuide(readConfiguration({ DATABASE_URL: guide.database.url }), createLogger("silent"), {
    PORT: "0",
    HOST: "127.0.0.1",
    STOP_LINGER_MS: "0",
    RATE_LIMIT_PER_SECOND: "0",
  });
});
afterAll(async () => {
  await other.stop();
  await guide.stop();
});

const oneOf = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)] as T;
const gateways = () => [guide.url, other.gateway.url];

/** Changes that take their time before and after they are written, as the role of any subgraph. */
async function commit(committer: number): Promise<void> {
  const subgraphs = guide.running.subgraphs;
  const source = await subgraphs[committer % subgraphs.length]?.database.source();
  for (let change = 0; change < CHANGES; change++) {
    await source?.transaction(async (manager) => {
      await sleep(Math.random() * 20);
      const occurredAt = await lockChangeLog(manager);
      const code = `C-${committer}-${change}`;
      await appendChanges(manager, [{ kind: "Channel", code, edition: 1, action: "PUBLISH", entity: null, occurredAt }]);
      await sleep(Math.random() * 15);
    });
  }
}

/** Reads page after page of any size from any gateway, with pauses. */
async function followAsList(start: string, isDone: (seen: readonly string[]) => boolean): Promise<string[]> {
  const seen: string[] = [];
  let after = start;
  while (!isDone(seen)) {
    const variables = { after, first: 1 + Math.floor(Math.random() * 7) };
    const { data } = await send<{ changes: { nodes: { code: string }[]; pageInfo: { endCursor: string } } }, object>(
      oneOf(gateways()),
      FEED,
      variables,
    );
    seen.push(...data.changes.nodes.map(({ code }) => code));
    after = data.changes.pageInfo.endCursor;
    await sleep(Math.random() * 15);
  }
  return seen;
}

/** Follows a stream, leaves it at any moment, and goes on at any gateway from the last place it was told. */
async function followAsStream(start: string, isDone: (seen: readonly string[]) => boolean): Promise<string[]> {
  const seen: string[] = [];
  let lastEventId = start;
  while (!isDone(seen)) {
    const reader = await readEvents(oneOf(gateways()).replace("/graphql", "/changes"), { lastEventId });
    await sleep(20 + Math.random() * 400);
    // What came is taken up to any event; what came after it has to come again.
    const taken = reader.events.slice(0, Math.floor(Math.random() * (reader.events.length + 1)));
    const isWhole = taken.length === reader.events.length;
    reader.close();
    seen.push(...taken.map(({ data }) => (JSON.parse(data) as { code: string }).code));
    lastEventId = (isWhole ? reader.lastId() : taken.at(-1)?.id) ?? lastEventId;
    await reader.ended;
  }
  return seen;
}

test("no follower of twenty committers misses a change or is told one twice, as a list or as a stream, however often it stops", async () => {
  const { data } = await guide.query<{ changeCursor: string }, object>("{ changeCursor }");
  const all = COMMITTERS * CHANGES;
  const until = performance.now() + 40_000;
  const isDone = (seen: readonly string[]) => seen.length >= all || performance.now() > until;
  const following = [
    ...Array.from({ length: 4 }, () => followAsList(data.changeCursor, isDone)),
    ...Array.from({ length: 6 }, () => followAsStream(data.changeCursor, isDone)),
  ];
  await Promise.all(Array.from({ length: COMMITTERS }, (_, committer) => commit(committer)));
  const rows = await guide.database.query<{ code: string }>("SELECT code FROM governance.change ORDER BY position");
  const expected = rows.map(({ code }) => code);
  expect(new Set(expected).size).toBe(all);
  for (const seen of await Promise.all(following)) expect(seen).toEqual(expected);
}, 60_000);
