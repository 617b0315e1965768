import { Client } from "pg";
import { startGateway, type RunningGateway } from "../../gateway/gateway";
import { readGatewayConfiguration } from "../../gateway/configuration";
import { httpSubgraph } from "../../gateway/subgraph-request";
import { subgraphs } from "../../subgraphs";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import { createLogger } from "../../telemetry/logger";
import { serve, type ServedSubgraph } from "../../subgraphs/shared/serve";
import { createDatabase, SAMPLE_TEMPLATE, type TestDatabase } from "../support/database";
import { eventually } from "../support/eventually";
import { send, startTestGuide } from "../support/guide";

const SETTINGS = { PORT: "0", HOST: "127.0.0.1", STOP_LINGER_MS: "0", RATE_LIMIT_PER_SECOND: "0", SUBGRAPH_DEADLINE_MS: "60000" };
const QUERY = '{ serviceByCode(code: "SCM-DEMOLITION") { code name { en } } }';
/** Longer than any test here: nothing but giving up ends a statement. */
const DATABASE = { DATABASE_STATEMENT_TIMEOUT_MS: "60000", DATABASE_LOCK_TIMEOUT_MS: "60000", DATABASE_POOL_SIZE: "3" };

interface Deployment {
  readonly url: string;
  readonly database: TestDatabase;
  readonly stop: () => Promise<void>;
}

async function inOneProcess(gateway: Record<string, string>): Promise<Deployment> {
  return startTestGuide({ gateway: { ...SETTINGS, ...gateway }, configuration: DATABASE });
}

async function overHttp(gateway: Record<string, string>): Promise<Deployment> {
  const database = await createDatabase(SAMPLE_TEMPLATE);
  const logger = createLogger("silent");
  const configuration = readConfiguration({ DATABASE_URL: database.url, ...SETTINGS, ...DATABASE });
  const served: ServedSubgraph[] = await Promise.all(subgraphs.map((subgraph) => serve(subgraph, configuration, logger)));
  const clients = subgraphs.map(({ name }, index) => [name, httpSubgraph(served[index]?.url ?? "", { connections: 5 })] as const);
  const running: RunningGateway = await startGateway({
    configuration: readGatewayConfiguration({ ...SETTINGS, ...gateway }),
    subgraphs: new Map(clients),
    logger,
  });
  return {
    url: running.url,
    database,
    stop: async () => {
      await running.stop();
      await Promise.all(served.map((subgraph) => subgraph.stop()));
      await database.drop();
    },
  };
}

/** Holds a table so that whoever reads it waits. */
async function lockServices(database: TestDatabase): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query("BEGIN; LOCK TABLE catalogue.service IN ACCESS EXCLUSIVE MODE");
  return () => client.end();
}

/** How many statements of the catalogue wait for the lock. */
async function waiting(database: TestDatabase): Promise<number> {
  const rows = await database.query<{ query: string }>(
    "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'guide-catalogue' AND wait_event_type = 'Lock'",
  );
  return rows.length;
}

describe.each([
  ["in one process", inOneProcess],
  ["with subgraphs over HTTP", overHttp],
])("%s, a statement in the database ends", (_, deploy) => {
  test("when its caller goes away, and leaves the connections to others", async () => {
    const guide = await deploy({ REQUEST_DEADLINE_MS: "60000" });
    const { database, url } = guide;
    expect((await send(url, QUERY)).errors).toBeUndefined();
    const unlock = await lockServices(database);
    const callers = Array.from({ length: 5 }, (_, index) => {
      const gone = new AbortController();
      const body = JSON.stringify({ query: `${QUERY} # ${index}` });
      const answer = fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body, signal: gone.signal });
      return { gone, answer: answer.catch((error: unknown) => error) };
    });
    // No more than the pool has connections.
    await eventually(async () => expect(await waiting(database)).toBe(3));

    for (const { gone } of callers) gone.abort();
    await Promise.all(callers.map(({ answer }) => answer));
    await eventually(async () => expect(await waiting(database)).toBe(0), 1_500);

    await unlock();
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => send(url, `${QUERY} # after ${index}`)));
    for (const { data } of answers) expect(data).toMatchObject({ serviceByCode: { code: "SCM-DEMOLITION" } });
    await guide.stop();
  });

  test("when the time of the request is up, and the caller is told so", async () => {
    const guide = await deploy({ REQUEST_DEADLINE_MS: "1000" });
    const { database, url } = guide;
    const unlock = await lockServices(database);
    const answer = send(url, QUERY);
    await eventually(async () => expect(await waiting(database)).toBe(1));
    const { data, errors } = await answer;
    expect(data).toEqual({ serviceByCode: null });
    expect(errors).toMatchObject([{ path: ["serviceByCode"], extensions: { code: "REQUEST_TIMEOUT" } }]);
    await eventually(async () => expect(await waiting(database)).toBe(0), 1_500);

    await unlock();
    expect((await send(url, QUERY)).data).toMatchObject({ serviceByCode: { code: "SCM-DEMOLITION" } });
    await guide.stop();
  });
});
