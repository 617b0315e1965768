import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { subgraphs } from "../../subgraphs";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import { createLogger } from "../../telemetry/logger";
import { type ServedSubgraph, serve } from "../../subgraphs/shared/serve";
import { createDatabase, SAMPLE_TEMPLATE, type TestDatabase } from "../support/database";
import { testWhere } from "../support/present";
import { endAll, answerOf, freePort, PROJECT, run } from "../support/process";
import { bearer, identitySettings } from "../support/tokens";

// Two gateways start, which takes its time on a busy machine.
jest.setTimeout(120_000);

const HIVE = join(__dirname, "node_modules/@graphql-hive/gateway/dist/bin.js");
const isInstalled = existsSync(HIVE);
const testHive = testWhere(isInstalled, "@graphql-hive/gateway (npm ci --prefix tests/routers)");

const OPERATIONS = join(PROJECT, "schema/operations");
const operations = readdirSync(OPERATIONS).filter((name) => name.endsWith(".graphql"));
const HEADERS = ["x-request-id", "guide-as-of", "accept-language", "guide-gateway-secret", "cookie", "authorization"];

describe("Hive Gateway in the gateway's place, on the same supergraph and subgraphs", () => {
  const folder = mkdtempSync(join(tmpdir(), "guide-hive-"));
  const secret = randomBytes(24).toString("hex");
  const connections = join(folder, "connections");
  let database: TestDatabase;
  let served: ServedSubgraph[] = [];
  let recorder: Recorder;
  let ours: string;
  let theirs: string;

  beforeAll(async () => {
    if (!isInstalled) return;
    database = await createDatabase(SAMPLE_TEMPLATE);
    writeFileSync(join(folder, "gateway-secret"), secret);
    const configuration = readConfiguration({
      DATABASE_URL: database.url,
      GATEWAY_SECRET: secret,
      HOST: "127.0.0.1",
      PORT: "0",
      STOP_LINGER_MS: "0",
      ...identitySettings(),
    });
    served = await Promise.all(subgraphs.map((subgraph) => serve(subgraph, configuration, createLogger("silent"))));
    const urls = new Map(subgraphs.map(({ name }, index) => [name, served[index]?.url ?? ""]));
    recorder = await record(urls.get("catalogue") ?? "");
    urls.set("catalogue", recorder.url);
    const environment = {
      APOLLO_TELEMETRY_DISABLED: "1",
      GATEWAY_SECRET_FILE: join(folder, "gateway-secret"),
      SUPERGRAPH_FILE: join(PROJECT, "schema/supergraph.graphql"),
      SUBGRAPH_URLS: [...urls].map((pair) => pair.join("=")).join(","),
      HOST: "127.0.0.1",
      ...identitySettings(),
    };
    [ours, theirs] = await Promise.all([
      startOn(["node", "--require", "tsx/cjs", "gateway/main.ts"], environment),
      startOn(["node", HIVE, "--config-path", join(PROJECT, "deploy/hive-gateway/gateway.config.mjs"), "supergraph"], {
        ...environment,
        NODE_ENV: "production",
        NODE_OPTIONS: `--require ${join(PROJECT, "tests/support/connections.cjs")}`,
        CONNECTIONS_FILE: connections,
      }),
    ]);
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    if (!isInstalled) return;
    await endAll();
    await recorder.close();
    await Promise.all(served.map((subgraph) => subgraph.stop()));
    await database.drop();
  });

  testHive.each(operations)("%s gets the same data, byte for byte", async (file) => {
    const query = readFileSync(join(OPERATIONS, file), "utf8");
    // What answers up to now unless told otherwise is told, as now is another instant for each of the two.
    const variables = query.includes("$to: String") ? { to: new Date().toISOString() } : {};
    const [expected, found] = await Promise.all([ask(ours, query, { variables }), ask(theirs, query, { variables })]);
    expect(expected).toEqual({ status: 200, data: expect.stringMatching(/^\{".{100}/s), errors: undefined });
    expect(found).toEqual(expected);
  });

  testHive("the past is read as it was", async () => {
    const query = "{ services { totalCount } }";
    const before = { "guide-as-of": "2020-01-01T00:00:00Z" };
    expect(await ask(theirs, query, { headers: before })).toEqual({
      ...(await ask(ours, query, { headers: before })),
      data: '{"services":{"totalCount":0}}',
    });
  });

  testHive("subgraphs get the headers that concern them, and nothing else of the caller", async () => {
    const sent = {
      "x-request-id": "a-request-of-this-test",
      "guide-as-of": "2026-01-01T00:00:00.000Z",
      "accept-language": "ar-AE",
      "guide-gateway-secret": "not the secret",
      cookie: "a=b",
      ...bearer("auditor"),
    };
    const received: object[] = [];
    for (const gateway of [ours, theirs]) {
      await ask(gateway, "{ services { totalCount } }", { headers: sent });
      received.push(recorder.last());
    }
    const { "accept-language": language, cookie, ...concerning } = sent;
    const expected = { ...concerning, "guide-gateway-secret": secret };
    expect(received).toEqual([expected, expected]);
    expect([language, cookie].filter((value) => JSON.stringify(received).includes(value))).toEqual([]);
  });

  testHive("nobody is reported to: the router connects to the subgraphs only", () => {
    const hosts = new Set(readFileSync(connections, "utf8").trim().split("\n"));
    expect(hosts.size).toBeGreaterThan(0);
    expect([...hosts].filter((host) => !["127.0.0.1", "localhost", "::1"].includes(host))).toEqual([]);
  });
});

/** Starts a gateway on a free port, and answers where it is once it can answer. */
async function startOn(command: readonly string[], environment: Record<string, string>): Promise<string> {
  const port = await freePort();
  const gateway = run(command, { environment: { ...environment, PORT: String(port) } });
  const url = `http://127.0.0.1:${port}`;
  let hasEnded = false;
  void gateway.ended.then(() => (hasEnded = true));
  await answerOf(async () => {
    if (hasEnded) throw new Error(gateway.output().stderr);
    return (await fetch(`${url}/health/ready`).catch(() => undefined))?.ok ? true : undefined;
  });
  return `${url}/graphql`;
}

async function ask(
  url: string,
  query: string,
  { headers = {}, variables = {} }: { headers?: Record<string, string>; variables?: object } = {},
): Promise<{ status: number; data: string | undefined; errors: unknown }> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const { errors } = JSON.parse(text) as { errors?: unknown };
  return { status: response.status, data: dataIn(text), errors };
}

/** The data of an answer as they stand in its text, up to what follows them; undefined when it does not begin with them. */
function dataIn(text: string): string | undefined {
  const begin = '{"data":';
  if (!text.startsWith(begin)) return undefined;
  const rest = text.slice(begin.length);
  let depth = 0;
  for (const { 0: token, index } of rest.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g)) {
    if (depth === 0 && (token === "," || token === "}")) return rest.slice(0, index);
    if (token === "{" || token === "[") depth++;
    if (token === "}" || token === "]") depth--;
  }
  return undefined;
}

/** Stands before a subgraph and keeps what a gateway sent it last. */
interface Recorder {
  readonly url: string;
  /** The headers of interest, of those that came. */
  readonly last: () => Record<string, unknown>;
  readonly close: () => Promise<void>;
}

async function record(target: string): Promise<Recorder> {
  let headers: IncomingHttpHeaders = {};
  const server: Server = createServer((request, response) => {
    const body: Buffer[] = [];
    request.on("data", (chunk: Buffer) => body.push(chunk));
    request.on("end", () => void forward(request.method ?? "", request.url ?? "", Buffer.concat(body)));

    async function forward(method: string, path: string, content: Buffer): Promise<void> {
      if (method === "POST") headers = request.headers;
      const answer = await fetch(new URL(path, target), {
        method,
        headers: Object.fromEntries(
          [...HEADERS, "content-type", "accept"].flatMap((name) =>
            typeof request.headers[name] === "string" ? [[name, request.headers[name]]] : [],
          ),
        ),
        ...(method === "POST" && { body: content }),
      });
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
      response.end(await answer.text());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    last: () => Object.fromEntries(HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]))),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
