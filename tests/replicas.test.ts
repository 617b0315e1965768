import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import sql from "sql-template-tag";
import { type RunningGuide, startRunningGuide, startSubgraphs } from "../cli/running-guide";
import { subgraphs } from "../subgraphs";
import { readConfiguration, type SubgraphConfiguration } from "../subgraphs/shared/configuration";
import type { RunningSubgraph } from "../subgraphs/shared/execute";
import { createLogger } from "../telemetry/logger";
import { migrate } from "../subgraphs/shared/migrate";
import { eventually } from "./support/eventually";
import { send } from "./support/guide";
import { type Proxy, startProxy } from "./support/proxy";
import { type ReplicatedDatabase, startReplicatedDatabase } from "./support/replica";
import { anEntity, foundations, text } from "./support/world";

// Two database servers start, and one of them is killed.
jest.setTimeout(60_000);

const CODE = "ENTITY";
const IN_RECOVERY = sql`SELECT pg_is_in_recovery() AS replica`;
const entity = (name: string) => anEntity(CODE, { name: text(name, "جهة") });
const NAME = `{ governmentEntityByCode(code: "${CODE}") { name { en } } }`;

describe("a subgraph with a read replica", () => {
  let databases: ReplicatedDatabase;
  /** The way of the subgraphs to the primary. */
  let toPrimary: Proxy;
  let configurationWith: (replicas: string) => SubgraphConfiguration;
  let guide: RunningGuide;
  let entities: RunningSubgraph;

  beforeAll(async () => {
    databases = await startReplicatedDatabase();
    const url = new URL(databases.primaryUrl);
    await migrate(subgraphs, readConfiguration({ DATABASE_URL: url.toString() }).database);
    toPrimary = await startProxy(Number(url.port));
    url.port = String(toPrimary.port);
    configurationWith = (replicas) => readConfiguration({ DATABASE_URL: url.toString(), DATABASE_REPLICA_URLS: replicas });
    guide = await startRunningGuide(configurationWith(databases.replicaUrl), createLogger("silent"), {
      PORT: "0",
      HOST: "127.0.0.1",
      STOP_LINGER_MS: "0",
    });
    entities = guide.subgraphs.find(({ name }) => name === "entities") as RunningSubgraph;
    await publish(...foundations());
    await publish(entity("First"));
    await settledOnReplica();
  });

  afterAll(async () => {
    await guide.stop();
    await toPrimary.close();
    await databases.stop();
  });

  test("reads there what the replica has, and from the database itself what need be no older than now", async () => {
    const position = await entities.position();
    expect(await isReadFromReplica(position)).toBe(true);
    expect(await isReadFromReplica(undefined)).toBe(false);
    expect(await isReadFromReplica(String(BigInt(position) + 1n))).toBe(false);
    expect(await nameOf({ position })).toBe("First");
  });

  test("answers from the replica alone while the database itself is away", async () => {
    const position = await entities.position();
    toPrimary.cut();
    expect(await nameOf({ position })).toBe("First");
    await expect(nameOf({})).rejects.toThrow("SERVICE_UNAVAILABLE");
    toPrimary.restore();
    // Each connection that was cut is noticed in its own time.
    await eventually(async () => expect(await nameOf({})).toBe("First"));
  });

  test("shows a publication that was acknowledged in the very next answer, although the replica stands still", async () => {
    await databases.askReplica("SELECT pg_wal_replay_pause()");
    const before = await entities.position();
    await publish(entity("Second"));
    const after = await entities.position();
    expect(await nameOf({ position: after })).toBe("Second");
    expect(await isReadFromReplica(after)).toBe(false);
    // The replica stands still indeed: who asks for less is shown what it has.
    expect(await nameOf({ position: before })).toBe("First");

    await databases.askReplica("SELECT pg_wal_replay_resume()");
    await settledOnReplica();
    expect(await nameOf({ position: after })).toBe("Second");
  });

  test("is read through the gateway as new as when the caller came, and from the replica where that is so new", async () => {
    const throughGateway = async () =>
      (await send<{ governmentEntityByCode: { name: { en: string } } }, never>(guide.gateway.url, NAME)).data
        .governmentEntityByCode.name.en;
    await databases.askReplica("SELECT pg_wal_replay_pause()");
    await publish(entity("Third"));
    expect(await throughGateway()).toBe("Third");
    await databases.askReplica("SELECT pg_wal_replay_resume()");
    await publish(entity("Fourth"));
    await settledOnReplica();
    const before = await lastReadOnReplica();
    expect(await throughGateway()).toBe("Fourth");
    expect(await lastReadOnReplica()).toBeGreaterThan(before);
  });

  test("never shows less than a position while publications and reads overtake one another", async () => {
    for (let turn = 1; turn <= 20; turn++) {
      await publish(entity(`Turn ${turn}`));
      const position = await entities.position();
      const answers = await Promise.all([1, 2, 3].map(() => nameOf({ position })));
      expect(answers).toEqual([1, 2, 3].map(() => `Turn ${turn}`));
    }
    await settledOnReplica();
  });

  test("reads a past that is still settling from the database itself, and an old one from the replica", async () => {
    const position = await entities.position();
    toPrimary.cut();
    expect(await nameOf({ position, asOf: new Date("2020-01-01T00:00:00Z") })).toBeUndefined();
    toPrimary.restore();

    await databases.askReplica("SELECT pg_wal_replay_pause()");
    await publish(entity("Settling"));
    await sleep(10);
    // It may have been on its way when the gateway asked for the position, as one that was not acknowledged yet.
    expect(await nameOf({ position, asOf: new Date() })).toBe("Settling");
    await databases.askReplica("SELECT pg_wal_replay_resume()");
    await settledOnReplica();
  });

  test("goes on without an error when the replica is killed, and uses it again when it is back", async () => {
    const position = await entities.position();
    expect(await isReadFromReplica(position)).toBe(true);
    databases.killReplica();
    const answers: (string | undefined)[] = [];
    for (let turn = 0; turn < 20; turn++) {
      answers.push(await nameOf({ position }));
      await sleep(10);
    }
    expect(new Set(answers)).toEqual(new Set(["Settling"]));
    expect(await isReadFromReplica(position)).toBe(false);

    await settledOnReplica(30_000);
    expect(await nameOf({ position })).toBe("Settling");
  });

  test("does not wait for a replica that says nothing, and uses the other", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const nowhere = `postgres://guide@127.0.0.1:${(silent.address() as AddressInfo).port}/postgres`;
    const { running, close } = startSubgraphs(configurationWith(`${nowhere},${databases.replicaUrl}`), createLogger("silent"));
    const position = BigInt(await entities.position());
    const sources: boolean[] = [];
    const began = performance.now();
    try {
      for (let turn = 0; turn < 10; turn++) {
        const reader = running[0]?.database.reader(undefined, position);
        const [row] = (await reader?.query<{ replica: boolean }>(IN_RECOVERY)) ?? [];
        sources.push(row?.replica === true);
      }
    } finally {
      await close();
      silent.close();
    }
    expect(sources).toEqual([false, ...Array<boolean>(9).fill(true)]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  async function publish(...records: object[]): Promise<void> {
    const submission = await guide.publisher.check(records.map((value) => ({ place: "record", value })));
    expect(submission.problems).toEqual([]);
    await guide.publisher.publish(submission);
  }

  /** The name of the entity in an answer that must contain a position; throws the code of an error. */
  async function nameOf({ position, asOf }: { position?: string; asOf?: Date }): Promise<string | undefined> {
    const headers = { ...(position && { "guide-position": position }), ...(asOf && { "guide-as-of": asOf.toISOString() }) };
    const { data, errors } = await entities.execute({ query: NAME, headers });
    if (errors) throw new Error(String(errors[0]?.extensions?.["code"]));
    return (data as { governmentEntityByCode: { name: { en: string } } | null }).governmentEntityByCode?.name.en;
  }

  async function isReadFromReplica(position: string | undefined): Promise<boolean> {
    const reader = entities.database.reader(undefined, position === undefined ? undefined : BigInt(position));
    const [row] = await reader.query<{ replica: boolean }>(IN_RECOVERY);
    return row?.replica === true;
  }

  /** When a statement of the subgraph that reads records last began on the replica. */
  async function lastReadOnReplica(): Promise<number> {
    const [row] = await databases.askReplica<{ last: Date | null }>(
      "SELECT max(query_start) AS last FROM pg_stat_activity WHERE application_name = 'guide-entities' AND query LIKE '%government_entity%' AND pid <> pg_backend_pid()",
    );
    return row?.last?.getTime() ?? 0;
  }

  /** Waits until the replica has everything and is used. */
  async function settledOnReplica(withinMs?: number): Promise<void> {
    await eventually(async () => expect(await isReadFromReplica(await entities.position())).toBe(true), withinMs);
  }
});

test("replicas are named by their URLs, or by a file that holds them", () => {
  const url = "postgres://guide@replica:5432/guide";
  const urlsOf = (more: Record<string, string>) =>
    readConfiguration({ DATABASE_URL: "postgres://guide@primary/guide", ...more }).database.replicaUrls;
  expect(urlsOf({})).toEqual([]);
  expect(urlsOf({ DATABASE_REPLICA_URLS: `${url}, ${url}2` })).toEqual([url, `${url}2`]);
  expect(() => urlsOf({ DATABASE_REPLICA_URLS: "replica:5432" })).toThrow(/DATABASE_REPLICA_URLS expects URLs/);
  const file = join(mkdtempSync(join(tmpdir(), "guide-secrets-")), "replicas");
  writeFileSync(file, `${url}\n`);
  expect(urlsOf({ DATABASE_REPLICA_URLS_FILE: file })).toEqual([url]);
  rmSync(dirname(file), { recursive: true });
});
