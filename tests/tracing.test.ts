import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CollectedSpan, type Collector, startCollector } from "./support/collector";
import { createDatabase, SAMPLE_TEMPLATE, type TestDatabase } from "./support/database";
import { eventually } from "./support/eventually";
import { send } from "./support/guide";
import { endAll, answerOf, freePort, run, type TestProcess } from "./support/process";
import { bearer, identitySettings } from "./support/tokens";

// Programs start, which takes its time on a busy machine.
jest.setTimeout(120_000);

const CODE = "SCM-DEMOLITION";
const QUERY = "query Page($code: Code!) { serviceByCode(code: $code) { competentAuthority { name { en } } } }";
const ANSWER = { serviceByCode: { competentAuthority: { name: { en: "Sharjah City Municipality" } } } };
/** The span of a client that calls the guide. */
const CLIENT = "00f067aa0ba902b7";
const IN_GATEWAY = ["gateway.fetch", "gateway.execute", "gateway.request", "graphql", "client"];

let database: TestDatabase;
let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
  database = await createDatabase(SAMPLE_TEMPLATE);
});
afterAll(async () => {
  await endAll();
  await database.drop();
  await collector.close();
});

/** Where traces go, and how often: so that nobody waits for them. */
const traced = () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: "50" });

/** A trace that begins with a client. */
function clientTrace(number: number): { traceId: string; headers: Record<string, string> } {
  const traceId = String(number).padStart(32, "a");
  return { traceId, headers: { traceparent: `00-${traceId}-${CLIENT}-01` } };
}

const spansOf = (traceId: string) => collector.spans.filter((span) => span.traceId === traceId);

/** The names of a span and of all it is part of, up to the client's. */
function wayUp(span: CollectedSpan): string[] {
  if (span.parentSpanId === CLIENT) return [span.name, "client"];
  const parent = collector.spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [span.name, ...(parent ? wayUp(parent) : [])];
}

/** The spans of a trace, once it has its first, which ends last, and each of them leads to the client. */
async function wholeTrace(traceId: string): Promise<CollectedSpan[]> {
  await eventually(() => {
    expect(spansOf(traceId).filter(({ parentSpanId }) => parentSpanId === CLIENT)).toHaveLength(1);
    expect(spansOf(traceId).filter((span) => wayUp(span).at(-1) !== "client")).toEqual([]);
  });
  return spansOf(traceId);
}

/** The statements of a subgraph by which it answered the gateway; it also looks up how new its records are. */
const statementsOf = (subgraph: string, spans: readonly CollectedSpan[]) =>
  spans.filter((span) => span.name === `SQL ${subgraph}` && wayUp(span)[1] === `subgraph ${subgraph}`);

const linesOf = (program: TestProcess) =>
  program
    .output()
    .stderr.split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("in one process, a query", () => {
  let guide: TestProcess;
  let url: string;
  beforeAll(async () => {
    guide = run(["node", "cli/guide.js", "start", "--port", "0"], {
      environment: { DATABASE_URL: database.url, HOST: "127.0.0.1", STOP_LINGER_MS: "0", ...identitySettings(), ...traced() },
    });
    [, url = ""] = await guide.printed(/ready at (\S+)/);
  });

  test("is one trace, from the client through the gateway and each subgraph to every SQL statement", async () => {
    const { traceId, headers } = clientTrace(1);
    expect((await send(url, QUERY, { code: CODE }, headers)).data).toEqual(ANSWER);
    const spans = await wholeTrace(traceId);
    for (const subgraph of ["catalogue", "entities"]) {
      const statements = statementsOf(subgraph, spans);
      expect(statements.map(wayUp)).toEqual([[`SQL ${subgraph}`, `subgraph ${subgraph}`, ...IN_GATEWAY]]);
      expect(statements[0]?.attributes).toEqual({
        "db.system.name": "postgresql",
        "db.namespace": subgraph,
        "db.query.text": expect.stringMatching(/^\s*SELECT .*\$1/s),
      });
    }
    const fetches = spans.filter(({ name }) => name === "gateway.fetch");
    expect(fetches.map(({ attributes }) => attributes["service"]).sort()).toEqual(["catalogue", "entities"]);
    expect(spans.find(({ name }) => name === "graphql")?.attributes).toMatchObject({
      "http.request.method": "POST",
      "http.response.status_code": 200,
      "graphql.operation.name": "other",
      "graphql.document.hash": expect.stringMatching(/^[0-9a-f]{64}$/),
      "guide.cache": "miss",
    });
    expect(new Set(spans.map(({ service }) => service))).toEqual(new Set(["guide"]));
  });

  test("that is answered from what is kept says so, and fetches nothing", async () => {
    let number = 20;
    await eventually(async () => {
      const { traceId, headers } = clientTrace(number++);
      await send(url, QUERY, { code: CODE }, headers);
      const spans = await wholeTrace(traceId);
      expect(spans.find(({ name }) => name === "graphql")?.attributes["guide.cache"]).toBe("hit");
      expect(spans.filter(({ name }) => name === "gateway.fetch")).toEqual([]);
    });
  });

  test("that brings no trace begins one, which the lines that it leaves in the log name", async () => {
    await send(url, "{ guide { isSample } }", {}, { "x-request-id": "begins-a-trace" });
    const traceId = await answerOf(() => linesOf(guide).find(({ requestId }) => requestId === "begins-a-trace")?.["traceId"]);
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    await eventually(() => expect(spansOf(String(traceId)).map(({ name }) => name)).toContain("graphql"));
  });

  test("that a subgraph cannot answer shows where it failed, and the subgraph's lines name the trace", async () => {
    const { traceId, headers } = clientTrace(3);
    await database.query("ALTER TABLE catalogue.journey RENAME TO journey_away");
    await send(url, '{ journeyByCode(code: "NO-SUCH-JOURNEY") { code } }', {}, headers);
    await database.query("ALTER TABLE catalogue.journey_away RENAME TO journey");
    const failed = (await wholeTrace(traceId)).filter(({ hasFailed }) => hasFailed);
    expect(failed.map(({ name, attributes }) => [name, attributes["error.type"]])).toContainEqual(["SQL catalogue", "42P01"]);
    const told = await answerOf(() => linesOf(guide).find(({ msg }) => msg === "unexpected error"));
    expect(told).toMatchObject({ traceId, subgraph: "catalogue", err: { code: "42P01" } });
  });

  test("leaves no value in its trace: neither of variables, nor of the document, nor of headers", async () => {
    const { traceId, headers } = clientTrace(4);
    const values = { ...bearer("auditor", "of-a-person"), cookie: "session=of-a-person", baggage: "who=of-a-person" };
    await send(
      url,
      'query Page($code: Code!) { serviceByCode(code: $code) { code } other: serviceByCode(code: "OF-A-PERSON") { code } }',
      { code: "ALSO-OF-A-PERSON" },
      { ...headers, ...values },
    );
    expect(statementsOf("catalogue", await wholeTrace(traceId))).not.toEqual([]);
    expect(collector.bodies.join("\n")).not.toMatch(/of-a-person|SCM-DEMOLITION/i);
    expect(collector.bodies.filter((body) => !body.startsWith("POST /v1/traces\n"))).toEqual([]);
  });

  test("is answered all the same when the collector is away, and stopping does not wait for it", async () => {
    await collector.close();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => send(url, `{ guide { isSample } } # ${index}`)));
    expect(answers.map(({ status, errors }) => ({ status, errors }))).toEqual(answers.map(() => ({ status: 200 })));
    await answerOf(() => linesOf(guide).find(({ msg }) => msg === "tracing is in trouble"));
    expect((await send(url, "{ guide { isSample } }")).status).toBe(200);
    const began = performance.now();
    expect(await guide.end("SIGINT")).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    collector = await startCollector();
  });
});

describe("in processes of their own, a query", () => {
  const folder = mkdtempSync(join(tmpdir(), "guide-modules-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is one trace, too", async () => {
    const { url, stop } = await start(traced());
    const { traceId, headers } = clientTrace(5);
    expect((await send(url, QUERY, { code: CODE }, headers)).data).toEqual(ANSWER);
    // They send what is left when they stop.
    const { gateway, entities } = await stop();
    const spans = await wholeTrace(traceId);
    for (const subgraph of ["catalogue", "entities"]) {
      const statements = statementsOf(subgraph, spans);
      expect(statements.map(wayUp)).toEqual([[`SQL ${subgraph}`, `subgraph ${subgraph}`, ...IN_GATEWAY]]);
      expect(statements.map(({ service }) => service)).toEqual([`guide-${subgraph}`]);
    }
    const inGateway = spans.filter(({ name }) => IN_GATEWAY.includes(name)).map(({ service }) => service);
    expect(new Set(inGateway)).toEqual(new Set(["guide-gateway"]));
    expect(linesOf(gateway.program).find(({ msg }) => msg === "answered")).toMatchObject({ traceId });
    expect(gateway.modules()).toMatch("@opentelemetry/sdk-trace-node");
    expect(entities.modules()).toMatch("@opentelemetry/exporter-trace-otlp-http");
  });

  test("is no trace where none is asked for: nothing is sent, and nothing loaded that could", async () => {
    const sent = collector.bodies.length;
    const { url, stop } = await start({});
    const { headers } = clientTrace(6);
    expect((await send(url, QUERY, { code: CODE }, headers)).data).toEqual(ANSWER);
    const { gateway, catalogue, entities } = await stop();
    expect(collector.bodies).toHaveLength(sent);
    expect(linesOf(gateway.program).filter((line) => "traceId" in line)).toEqual([]);
    for (const { modules } of [gateway, catalogue, entities]) {
      expect(modules()).toMatch("@opentelemetry/api");
      expect(modules()).not.toMatch(/@opentelemetry\/(sdk-trace-node|exporter-trace)/);
    }
  });

  /** Starts a gateway with the two subgraphs that the query is about. */
  async function start(environment: Record<string, string>) {
    const nobody = await freePort();
    const at = { catalogue: await freePort(), entities: await freePort(), gateway: await freePort() };
    const urls = ["governance", "entities", "catalogue", "segments", "standards"].map(
      (name) => `${name}=http://127.0.0.1:${name in at ? at[name as keyof typeof at] : nobody}/graphql`,
    );
    const launch = (name: keyof typeof at, file: string, own: Record<string, string>) => {
      const modulesFile = join(folder, `${name}-${at[name]}`);
      const program = run(["node", "--require", "tsx/cjs", "--require", "./tests/support/loaded-modules.cjs", file], {
        environment: {
          ...{ PORT: String(at[name]), HOST: "127.0.0.1", STOP_LINGER_MS: "0", MODULES_FILE: modulesFile },
          ...{ GATEWAY_SECRET: "of-the-gateway-and-subgraphs", ...own, ...environment },
        },
      });
      return { program, modules: () => readFileSync(modulesFile, "utf8") };
    };
    const programs = {
      gateway: launch("gateway", "gateway/main.ts", { SUBGRAPH_URLS: urls.join() }),
      catalogue: launch("catalogue", "subgraphs/catalogue/main.ts", { DATABASE_URL: database.url }),
      entities: launch("entities", "subgraphs/entities/main.ts", { DATABASE_URL: database.url }),
    };
    for (const port of Object.values(at)) await answerOf(() => isLive(port));
    return {
      url: `http://127.0.0.1:${at.gateway}/graphql`,
      stop: async () => {
        for (const { program } of Object.values(programs)) expect(await program.end("SIGTERM")).toBe(0);
        return programs;
      },
    };
  }
});

async function isLive(port: number): Promise<true | undefined> {
  return fetch(`http://127.0.0.1:${port}/health/live`).then(
    () => true,
    () => undefined,
  );
}
