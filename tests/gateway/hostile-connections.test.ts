import { setTimeout as sleep } from "node:timers/promises";
import { type Connection, openConnection, postHead } from "../support/connection";
import { startTestGuide, type TestGuide } from "../support/guide";

const BODY = JSON.stringify({ query: "{ guide { code } }" });
const ENDLESS =
  "POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
const MEGABYTE = Buffer.alloc(1_000_000, " ");

describe("a connection", () => {
  let guide: TestGuide;
  beforeAll(async () => {
    guide = await startTestGuide();
  });
  afterAll(() => guide.stop());
  afterEach(async () => {
    // Whatever came over one connection, others are served.
    expect((await guide.query("{ guide { code } }")).data).toEqual({ guide: { code: "GUIDE" } });
  });

  /** The one answer that came back: its status, and the code of its error. */
  function told(answer: string): { status: number; code: string | undefined } {
    expect(answer.match(/HTTP\/1\.1 \d{3}/g)).toHaveLength(1);
    expect(answer).not.toMatch(/node:|\.ts|HPE_|ERR_|Parse Error/);
    const { errors } = JSON.parse(/\{"errors".*\}/.exec(answer)?.[0] ?? "{}") as { errors?: { extensions: { code: string } }[] };
    return { status: Number(answer.split(" ")[1]), code: errors?.[0]?.extensions.code };
  }

  /** Sends megabyte after megabyte while the server takes it. */
  async function flood(connection: Connection, megabytes: number, wrap: (bytes: Buffer) => Buffer = (bytes) => bytes) {
    let sent = 0;
    for (; sent < megabytes && connection.isOpen(); sent++) {
      connection.send(wrap(MEGABYTE));
      await sleep(10);
    }
    return sent;
  }

  test.each([
    ["that speaks no HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"],
    ["with a header that is none", "GET /graphql HTTP/1.1\r\nhost: localhost\r\nno header\r\n\r\n"],
    ["with two lengths", `${postHead(BODY.length)}content-length: 1\r\n\r\n${BODY}`],
    ["with a length and pieces at once", `${postHead(BODY.length)}transfer-encoding: chunked\r\n\r\n0\r\n\r\n${BODY}`],
    ["with a piece of no length", ENDLESS + "zz\r\n"],
    ["with a line break in a header", `${postHead(BODY.length)}x-request-id: a\rset-cookie: b\r\n\r\n${BODY}`],
  ])("%s is told so and closed", async (_, bytes) => {
    const connection = await openConnection(guide.url);
    connection.send(Buffer.from(bytes, "latin1"));
    expect(told(await connection.answer())).toEqual({ status: 400, code: "BAD_REQUEST" });
  });

  test("with larger headers than may be is told so with 431", async () => {
    const connection = await openConnection(guide.url);
    connection.send(`${postHead(BODY.length)}x-filler: ${"x".repeat(20_000)}\r\n\r\n${BODY}`);
    expect(told(await connection.answer())).toEqual({ status: 431, code: "BAD_REQUEST" });
  });

  test("whose body ends before it is whole is told so once", async () => {
    const connection = await openConnection(guide.url);
    connection.send(`${postHead(BODY.length + 10)}\r\n${BODY}`);
    connection.end();
    expect(told(await connection.answer())).toEqual({ status: 400, code: "BAD_REQUEST" });
  });

  test("with a body of 10 MB gets to read that it is too large", async () => {
    const connection = await openConnection(guide.url);
    connection.send(`${postHead(10_000_000)}\r\n`);
    expect(await flood(connection, 10)).toBe(10);
    const answer = await connection.answer();
    expect(told(answer)).toEqual({ status: 413, code: "PAYLOAD_TOO_LARGE" });
    expect(answer).toMatch(/connection: close/i);
    expect(answer).toContain('"limit":"bodyBytes","maximum":100000');
  });

  test("with a body without end is closed soon, and nothing of it is kept", async () => {
    const connection = await openConnection(guide.url);
    connection.send(ENDLESS);
    const before = process.memoryUsage().rss;
    const began = Date.now();
    const piece = Buffer.concat([Buffer.from(`${MEGABYTE.length.toString(16)}\r\n`), MEGABYTE, Buffer.from("\r\n")]);
    expect(await flood(connection, 1_000, () => piece)).toBeLessThan(1_000);
    expect(Date.now() - began).toBeLessThan(4_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  test("that sends its requests without waiting gets the answers in their order", async () => {
    const connection = await openConnection(guide.url);
    const codes = ["SCM-DEMOLITION", "NOBODY", "SCM-COMPLETION"];
    const bodies = codes.map((code) => JSON.stringify({ query: `{ serviceByCode(code: "${code}") { code } }` }));
    connection.send(bodies.map((body) => `${postHead(body.length)}\r\n${body}`).join(""));
    const answer = await connection.answer(2_000);
    expect(answer.match(/\{"data".*\}/g)).toEqual([
      '{"data":{"serviceByCode":{"code":"SCM-DEMOLITION"}}}',
      '{"data":{"serviceByCode":null}}',
      '{"data":{"serviceByCode":{"code":"SCM-COMPLETION"}}}',
    ]);
  });

  test("that is slow is told so in time and closed, though it clings, while others are served", async () => {
    const began = Date.now();
    const slowly = async (first: string, more: string, clings = false) => {
      const connection = await openConnection(guide.url, { clings });
      connection.send(first);
      const trickle = setInterval(() => connection.send(more), 100);
      const answer = await connection.answer(15_000);
      clearInterval(trickle);
      return { ...told(answer), seconds: (Date.now() - began) / 1_000 };
    };
    const counted = async () => {
      const metrics = await (await fetch(guide.url.replace("/graphql", "/metrics"))).text();
      return Number(/guide_refused_total\{code="REQUEST_TIMEOUT",limit=""\} (\d+)/.exec(metrics)?.[1] ?? 0);
    };
    const before = await counted();
    const slow = Promise.all([
      slowly("", ""),
      slowly("POST /graphql HTTP/1.1\r\nhost: localhost\r\n", "x: y\r\n"),
      slowly("POST /graphql HTTP/1.1\r\nhost: localhost\r\n", "x: y\r\n", true),
      slowly(`${postHead(1_000)}\r\n`, " "),
      slowly(`${postHead(1_000)}\r\n`, " ", true),
    ]);
    for (let second = 0; second < 10; second++) {
      const asked = Date.now();
      expect((await guide.query("{ guide { code } }")).status).toBe(200);
      expect(Date.now() - asked).toBeLessThan(1_000);
      await sleep(1_000);
    }
    for (const [index, { status, code, seconds }] of (await slow).entries()) {
      expect({ status, code }).toEqual({ status: 408, code: "REQUEST_TIMEOUT" });
      // Headers have 5 seconds, and a whole request 10.
      expect(Math.abs(seconds - (index < 3 ? 6 : 11))).toBeLessThan(2);
    }
    expect((await counted()) - before).toBe(5);
  });
});
