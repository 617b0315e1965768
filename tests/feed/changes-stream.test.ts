import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";
import { startRunningGuide, type RunningGuide } from "../../cli/running-guide";
import { Channel } from "../../subgraphs/catalogue/channel.entity";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import { createLogger } from "../../telemetry/logger";
import { type EventReader, readEvents } from "../support/event-source";
import { eventually } from "../support/eventually";
import { startTestGuide, type TestGuide } from "../support/guide";
import { aChannel, anEntity, foundations } from "../support/world";

const SERVING = { PORT: "0", HOST: "127.0.0.1", STOP_LINGER_MS: "0", RATE_LIMIT_PER_SECOND: "0", CHANGE_FOLLOWERS: "5" };

let guide: TestGuide;
let other: RunningGuide;
/** Whether the subgraph that has the feed answers this gateway nothing. */
let isAway = false;
const readers: EventReader[] = [];
beforeAll(async () => {
  guide = await startTestGuide({
    with: "nothing",
    gateway: { CHANGE_FOLLOWERS: "5", CORS_ORIGINS: "https://portal.example" },
    wrap: (name, client) => ({
      ...client,
      execute: (asked, signal) =>
        isAway && name === "governance" ? Promise.reject(new Error("away")) : client.execute(asked, signal),
    }),
  });
  await guide.publish(...foundations());
  other = await startRunningGuide(readConfiguration({ DATABASE_URL: guide.database.url }), createLogger("silent"), SERVING);
});
afterEach(async () => {
  for (const reader of readers) reader.close();
  await Promise.all(readers.splice(0).map(({ ended }) => ended));
  await eventually(async () => expect(await followers()).toBe(0));
});
afterAll(async () => {
  await other.stop();
  await guide.stop();
});

const addressOf = (url: string, search = "") => `${url.replace("/graphql", "/changes")}${search}`;

async function follow(search = "", options: Parameters<typeof readEvents>[1] = {}, url = guide.url): Promise<EventReader> {
  const reader = await readEvents(addressOf(url, search), options);
  readers.push(reader);
  return reader;
}

async function followers(): Promise<number> {
  const metrics = await (await fetch(guide.url.replace("/graphql", "/metrics"))).text();
  return Number(/^guide_change_followers (\d+)/m.exec(metrics)?.[1]);
}

const codesOf = ({ events }: EventReader) => events.map(({ data }) => (JSON.parse(data) as { code: string }).code);
const shows = (reader: EventReader, codes: readonly string[]) => eventually(() => expect(codesOf(reader)).toEqual(codes));

test("a stream begins with now, and tells every change as an event with its place", async () => {
  const reader = await follow();
  expect(reader.status).toBe(200);
  expect(reader.headers).toMatchObject({
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
  });
  await guide.publish(aChannel("STREAMED", { operator: "ENTITY" }));
  await guide.withdraw(Channel, "STREAMED");
  await shows(reader, ["STREAMED", "STREAMED"]);
  const { data } = await guide.query<{ changes: { edges: { cursor: string; node: object }[] } }, object>(
    `query ($after: String) { changes(after: $after) {
       edges { cursor node { action kind code id: recordId edition entity: entityCode occurredAt } } } }`,
    { after: Buffer.from("change:0").toString("base64url"), first: 100 },
  );
  const last = data.changes.edges.slice(-2).map(({ cursor, node }) => ({ id: cursor, event: "change", data: node }));
  const seen = reader.events.map(({ data: text, ...event }) => ({ ...event, data: JSON.parse(text) as object }));
  expect(seen.map(({ data: { ...change } }) => change)).toEqual([
    expect.objectContaining({ action: "PUBLISH", kind: "Channel", code: "STREAMED", edition: 1, entity: "ENTITY" }),
    expect.objectContaining({ action: "WITHDRAW", kind: "Channel", code: "STREAMED", edition: null, entity: "ENTITY" }),
  ]);
  expect(last).toHaveLength(2);
  expect(reader.text()).toMatch(/^retry: \d{4}\nid: \S+\n\n/);
});

test("an event comes well within a second of the commit, through any gateway", async () => {
  const both = await Promise.all([follow(), follow("", {}, other.gateway.url)]);
  const waits: number[] = [];
  for (let round = 0; round < 5; round++) {
    await guide.publish(aChannel(`AT-ONCE-${round}`));
    const committed = performance.now();
    await Promise.all(
      both.map((reader) =>
        shows(
          reader,
          Array.from({ length: round + 1 }, (_, each) => `AT-ONCE-${each}`),
        ),
      ),
    );
    waits.push(performance.now() - committed);
  }
  // The machine may be busy once; it is not each time.
  expect(Math.min(...waits)).toBeLessThan(250);
  expect([...waits].sort((a, b) => a - b)[2]).toBeLessThan(1_000);
});

test("a reader who comes back goes on where it was, by the header of browsers or by the address", async () => {
  const first = await follow();
  await guide.publish(aChannel("SEEN"));
  await shows(first, ["SEEN"]);
  first.close();
  await first.ended;
  await guide.publish(aChannel("MISSED-1"), aChannel("MISSED-2"));
  const lastEventId = first.lastId();
  const byHeader = await follow("?after=not-looked-at", { lastEventId });
  const byAddress = await follow(`?after=${lastEventId}`);
  const elsewhere = await follow("", { lastEventId }, other.gateway.url);
  await guide.publish(aChannel("AFTERWARDS"));
  for (const reader of [byHeader, byAddress, elsewhere]) await shows(reader, ["MISSED-1", "MISSED-2", "AFTERWARDS"]);
});

test("a reader hears of the kinds and the entity it asks for, whether it lags behind or is up to date", async () => {
  const from = (await follow()).lastId;
  await eventually(() => expect(from()).toBeDefined());
  await guide.publish(
    anEntity("OTHER"),
    aChannel("ITS-OWN", { operator: "OTHER" }),
    aChannel("ANOTHERS", { operator: "ENTITY" }),
  );
  const reader = await follow(`?kinds=Channel,Service&entity=OTHER&after=${from()}`);
  await shows(reader, ["ITS-OWN"]);
  await guide.publish(aChannel("ANOTHERS-2"), aChannel("ITS-OWN-2", { operator: "OTHER" }), anEntity("OTHERS-NOT-EITHER"));
  await shows(reader, ["ITS-OWN", "ITS-OWN-2"]);
});

test("a reader of one entity hears of a record that becomes another's, whether it lags behind or is up to date", async () => {
  const reader = await follow("?entity=LEFT");
  await guide.publish(anEntity("LEFT"), anEntity("JOINED"), aChannel("MOVING", { operator: "LEFT" }));
  const from = reader.lastId();
  await guide.publish(aChannel("MOVING", { operator: "JOINED" }));
  await shows(reader, ["LEFT", "MOVING", "MOVING"]);
  const last = JSON.parse(reader.events.at(-1)?.data ?? "") as object;
  expect(last).toMatchObject({ action: "PUBLISH", code: "MOVING", entity: "JOINED", previousEntity: "LEFT" });
  const late = await follow(`?entity=LEFT&after=${from ?? ""}`);
  await eventually(() => expect(codesOf(late).at(-1)).toBe("MOVING"));
});

test("a reader that was told nothing still knows where to go on", async () => {
  const reader = await follow("?kinds=Service");
  await eventually(() => expect(reader.lastId()).toBeDefined());
  reader.close();
  await guide.publish(aChannel("WHILE-AWAY"));
  await shows(await follow("?kinds=Channel", { lastEventId: reader.lastId() }), ["WHILE-AWAY"]);
});

test.each([
  ["an id that is none", "", { lastEventId: "nonsense" }, 400, "BAD_USER_INPUT", "malformed"],
  [
    "an id from before a restore",
    "",
    { lastEventId: Buffer.from("change:999999").toString("base64url") },
    400,
    "BAD_USER_INPUT",
    "restored",
  ],
  ["a kind that there is not", "?kinds=Servise", {}, 400, "BAD_USER_INPUT", "Servise"],
  ["an entity that is no code", "?entity=sharjah", {}, 400, "BAD_USER_INPUT", "Code"],
  ["a parameter that says nothing", "?kind=Service", {}, 400, "BAD_REQUEST", "kinds, entity, after"],
  ["a parameter twice", "?after=a&after=b", {}, 400, "BAD_REQUEST", "more than once"],
])("%s is refused before the stream begins", async (_, search, options, status, code, message) => {
  const reader = await follow(search, options);
  await reader.ended;
  expect(reader.status).toBe(status);
  expect(reader.headers["cache-control"]).toBe("no-store");
  expect(JSON.parse(reader.text())).toEqual({
    errors: [{ message: expect.stringContaining(message), extensions: { code } }],
  });
});

test("readers wait while the feed cannot be read, and miss nothing of the time", async () => {
  const reader = await follow();
  isAway = true;
  await guide.publish(aChannel("WHILE-IT-WAS-AWAY"));
  await sleep(500);
  const late = await follow();
  expect([late.status, late.headers["retry-after"]]).toEqual([503, "1"]);
  expect(reader.events).toEqual([]);
  isAway = false;
  await guide.publish(aChannel("BACK-AGAIN"));
  await shows(reader, ["WHILE-IT-WAS-AWAY", "BACK-AGAIN"]);
});

test("changes are followed with GET only", async () => {
  const { statusCode, headers, body } = await request(addressOf(guide.url), { method: "POST" });
  expect([statusCode, headers["allow"]]).toEqual([405, "GET"]);
  await body.dump();
});

test("pages of the origins that may read the guide may follow it, also when their browser asks first", async () => {
  const origin = "https://portal.example";
  const reader = await follow("", { headers: { origin } });
  expect(reader.headers["access-control-allow-origin"]).toBe(origin);
  const preflight = await request(addressOf(guide.url), {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "GET", "access-control-request-headers": "last-event-id" },
  });
  expect([preflight.statusCode, preflight.headers["access-control-allow-headers"]]).toEqual([204, "last-event-id"]);
  const stranger = await follow("", { headers: { origin: "https://elsewhere.example" } });
  expect(stranger.headers["access-control-allow-origin"]).toBeUndefined();
});

test("as many follow as there is room for; the next is told to come again, and has room when one has gone", async () => {
  const five = await Promise.all(Array.from({ length: 5 }, () => follow()));
  expect(five.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const sixth = await follow();
  expect([sixth.status, sixth.headers["retry-after"]]).toEqual([503, "10"]);
  five[0]?.close();
  await eventually(async () => expect(await followers()).toBe(4));
  expect((await follow()).status).toBe(200);
});

test("one client has so many of the places and no more; others have room, and so has it when it has closed a stream", async () => {
  const settings = { ...SERVING, CHANGE_FOLLOWERS: "30", TRUSTED_PROXIES: "127.0.0.1" };
  const shared = await startRunningGuide(
    readConfiguration({ DATABASE_URL: guide.database.url }),
    createLogger("silent"),
    settings,
  );
  const from = (client: string) => follow("", { headers: { "x-forwarded-for": client } }, shared.gateway.url);
  const refused = await request(addressOf(shared.gateway.url, "?after=nonsense"));
  expect(refused.statusCode).toBe(400);
  await refused.body.dump();
  const twenty = await Promise.all(Array.from({ length: 20 }, () => from("192.0.2.1")));
  expect(new Set(twenty.map(({ status }) => status))).toEqual(new Set([200]));
  const next = await from("192.0.2.1");
  await next.ended;
  expect([next.status, next.headers["retry-after"]]).toEqual([429, "10"]);
  expect(JSON.parse(next.text())).toMatchObject({
    errors: [{ extensions: { code: "RATE_LIMITED", limit: "changeFollowersOfOneClient", maximum: 20 } }],
  });
  expect((await from("192.0.2.2")).status).toBe(200);
  twenty[0]?.close();
  await eventually(async () => expect((await from("192.0.2.1")).status).toBe(200));
  await shared.stop();
});

test("a reader who takes nothing is cut off, and costs the others nothing", async () => {
  const { hostname, port } = new URL(guide.url);
  const stuck = connect({ host: hostname, port: Number(port) });
  stuck.on("error", () => undefined);
  stuck.write(`GET /changes?after=${Buffer.from("change:0").toString("base64url")} HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`);
  stuck.pause();
  await eventually(async () => expect(await followers()).toBe(1));
  const reader = await follow();
  const description = { ar: "نص", en: "x".repeat(100) };
  // Some megabytes of events: more than the buffers of both ends take.
  await guide.database.query(`
    INSERT INTO governance.change (kind, code, action, occurred_at)
    SELECT 'Channel', 'FLOOD-' || n, 'PUBLISH', (SELECT max(occurred_at) FROM governance.change) + interval '1 millisecond'
    FROM generate_series(1, 40000) n`);
  await guide.publish(aChannel("AFTER-FLOOD", { description }));
  await eventually(() => expect(codesOf(reader).at(-1)).toBe("AFTER-FLOOD"), 40_000);
  await eventually(async () => expect(await followers()).toBe(1), 20_000);
  stuck.destroy();
}, 90_000);

test("stopping ends the streams at once and takes no longer for them", async () => {
  const third = await startRunningGuide(readConfiguration({ DATABASE_URL: guide.database.url }), createLogger("silent"), SERVING);
  const reader = await follow("", {}, third.gateway.url);
  const began = performance.now();
  const stopped = third.stop({ lingerMs: 100 });
  await sleep(20);
  const late = await follow("", {}, third.gateway.url);
  expect([late.status, late.headers["retry-after"]]).toEqual([503, "1"]);
  await Promise.all([stopped, reader.ended]);
  expect(performance.now() - began).toBeLessThan(2_000);
});
