import { startRunningGuide } from "../../cli/running-guide";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import { createLogger } from "../../telemetry/logger";
import { createDatabase, SAMPLE_TEMPLATE } from "../support/database";
import { send, startTestGuide, type TestGuide, type TestGuideOptions } from "../support/guide";
import { scrape, sum } from "../support/metrics";
import { bearer, tokenFor } from "../support/tokens";

const QUERY = "{ guide { code } }";
const BODY = { "content-type": "application/json" };

const guides: TestGuide[] = [];
async function start(options: TestGuideOptions): Promise<TestGuide> {
  const guide = await startTestGuide(options);
  guides.push(guide);
  return guide;
}
afterAll(() => Promise.all(guides.map((guide) => guide.stop())));

describe("a request with a token", () => {
  const forwarded: (string | undefined)[] = [];
  let guide: TestGuide;
  beforeAll(async () => {
    guide = await start({
      gateway: { CORS_ORIGINS: "https://portal.example", REQUEST_BODY_BYTES: "1000", UPLOAD_BYTES: "5000" },
      wrap: (_, client) => ({
        ...client,
        execute: (request, signal) => {
          forwarded.push(request.headers["authorization"]);
          return client.execute(request, signal);
        },
      }),
    });
  });

  test("is answered to that caller alone, with the token handed on to subgraphs as it came", async () => {
    const headers = bearer("author:SCM");
    forwarded.length = 0;
    for (let count = 0; count < 2; count++) {
      const answer = await guide.query(QUERY, {}, headers);
      expect(answer).toMatchObject({ status: 200, data: { guide: { code: "GUIDE" } } });
      expect(answer.headers.get("cache-control")).toBe("private, no-store");
      expect(answer.headers.get("vary")).toContain("Authorization");
    }
    expect(forwarded).toEqual([headers.authorization, headers.authorization]);
    await guide.query("{ guide { isSample } }");
    expect(forwarded.slice(2)).toEqual([undefined]);
  });

  test("that is not believed asks no subgraph anything and is counted as refused", async () => {
    forwarded.length = 0;
    const before = sum(await scrape(guide.url), "guide_refused_total", { code: "UNAUTHENTICATED" });
    const expired = { authorization: `Bearer ${tokenFor({ grants: "auditor", hours: -1 })}` };
    const { status, headers, errors } = await guide.query(QUERY, {}, expired);
    expect({ status, cache: headers.get("cache-control"), told: headers.get("www-authenticate") }).toEqual({
      status: 401,
      cache: "no-store",
      told: 'Bearer error="invalid_token", error_description="The token has expired. Sign in again."',
    });
    expect(errors).toEqual([{ message: "The token has expired. Sign in again.", extensions: { code: "UNAUTHENTICATED" } }]);
    expect(sum(await scrape(guide.url), "guide_refused_total", { code: "UNAUTHENTICATED" })).toBe(before + 1);
    expect(forwarded).toEqual([]);
  });

  test("may be sent by a page of an origin that was named, which may read why it was refused", async () => {
    const origin = "https://portal.example";
    const asked = await fetch(guide.url, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
      },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get("access-control-allow-headers")).toBe("authorization,content-type");
    const refused = await fetch(guide.url, {
      method: "POST",
      headers: { ...BODY, origin, authorization: "Bearer x" },
      body: "{}",
    });
    expect(refused.status).toBe(401);
    expect(refused.headers.get("access-control-allow-origin")).toBe(origin);
    expect(refused.headers.get("access-control-expose-headers")).toContain("www-authenticate");
  });

  test("of somebody with a role may be larger than another, up to a bound of its own", async () => {
    const status = async (size: number, headers: object = {}) =>
      (await fetch(guide.url, { method: "POST", headers: { ...BODY, ...headers }, body: body(size) })).status;
    const body = (size: number) => JSON.stringify({ query: QUERY, variables: { padding: "x".repeat(size) } });
    expect(await status(500)).toBe(200);
    expect(await status(2_000)).toBe(413);
    expect(await status(2_000, { authorization: "Bearer x" })).toBe(401);
    expect(await status(2_000, bearer([], "nobody-in-particular"))).toBe(413);
    expect(await status(2_000, bearer("author:SCM"))).toBe(200);
    expect(await status(6_000, bearer("author:SCM"))).toBe(413);
  });
});

describe("the rate limit", () => {
  test("counts those who signed in by who they are, and tokens that are not believed by address", async () => {
    const guide = await start({ gateway: { RATE_LIMIT_PER_SECOND: "1", RATE_LIMIT_BURST: "10" } });
    const statuses = async (count: number, headers: Record<string, string>) => {
      const all: number[] = [];
      for (let index = 0; index < count; index++) all.push((await guide.query(QUERY, {}, headers)).status);
      return new Set(all);
    };
    const sara = bearer("author:SCM", "Sara");
    expect(await statuses(8, sara)).toEqual(new Set([200]));
    // She may have another token, but is the same; somebody else is another client at the same address.
    expect(await statuses(8, bearer("auditor", "Sara"))).toEqual(new Set([200, 429]));
    const omar = bearer("author:SCM", "Omar");
    expect(await statuses(5, omar)).toEqual(new Set([200]));
    expect(await statuses(12, { authorization: "Bearer x" })).toEqual(new Set([401, 429]));
    // An address without anything left still serves those whom the guide knows.
    expect((await guide.query(QUERY)).status).toBe(429);
    expect((await guide.query(QUERY, {}, omar)).status).toBe(200);
  });
});

test("a guide without a provider refuses every token, says why, and serves everybody else", async () => {
  const database = await createDatabase(SAMPLE_TEMPLATE);
  const configuration = readConfiguration({ DATABASE_URL: database.url });
  const running = await startRunningGuide(configuration, createLogger("silent"), { PORT: "0", HOST: "127.0.0.1" });
  const { url } = running.gateway;
  const message = "This guide has no sign-in. Send the request without a token.";
  expect(await send(url, QUERY, {}, bearer("secretariat"))).toMatchObject({ status: 401, errors: [{ message }] });
  expect(await send(url, QUERY)).toMatchObject({ status: 200, data: { guide: {} } });
  await running.stop({ lingerMs: 0 });
  await database.drop();
});
