import { subgraphs } from "../../subgraphs";
import { cpuOf } from "./cpu";
import { freePort, type Process, run, untilReady } from "./processes";

/** A gateway with everything behind it, except the database. */
export interface Contender {
  readonly name: string;
  readonly url: string;
  /** Milliseconds of CPU used so far, by part. */
  readonly cpu: () => Record<string, number>;
  readonly stop: () => Promise<void>;
}

const SUPERGRAPH = "schema/supergraph.graphql";

/** What carries out an operation is measured, so no answer is taken from memory, and no client is told to wait. */
const CARRIES_OUT = { ANSWER_CACHE_BYTES: "0", RATE_LIMIT_PER_SECOND: "0" };

/** The guide in one process, as `guide start` runs it. */
export async function inOneProcess(databaseUrl: string, environment = CARRIES_OUT): Promise<Contender> {
  const port = await freePort();
  const guide = run("cli/guide.js", ["start", "--empty", "--port", String(port)], { DATABASE_URL: databaseUrl, ...environment });
  await untilReady(`http://127.0.0.1:${port}/health/ready`, guide);
  return {
    name: "the guide, in one process",
    url: `http://127.0.0.1:${port}/graphql`,
    cpu: () => ({ gateway: cpuOf(guide.pid), subgraphs: 0 }),
    stop: guide.stop,
  };
}

/** The subgraphs, each in a process of its own. */
export interface SubgraphProcesses {
  readonly urls: readonly string[];
  readonly cpu: () => number;
  readonly stop: () => Promise<void>;
}

export async function startSubgraphProcesses(databaseUrl: string): Promise<SubgraphProcesses> {
  const started = await Promise.all(
    subgraphs.map(async ({ name }) => {
      const port = await freePort();
      const subgraph = run(`subgraphs/${name}/main.ts`, [], { DATABASE_URL: databaseUrl, PORT: String(port) });
      await untilReady(`http://127.0.0.1:${port}/health/ready`, subgraph);
      return { subgraph, url: `${name}=http://127.0.0.1:${port}/graphql` };
    }),
  );
  return {
    urls: started.map(({ url }) => url),
    cpu: () => started.reduce((total, { subgraph }) => total + cpuOf(subgraph.pid), 0),
    stop: async () => void (await Promise.all(started.map(({ subgraph }) => subgraph.stop()))),
  };
}

/** The guide's gateway before subgraphs over HTTP. */
export async function overHttp({ urls, cpu }: SubgraphProcesses): Promise<Contender> {
  const port = await freePort();
  const gateway = run("gateway/main.ts", [], {
    PORT: String(port),
    SUBGRAPH_URLS: urls.join(","),
    SUPERGRAPH_FILE: SUPERGRAPH,
    ...CARRIES_OUT,
  });
  await untilReady(`http://127.0.0.1:${port}/health/ready`, gateway);
  return contender("the guide, subgraphs over HTTP", port, gateway, cpu);
}

/** One answer that is ready in memory, sent by `node:http` to whoever posts anything: as fast as an answer can be. */
export async function readyString(answer: string): Promise<Contender> {
  const port = await freePort();
  const server = run("tests/bench/ready-string.ts", [String(port)], { ANSWER: answer });
  await untilReady(`http://127.0.0.1:${port}/`, server);
  return contender("node:http with a ready string", port, server, () => 0);
}

/** The stock gateway before the same subgraphs. */
export async function stockOverHttp({ urls, cpu }: SubgraphProcesses): Promise<Contender> {
  const port = await freePort();
  const gateway = run("tests/bench/stock-gateway.ts", [SUPERGRAPH, String(port), ...urls]);
  await untilReady(`http://127.0.0.1:${port}/graphql?query=%7B__typename%7D`, gateway);
  return contender("stock @apollo/gateway over HTTP", port, gateway, cpu);
}

function contender(name: string, port: number, gateway: Process, subgraphCpu: () => number): Contender {
  return {
    name,
    url: `http://127.0.0.1:${port}/graphql`,
    cpu: () => ({ gateway: cpuOf(gateway.pid), subgraphs: subgraphCpu() }),
    stop: gateway.stop,
  };
}
