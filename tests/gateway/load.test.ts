import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { startTestGuide, type TestGuide } from "../support/guide";

const gauge = async (guide: TestGuide, name: string) => {
  const metrics = await (await fetch(guide.url.replace("/graphql", "/metrics"))).text();
  return Number(new RegExp(`^${name} (\\d+)`, "m").exec(metrics)?.[1]);
};

describe("a gateway with more to do than it can", () => {
  let guide: TestGuide;
  /** Called by each fetch from a subgraph: it goes on when what this gives is done. */
  let held: () => Promise<void> = () => Promise.resolve();
  beforeAll(async () => {
    guide = await startTestGuide({
      gateway: { REQUESTS_CONCURRENT: "2", REQUESTS_WAITING: "2", REQUEST_DEADLINE_MS: "2000", SUBGRAPH_DEADLINE_MS: "10000" },
      wrap: (_, client) => ({
        ...client,
        execute: async (request, signal) => {
          await held();
          return client.execute(request, signal);
        },
      }),
    });
  });
  afterAll(() => guide.stop());

  let asked = 0;
  /** Asks what nobody asked before, so that no kept answer serves. */
  const ask = (text = `{ guide { code } } # ${++asked}`) => guide.query<unknown, object>(text);

  test("turns away at once what it has no room for, answers what it took, serves kept answers meanwhile, and recovers", async () => {
    const kept = await ask("{ services(first: 2) { nodes { code } } }");
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    held = () => gate;
    const taken = Array.from({ length: 4 }, () => ask());
    await eventually(async () => {
      expect([await gauge(guide, "guide_requests_running"), await gauge(guide, "guide_requests_waiting")]).toEqual([2, 2]);
    });

    const began = performance.now();
    const turnedAway = await Promise.all([ask(), ask(), ask()]);
    expect(performance.now() - began).toBeLessThan(1_000);
    for (const { status, headers, errors } of turnedAway) {
      expect([status, headers.get("retry-after")]).toEqual([503, "1"]);
      expect(errors).toMatchObject([{ extensions: { code: "OVERLOADED" } }]);
    }
    expect((await ask("{ services(first: 2) { nodes { code } } }")).data).toEqual(kept.data);
    expect((await fetch(guide.url.replace("/graphql", "/health/live"))).status).toBe(200);

    go();
    for (const { status, data } of await Promise.all(taken)) {
      expect(status).toBe(200);
      expect(data).toEqual({ guide: { code: "GUIDE" } });
    }
    expect((await ask()).status).toBe(200);
    expect([await gauge(guide, "guide_requests_running"), await gauge(guide, "guide_requests_waiting")]).toEqual([0, 0]);
  });

  test("lets nobody wait for ever, and forgets who went away", async () => {
    held = () => sleep(3_000);
    const running = [ask(), ask()];
    await eventually(async () => expect(await gauge(guide, "guide_requests_running")).toBe(2));
    const gone = new AbortController();
    const body = JSON.stringify({ query: `{ guide { code } } # ${++asked}` });
    const leaving = fetch(guide.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      signal: gone.signal,
    });
    const waiting = ask();
    await eventually(async () => expect(await gauge(guide, "guide_requests_waiting")).toBe(2));
    gone.abort();
    await expect(leaving).rejects.toThrow();
    await eventually(async () => expect(await gauge(guide, "guide_requests_waiting")).toBe(1), 1_000);

    const settled = await Promise.all([...running, waiting]);
    expect(settled.map(({ status, errors }) => [status, errors?.[0]?.extensions.code])).toEqual([
      [200, "REQUEST_TIMEOUT"],
      [200, "REQUEST_TIMEOUT"],
      [expect.any(Number), expect.stringMatching(/^(OVERLOADED|REQUEST_TIMEOUT)$/)],
    ]);
    held = () => Promise.resolve();
    expect((await ask()).data).toEqual({ guide: { code: "GUIDE" } });
    expect([await gauge(guide, "guide_requests_running"), await gauge(guide, "guide_requests_waiting")]).toEqual([0, 0]);
  });
});

test("a request that takes too long is answered with what there is, and the place of what there is not", async () => {
  const slow = new Set(["entities"]);
  const guide = await startTestGuide({
    gateway: { REQUEST_DEADLINE_MS: "500", SUBGRAPH_DEADLINE_MS: "10000" },
    wrap: (name, client) => ({
      ...client,
      execute: (request, signal) => (slow.has(name) ? new Promise(() => undefined) : client.execute(request, signal)),
    }),
  });
  const query =
    '{ serviceByCode(code: "SCM-DEMOLITION") { code competentAuthority { name { en } } } governmentEntities { totalCount } }';
  const began = performance.now();
  const { status, data, errors, headers } = await guide.query(query, {}, { accept: "application/graphql-response+json" });
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(status).toBe(200);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(data).toEqual({
    serviceByCode: { code: "SCM-DEMOLITION", competentAuthority: null },
    governmentEntities: null,
  });
  expect(errors?.map(({ path, extensions }) => [path?.join("."), extensions.code]).sort()).toEqual([
    ["governmentEntities", "REQUEST_TIMEOUT"],
    ["serviceByCode.competentAuthority", "REQUEST_TIMEOUT"],
  ]);
  slow.clear();
  expect((await guide.query(query)).errors).toBeUndefined();
  await guide.stop();
});
