import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { clientAddresses } from "../../gateway/admission";
import { startTestGuide, type TestGuide, type TestGuideOptions } from "../support/guide";

const GUIDE = "{ guide { code } }";
const askFor = (guide: TestGuide, client?: string) =>
  guide.query<unknown, object>(GUIDE, {}, client === undefined ? {} : { "x-forwarded-for": client });

/** How many requests of a client were answered before the first that was refused, and that one. */
async function untilRefused(guide: TestGuide, client?: string) {
  for (let answered = 0; answered < 100; answered++) {
    const answer = await askFor(guide, client);
    if (answer.status !== 200) return { answered, refusal: answer };
  }
  throw new Error("It was never refused.");
}

describe("the rate limit", () => {
  const guides: TestGuide[] = [];
  const start = async (gateway: TestGuideOptions["gateway"]) => {
    const guide = await startTestGuide({ gateway: { RATE_LIMIT_PER_SECOND: "1", RATE_LIMIT_BURST: "5", ...gateway } });
    guides.push(guide);
    return guide;
  };
  afterAll(() => Promise.all(guides.map((guide) => guide.stop())));

  test("answers so many requests at once, refuses more with the time to wait, and answers again after it", async () => {
    const guide = await start({});
    const { answered, refusal } = await untilRefused(guide);
    expect(answered).toBeGreaterThanOrEqual(5);
    expect(answered).toBeLessThan(10);
    expect(refusal.status).toBe(429);
    expect(refusal.errors).toMatchObject([{ extensions: { code: "RATE_LIMITED", limit: "requestsPerSecond", maximum: 1 } }]);
    const seconds = Number(refusal.headers.get("retry-after"));
    expect(seconds).toBe(1);
    await sleep(seconds * 1_000 + 100);
    expect((await askFor(guide)).status).toBe(200);
    expect((await fetch(guide.url.replace("/graphql", "/health/live"))).status).toBe(200);
  });

  test("counts malformed requests too, and is counted", async () => {
    const guide = await start({});
    const statuses = new Set<number>();
    for (let count = 0; count < 10; count++) statuses.add((await fetch(guide.url, { method: "POST", body: "{" })).status);
    expect(statuses).toEqual(new Set([415, 429]));
    await sleep(1_100);
    const metrics = await (await fetch(guide.url.replace("/graphql", "/metrics"))).text();
    expect(metrics).toMatch(/guide_refused_total\{code="RATE_LIMITED",limit="requestsPerSecond"\} [1-9]/);
  });

  test("counts pages too, but always tells that the process lives", async () => {
    const guide = await start({});
    const page = (path: string) => fetch(guide.url.replace("/graphql", path));
    for (let count = 0; count < 5; count++) expect((await page("/health/ready")).status).toBe(200);
    const refused = await page("/health/ready");
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: "RATE_LIMITED" } }] });
    expect((await page("/health/live")).status).toBe(200);
  });

  test("tells clients apart behind a proxy that is trusted", async () => {
    const guide = await start({ TRUSTED_PROXIES: "127.0.0.1" });
    expect((await untilRefused(guide, "203.0.113.1")).refusal.status).toBe(429);
    expect((await askFor(guide, "203.0.113.2")).status).toBe(200);
    // What the client itself claims stands before what the proxy adds, and is not believed.
    expect((await askFor(guide, "203.0.113.9, 203.0.113.1")).status).toBe(429);
  });

  test("does not believe who is no trusted proxy", async () => {
    const guide = await start({});
    expect((await untilRefused(guide, "203.0.113.1")).refusal.status).toBe(429);
    expect((await askFor(guide, "203.0.113.2")).status).toBe(429);
  });

  test("is none when it is 0", async () => {
    const guide = await start({ RATE_LIMIT_PER_SECOND: "0", RATE_LIMIT_BURST: "1" });
    for (let count = 0; count < 30; count++) expect((await askFor(guide)).status).toBe(200);
  });
});

describe("a client is told by its address", () => {
  const address = (remoteAddress: string | undefined, forwardedFor?: string, trusted: string[] = []) =>
    clientAddresses(trusted)({
      socket: { remoteAddress },
      connection: { remoteAddress },
      headers: forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor },
    } as unknown as IncomingMessage);

  test("of IPv4, also written as IPv6", () => {
    expect(address("198.51.100.7")).toBe("198.51.100.7");
    expect(address("::ffff:198.51.100.7")).not.toBe(address("::ffff:198.51.100.8"));
  });

  test("of IPv6 by its network of 64 bits, as a client has all of it", () => {
    expect(address("2001:db8:1:2::1")).toBe(address("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    expect(address("2001:db8:1:2::1")).not.toBe(address("2001:db8:1:3::1"));
    expect(address("fe80::1%eth0")).toBe(address("fe80::2%eth0"));
  });

  test("forwarded by the last proxy that is trusted, in single addresses or networks", () => {
    expect(address("10.0.0.2", "203.0.113.5", ["10.0.0.0/8"])).toBe("203.0.113.5");
    expect(address("10.0.0.2", "1.1.1.1, 203.0.113.5, 10.0.0.9", ["10.0.0.0/8"])).toBe("203.0.113.5");
    expect(address("192.0.2.1", "203.0.113.5", ["10.0.0.0/8"])).toBe("192.0.2.1");
    expect(address("10.0.0.2", "2001:db8:1:2::9", ["10.0.0.2"])).toBe(address("2001:db8:1:2::8"));
  });

  test("whatever port a proxy tells along with it", () => {
    expect(address("10.0.0.2", "203.0.113.5:1234", ["10.0.0.2"])).toBe("203.0.113.5");
    expect(address("10.0.0.2", "[2001:db8:1:2::9]:1234", ["10.0.0.2"])).toBe(address("2001:db8:1:2::8"));
  });

  test("even when a proxy forwards garbage, or the connection is gone", () => {
    expect(address("10.0.0.2", "garbage", ["10.0.0.2"])).toBe("garbage");
    expect(address(undefined)).toBe("");
  });
});
