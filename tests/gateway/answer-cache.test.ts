import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { request } from "undici";
import { startRunningGuide, type RunningGuide } from "../../cli/running-guide";
import { AnswerBody, AnswerCache } from "../../gateway/answer-cache";
import type { SubgraphClient } from "../../gateway/subgraph-request";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import { createLogger } from "../../telemetry/logger";
import { send, startTestGuide, type TestGuide } from "../support/guide";
import { scrape, sum } from "../support/metrics";
import { bearer } from "../support/tokens";
import { aChannel, aConcept, foundations, text } from "../support/world";

/** What the gateways ask of the subgraphs. */
const fetches: string[] = [];
/** Stands in for what a subgraph says of its position. */
let position: SubgraphClient["position"] | undefined;

const watched = (name: string, client: SubgraphClient): SubgraphClient => ({
  ...client,
  execute: (asked, signal) => {
    fetches.push(name);
    return client.execute(asked, signal);
  },
  position: (signal) => (position ?? client.position)(signal),
});

let guide: TestGuide;
let other: RunningGuide;
beforeAll(async () => {
  guide = await startTestGuide({ with: "nothing", wrap: watched });
  await guide.publish(...foundations());
  other = await startRunningGuide(
    readConfiguration({ DATABASE_URL: guide.database.url }),
    createLogger("silent"),
    { PORT: "0", HOST: "127.0.0.1", STOP_LINGER_MS: "0", RATE_LIMIT_PER_SECOND: "0" },
    watched,
  );
});
beforeEach(() => {
  fetches.length = 0;
  position = undefined;
});
afterAll(async () => {
  await other.stop();
  await guide.stop();
});

/** Shows that answers are being kept right now, so that one that is not kept says something. */
async function expectKeeping(): Promise<void> {
  await get(CHANNEL);
  fetches.length = 0;
  await get(CHANNEL);
  expect(fetches).toEqual([]);
}

const CHANNEL = '{ channelByCode(code: "PORTAL") { edition { number } name { en ar } description { en } } }';
interface Channel {
  readonly channelByCode: { readonly edition: { readonly number: number }; readonly name: { readonly en: string } };
}
const PREFLIGHT = { "apollo-require-preflight": "true" };

/** An answer as it comes over the wire. */
async function get(query: string, headers: Record<string, string> = {}, url = guide.url) {
  const answer = await request(`${url}?query=${encodeURIComponent(query)}`, { headers: { ...PREFLIGHT, ...headers } });
  return { status: answer.statusCode, headers: answer.headers, bytes: Buffer.from(await answer.body.arrayBuffer()) };
}

describe("an answer", () => {
  test("is kept for the next who asks the same, by whichever method and in whichever form", async () => {
    const first = await guide.query<Channel, object>(CHANNEL);
    expect(fetches).toEqual(["catalogue"]);
    const second = await guide.query(CHANNEL, undefined, { accept: "application/graphql-response+json" });
    const third = await get(CHANNEL);
    expect(fetches).toEqual(["catalogue"]);
    expect(second.data).toEqual(first.data);
    expect(second.headers.get("content-type")).toBe("application/graphql-response+json; charset=utf-8");
    expect(JSON.parse(third.bytes.toString())).toEqual({ data: first.data });
  });

  test("is another one for other variables, another operation of the document, and another instant", async () => {
    const document = "query A($code: Code!) { channelByCode(code: $code) { code } } query B { channels { totalCount } }";
    const ask = (operationName: string, variables: object, headers: Record<string, string> = {}) =>
      fetch(guide.url, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ query: document, operationName, variables }),
      }).then((response) => response.json() as Promise<{ data: unknown }>);
    for (const round of [1, 2]) {
      expect((await ask("A", { code: "PORTAL" })).data).toEqual({ channelByCode: { code: "PORTAL" } });
      expect((await ask("A", { code: "NOBODY" })).data).toEqual({ channelByCode: null });
      expect((await ask("B", {})).data).toEqual({ channels: { totalCount: 1 } });
      expect((await ask("B", {}, { "guide-as-of": "2020-01-01T00:00:00Z" })).data).toEqual({ channels: { totalCount: 0 } });
      expect([round, fetches.length]).toEqual([round, 4]);
    }
  });

  test("is not used any more once something it depends on was published, on every gateway", async () => {
    await guide.query(CHANNEL);
    await send(other.gateway.url, CHANNEL);
    await guide.publish(aChannel("PORTAL", { name: text("Renamed") }));
    for (const url of [guide.url, other.gateway.url]) {
      expect((await send<Channel, object>(url, CHANNEL)).data.channelByCode.name.en).toBe("Renamed");
    }
  });

  test("stays when something was published that it does not depend on", async () => {
    await guide.query(CHANNEL);
    fetches.length = 0;
    await guide.publish(aConcept(`CONCEPT-${Date.now()}`));
    await guide.query(CHANNEL);
    expect(fetches).toEqual([]);
  });

  test("about a past instant stays, whatever is published", async () => {
    const headers = { "guide-as-of": new Date().toISOString() };
    const then = await get(CHANNEL, headers);
    fetches.length = 0;
    await guide.publish(aChannel("PORTAL", { description: text(`Described, ${Date.now()}.`) }));
    expect((await get(CHANNEL, headers)).bytes).toEqual(then.bytes);
    expect(fetches).toEqual([]);
    expect(then.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  });

  test("for somebody in particular is neither kept, nor taken from what is kept, nor shared by caches on the way", async () => {
    await expectKeeping();
    const query = "{ channels { nodes { code name { en } } } }";
    const token = bearer("auditor");
    const answers = [await get(query, token), await get(query, token), await get(query)];
    expect(fetches).toEqual(["catalogue", "catalogue", "catalogue"]);
    expect(answers.map(({ headers }) => headers["cache-control"])).toEqual([
      "private, no-store",
      "private, no-store",
      "public, no-cache",
    ]);
    await get(query, token);
    expect(fetches).toHaveLength(4);
  });

  test("about the schema is of today, whichever instant is asked for", async () => {
    const { headers } = await get("{ __schema { queryType { name } } }", { "guide-as-of": "2020-01-01T00:00:00Z" });
    expect(headers["cache-control"]).toBe("public, no-cache");
  });

  test("with an error is not kept", async () => {
    await expectKeeping();
    const query = '{ channels(after: "nonsense") { nodes { code } } }';
    const answers = [await get(query), await get(query)];
    expect(fetches).toEqual(["catalogue", "catalogue"]);
    expect(answers.map(({ headers }) => [headers["cache-control"], headers.etag])).toEqual([
      ["no-store", undefined],
      ["no-store", undefined],
    ]);
  });

  test("that changes by itself is kept until it does", () => {
    const answers = new AnswerCache(1_000_000);
    const body = new AnswerBody("{}");
    answers.keep("soon", { body, positions: "7", changesAt: new Date(Date.now() + 60_000) });
    answers.keep("before", { body, positions: "7", changesAt: new Date(Date.now() - 1) });
    expect([answers.find("soon", "7"), answers.find("soon", "8"), answers.find("before", "7")]).toEqual([
      body,
      undefined,
      undefined,
    ]);
  });
});

describe("the headers of an answer", () => {
  test("tell a shared cache to ask each time, and what the answer varies by", async () => {
    const { headers } = await get(CHANNEL);
    expect(headers["cache-control"]).toBe("public, no-cache");
    expect(headers.vary).toBe("Accept, Accept-Encoding, Authorization, Guide-As-Of");
  });

  test("have an etag with which an unchanged answer costs no bytes, and a changed one comes whole", async () => {
    const etag = String((await get(CHANNEL)).headers.etag);
    for (const given of [etag, `"other", ${etag}`, "*", etag.replace("W/", "")]) {
      const { status, bytes } = await get(CHANNEL, { "if-none-match": given });
      expect([given, status, bytes.length]).toEqual([given, 304, 0]);
    }
    await guide.publish(aChannel("PORTAL", { description: text(`Changed, ${Date.now()}.`) }));
    const changed = await get(CHANNEL, { "if-none-match": etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.etag).not.toBe(etag);
  });

  test("say that it is compressed, for those who accept that and where it is worth it", async () => {
    const query = "{ __schema { types { name description } } }";
    const [plain, compressed, refused, small] = [
      await get(query),
      await get(query, { "accept-encoding": "br, gzip" }),
      await get(query, { "accept-encoding": "gzip;q=0" }),
      await get("{ __typename }", { "accept-encoding": "gzip" }),
    ];
    expect(compressed.headers["content-encoding"]).toBe("gzip");
    expect(gunzipSync(compressed.bytes)).toEqual(plain.bytes);
    expect(compressed.bytes.length).toBeLessThan(plain.bytes.length / 2);
    expect([refused, small].map(({ headers }) => headers["content-encoding"])).toEqual([undefined, undefined]);
  });
});

test("no stale answer is served after a publication was acknowledged, by any gateway, under concurrent load", async () => {
  const ROUNDS = 40;
  const before = await hits();
  let acknowledged = (await guide.query<Channel, object>(CHANNEL)).data.channelByCode.edition.number;
  let isPublishing = true;
  let asked = 0;
  const stale: string[] = [];
  const reader = async (url: string): Promise<void> => {
    while (isPublishing) {
      const least = acknowledged;
      const { data } = await send<Channel, object>(url, CHANNEL);
      asked++;
      if (data.channelByCode.edition.number < least) stale.push(`${data.channelByCode.edition.number} after ${least}`);
    }
  };
  const readers = Array.from({ length: 12 }, (_, index) => reader(index % 2 ? guide.url : other.gateway.url));
  try {
    for (let round = 0; round < ROUNDS; round++) {
      await guide.publish(aChannel("PORTAL", { description: text(`Round ${round}, ${Date.now()}.`) }));
      acknowledged++;
      await sleep(20);
    }
  } finally {
    isPublishing = false;
    await Promise.all(readers);
  }
  expect(stale).toEqual([]);
  expect(asked).toBeGreaterThan(ROUNDS);
  // It would prove nothing if every answer had been read anew.
  expect((await hits()) - before).toBeGreaterThan(ROUNDS / 2);
});

test("an answer is neither kept nor used when a subgraph cannot say how new it is", async () => {
  await guide.query(CHANNEL);
  fetches.length = 0;
  position = () => Promise.reject(new Error("away"));
  expect((await guide.query<Channel, object>(CHANNEL)).errors).toBeUndefined();
  expect(fetches).toEqual(["catalogue"]);
});

/** How many kept answers were used so far. */
const hits = async (): Promise<number> => sum(await scrape(guide.url), "guide_request_duration_seconds_count", { cache: "hit" });
