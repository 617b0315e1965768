import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { subgraphs } from "../../subgraphs";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import { serve, type ServedSubgraph } from "../../subgraphs/shared/serve";
import { createLogger } from "../../telemetry/logger";
import { eventually } from "../support/eventually";
import { startTestGuide, type TestGuide } from "../support/guide";
import { scrape, sum } from "../support/metrics";
import { PROJECT } from "../support/process";

// A thousand requests take their time on a busy machine.
jest.setTimeout(60_000);

const SUPERGRAPH = join(PROJECT, "schema/supergraph.graphql");
const SERVICE_LIST = readFileSync(join(PROJECT, "schema/operations/service-list.graphql"), "utf8");
const TOKEN = "of-who-reads-metrics";
const WITH_TOKEN = { authorization: `Bearer ${TOKEN}` };

describe("the metrics", () => {
  const folder = mkdtempSync(join(tmpdir(), "guide-metrics-"));
  const file = join(folder, "supergraph.graphql");
  const failing = new Set<string>();
  let guide: TestGuide;
  beforeAll(async () => {
    copyFileSync(SUPERGRAPH, file);
    guide = await startTestGuide({
      gateway: { SUPERGRAPH_FILE: file, METRICS_TOKEN: TOKEN, LIMIT_ALIASES: "2" },
      wrap: (name, client) => ({
        ...client,
        execute: (request, signal) => (failing.has(name) ? Promise.reject(new Error("away")) : client.execute(request, signal)),
      }),
    });
  });
  afterEach(() => failing.clear());
  afterAll(async () => {
    await guide.stop();
    rmSync(folder, { recursive: true });
  });

  const page = () => scrape(guide.url, WITH_TOKEN);

  /** By how much something adds to a metric. */
  async function added(work: () => Promise<unknown>): Promise<(name: string, labels?: Record<string, string>) => number> {
    const before = await page();
    await work();
    const after = await page();
    return (name, labels) => sum(after, name, labels) - sum(before, name, labels);
  }

  const REQUESTS = "guide_request_duration_seconds_count";
  const FETCHES = "guide_subgraph_fetch_duration_seconds_count";

  test("tell a request that was answered afresh from one that was answered from what is kept", async () => {
    await eventually(async () => {
      const text = `${SERVICE_LIST}\n# ${performance.now()}`;
      const operation = { operation: "ServiceList", status: "200" };
      const miss = await added(() => guide.query(text));
      expect(miss(REQUESTS, { ...operation, cache: "miss" })).toBe(1);
      expect(miss(FETCHES, { outcome: "answered" })).toBeGreaterThan(0);
      expect(miss("guide_query_plans_total")).toBe(1);
      expect(miss("guide_subgraph_request_duration_seconds_count", { outcome: "complete" })).toBe(
        miss(FETCHES, { outcome: "answered" }),
      );
      expect(miss("guide_database_statement_duration_seconds_count", { outcome: "answered" })).toBeGreaterThan(0);
      const hit = await added(() => guide.query(text));
      expect(hit(REQUESTS, { ...operation, cache: "hit" })).toBe(1);
      expect(hit(REQUESTS)).toBe(1);
      expect(hit(FETCHES)).toBe(0);
      expect(hit("guide_query_plans_total")).toBe(0);
    });
    const samples = await page();
    expect(sum(samples, "guide_answer_cache_entries")).toBeGreaterThan(0);
    expect(sum(samples, "guide_answer_cache_bytes")).toBeGreaterThan(0);
  });

  test("tell plans that were made from those at hand", async () => {
    const query = "query ($first: Int) { services(first: $first) { nodes { code description { en } } } }";
    const first = await added(() => guide.query(query, { first: 1 }));
    expect([first("guide_query_plans_total", { plan: "made" }), first("guide_query_plans_total")]).toEqual([1, 1]);
    const second = await added(() => guide.query(query, { first: 2 }));
    expect([second("guide_query_plans_total", { plan: "kept" }), second("guide_query_plans_total")]).toEqual([1, 1]);
  });

  test("count what is refused by code, and by limit", async () => {
    const refused = await added(async () => {
      await guide.query("{ a: guide { isSample } b: guide { isSample } c: guide { isSample } }");
      await guide.query("{");
      await fetch(guide.url, { method: "DELETE" });
    });
    expect(refused("guide_refused_total", { code: "LIMIT_EXCEEDED", limit: "aliases" })).toBe(1);
    expect(refused("guide_refused_total", { code: "GRAPHQL_PARSE_FAILED", limit: "" })).toBe(1);
    expect(refused("guide_refused_total", { code: "METHOD_NOT_ALLOWED" })).toBe(1);
    expect(refused("guide_refused_total")).toBe(3);
    expect(refused(REQUESTS, { status: "405" })).toBe(1);
  });

  test("count a fetch that failed, and the error of the answer that lacks it", async () => {
    failing.add("entities");
    const failed = await added(() => guide.query('{ governmentEntityByCode(code: "SCM") { code purpose { ar } } }'));
    expect(failed(FETCHES, { subgraph: "entities", outcome: "failed" })).toBe(1);
    expect(failed(FETCHES)).toBe(1);
    expect(failed("guide_errors_total", { code: "SERVICE_UNAVAILABLE" })).toBe(1);
  });

  test("count supergraphs that were taken up and refused", async () => {
    const reloads = "guide_supergraph_reloads_total";
    const good = readFileSync(SUPERGRAPH, "utf8");
    const before = await page();
    writeFileSync(file, `${good}\n# another`);
    await eventually(async () =>
      expect(sum(await page(), reloads, { outcome: "served" })).toBe(sum(before, reloads, { outcome: "served" }) + 1),
    );
    writeFileSync(file, "this is no schema {");
    await eventually(async () =>
      expect(sum(await page(), reloads, { outcome: "refused" })).toBe(sum(before, reloads, { outcome: "refused" }) + 1),
    );
    expect(sum(await page(), reloads)).toBe(sum(before, reloads) + 2);
  });

  test("show the connections of every subgraph to the database, none of which is left busy", async () => {
    await guide.query("{ services(first: 1) { nodes { code competentAuthority { code } audience { code } } } }");
    const samples = (await page()).filter(({ name }) => name === "guide_database_pool_connections");
    expect(samples.map(({ labels: { subgraph, database } }) => `${subgraph} ${database}`)).toEqual(
      expect.arrayContaining(["catalogue primary", "entities primary", "segments primary"]),
    );
    expect(sum(samples, "guide_database_pool_connections", { subgraph: "catalogue", state: "idle" })).toBeGreaterThan(0);
    expect(sum(samples, "guide_database_pool_connections", { state: "busy" })).toBe(0);
    expect(sum(samples, "guide_database_pool_connections", { state: "waiting" })).toBe(0);
  });

  test("have as many series after 1,000 names that strangers gave their operations as after one", async () => {
    const series = async () =>
      (await page()).filter(({ name }) => name.startsWith("guide_")).map(({ name, labels }) => ({ name, labels }));
    await guide.query("query Stranger { __typename }");
    const before = await series();
    for (let index = 0; index < 1_000; index += 20)
      await Promise.all(Array.from({ length: 20 }, (_, more) => guide.query(`query Stranger${index + more} { __typename }`)));
    expect(await series()).toEqual(before);
    expect(JSON.stringify(before)).not.toContain("Stranger");
  });

  test("tell of the process once: its memory and the lag of its event loop", async () => {
    const samples = await page();
    expect(samples.filter(({ name }) => name === "nodejs_eventloop_lag_p99_seconds")).toHaveLength(1);
    expect(sum(samples, "process_resident_memory_bytes")).toBeGreaterThan(0);
  });

  test.each([
    ["no token", {}],
    ["another token", { authorization: `Bearer ${"x".repeat(TOKEN.length)}` }],
    ["the token of another scheme", { authorization: `Basic ${TOKEN}` }],
  ])("are refused to who has %s", async (_, headers: Record<string, string>) => {
    const response = await fetch(new URL("/metrics", guide.url), { headers });
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    expect(await response.text()).not.toMatch(/guide_|process_/);
  });
});

describe("the metrics of a subgraph that is served alone", () => {
  let guide: TestGuide;
  let served: ServedSubgraph;
  beforeAll(async () => {
    guide = await startTestGuide();
    const [entities] = subgraphs.filter(({ name }) => name === "entities");
    if (!entities) throw new Error("There is no subgraph entities.");
    served = await serve(
      entities,
      readConfiguration({
        ...{ DATABASE_URL: guide.database.url, PORT: "0", STOP_LINGER_MS: "0" },
        ...{ GATEWAY_SECRET: "of-the-gateway-alone", METRICS_TOKEN: TOKEN },
      }),
      createLogger("silent"),
    );
  });
  afterAll(async () => {
    await served.stop();
    await guide.stop();
  });

  test("are there for who has the token, and for nobody else, the gateway's secret or not", async () => {
    await fetch(new URL("/health/ready", served.url));
    expect((await scrape(served.url, WITH_TOKEN)).map(({ name }) => name)).toContain("guide_database_pool_connections");
    const refused = await fetch(new URL("/metrics", served.url), { headers: { "guide-gateway-secret": "of-the-gateway-alone" } });
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  });
});
