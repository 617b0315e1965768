import { setTimeout as sleep } from "node:timers/promises";
import { appendChanges, lockChangeLog } from "../../subgraphs/shared/changes/change-log";
import { startTestGuide, type TestGuide } from "../support/guide";
import { aChannel, foundations } from "../support/world";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startTestGuide({ with: "nothing" });
});
afterAll(() => guide.stop());

interface Entry {
  readonly position: number;
  readonly code: string;
  readonly occurred_at: Date;
}
const entriesAfter = (position: number, limit = 1_000_000) =>
  guide.database.query<Entry>(
    "SELECT position::int, code, occurred_at FROM governance.change WHERE position > $1 ORDER BY position LIMIT $2",
    [position, limit],
  );

const WRITERS = 20;
const CHANGES = 4;

/** A change that takes its time between its entry in the log and its commit. */
async function slowChange(subgraph: string, code: string): Promise<void> {
  const source = await guide.running.subgraphs.find(({ name }) => name === subgraph)?.database.source();
  await source?.transaction(async (manager) => {
    await sleep(Math.random() * 10);
    const occurredAt = await lockChangeLog(manager);
    await appendChanges(manager, [{ kind: "Channel", code, edition: 1, action: "PUBLISH", entity: null, occurredAt }]);
    await sleep(Math.random() * 10);
  });
}

test("a change that comes too long after its instant is not written, as readers of the past think that settled", async () => {
  const source = await guide.running.subgraphs.find(({ name }) => name === "catalogue")?.database.source();
  const late = { kind: "Channel", code: "LATE", edition: 1, action: "PUBLISH", entity: null } as const;
  const write = source?.transaction(async (manager) => {
    const occurredAt = new Date((await lockChangeLog(manager)).getTime() - 31_000);
    await appendChanges(manager, [{ ...late, occurredAt }]);
  });
  await expect(write).rejects.toThrow("held for more than 30 seconds");
  expect(await guide.database.query("SELECT 1 FROM governance.change WHERE code = 'LATE'")).toEqual([]);
});

test("a follower that reads on from where it stopped misses nothing of twenty writers of all subgraphs, and sees nothing twice", async () => {
  const names = guide.running.subgraphs.map(({ name }) => name);
  let writing = true;
  const followed: Entry[] = [];
  const follow = async () => {
    for (;;) {
      const finished = !writing;
      const entries = await entriesAfter(followed.at(-1)?.position ?? 0, 1 + Math.floor(Math.random() * 5));
      followed.push(...entries);
      if (finished && entries.length === 0) return;
      await sleep(Math.random() * 5);
    }
  };
  const write = async (writer: number) => {
    for (let change = 0; change < CHANGES; change++)
      await slowChange(names[writer % names.length] as string, `W-${writer}-${change}`);
  };
  const following = follow();
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  writing = false;
  await following;
  expect(followed).toEqual(await entriesAfter(0));
  expect(new Set(followed.map(({ code }) => code)).size).toBe(WRITERS * CHANGES);
  const instants = followed.map(({ occurred_at }) => occurred_at.getTime());
  expect(instants.every((instant, index) => index === 0 || instant > (instants[index - 1] as number))).toBe(true);
});

test("instants grow with positions also when the clock has jumped back", async () => {
  await guide.database.query(
    "INSERT INTO governance.change (kind, code, action, occurred_at) VALUES ('Channel', 'FUTURE', 'PUBLISH', now() + interval '1 hour')",
  );
  const before = await entriesAfter(0);
  await guide.publish(aChannel("AFTER-FUTURE"));
  const [after] = await entriesAfter(before.at(-1)?.position ?? 0);
  expect(after?.code).toBe("AFTER-FUTURE");
  expect(after?.occurred_at.getTime()).toBeGreaterThan(before.at(-1)?.occurred_at.getTime() ?? Infinity);
});

test("what is published in one transaction has one instant, each record an entry of its own with the entity it concerns", async () => {
  const last = (await entriesAfter(0)).at(-1)?.position ?? 0;
  await guide.publish(...foundations());
  await guide.publish(aChannel("OF-ENTITY", { operator: "ENTITY" }), aChannel("OF-NOBODY"));
  const rows = await guide.database.query(
    "SELECT kind, code, edition, action, entity FROM governance.change WHERE position > $1 ORDER BY position DESC LIMIT 2",
    [last],
  );
  const entry = { kind: "Channel", edition: 1, action: "PUBLISH" };
  expect(rows).toEqual([
    { ...entry, code: "OF-NOBODY", entity: null },
    { ...entry, code: "OF-ENTITY", entity: "ENTITY" },
  ]);
  const [first, second] = (await entriesAfter(last)).slice(-2);
  expect(first?.occurred_at).toEqual(second?.occurred_at);
});
