import { connect } from "node:net";
import { createLogger } from "../telemetry/logger";
import { startTestGuide, type TestGuide } from "./support/guide";

/** What belongs to a person, as it may come along with a request. */
const PERSONAL = {
  email: "fatima.alzaabi@example.ae",
  mobile: "+971 50 123 4567",
  landline: "065123456",
  emiratesId: "784-1990-1234567-1",
  token: "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJmYXRpbWEifQ.c2lnbmF0dXJl",
};
/** What can be told from other words wherever it stands. */
const TELLTALE = Object.values(PERSONAL).join(" ");
const COOKIE = "session=of-fatima";

const lines: string[] = [];
const logger = createLogger("trace", { write: (line) => void lines.push(line) });
const logged = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

function expectNothingPersonal(): void {
  expect(lines).not.toEqual([]);
  for (const value of Object.values(PERSONAL)) expect(lines.join("")).not.toContain(value);
  expect(lines.join("")).not.toMatch(/fatima/i);
}

beforeEach(() => void (lines.length = 0));

describe("the logs of the gateway and the subgraphs, at their most talkative,", () => {
  let guide: TestGuide;
  let fails = false;
  beforeAll(async () => {
    guide = await startTestGuide({
      logger,
      wrap: (_, client) => ({
        ...client,
        execute: async (request, signal) => {
          if (!fails) return client.execute(request, signal);
          // As a library may throw, with all that it had at hand.
          throw Object.assign(new Error(`no answer for ${TELLTALE}`), {
            request,
            headers: { authorization: `Bearer ${PERSONAL.token}`, cookie: COOKIE },
          });
        },
      }),
    });
  });
  afterEach(() => void (fails = false));
  afterAll(() => guide.stop());

  const send = (body: string, headers: Record<string, string> = {}) =>
    fetch(guide.url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });

  test("have a line for each request, with its id in those of every part", async () => {
    await guide.database.query("ALTER TABLE catalogue.journey RENAME TO journey_away");
    await guide.query("{ journeys { nodes { code } } }", {}, { "x-request-id": "of-a-test" });
    await guide.database.query("ALTER TABLE catalogue.journey_away RENAME TO journey");
    const told = logged().filter(({ requestId }) => requestId === "of-a-test");
    expect(told.map(({ msg, subgraph }) => [msg, subgraph])).toEqual([
      ["unexpected error", "catalogue"],
      ["answered", undefined],
    ]);
    expect(told[0]?.["err"]).toMatchObject({ code: "42P01", message: expect.stringContaining("does not exist") });
  });

  test("keep out what comes in headers", async () => {
    await guide.query(
      "{ guide { isSample } }",
      {},
      {
        authorization: `Bearer ${PERSONAL.token}`,
        cookie: COOKIE,
        "x-request-id": PERSONAL.email,
        "guide-as-of": PERSONAL.email,
        "accept-language": PERSONAL.email,
        "user-agent": TELLTALE,
        "x-forwarded-for": PERSONAL.mobile,
        referer: `https://example.ae/?for=${PERSONAL.email}`,
      },
    );
    expectNothingPersonal();
  });

  test("keep out what comes in variables, good, bad and refused by the database", async () => {
    const query = "query ($code: Code!, $text: String, $at: DateTime!) { serviceByCode(code: $code) { name { ar } } }";
    await send(JSON.stringify({ query, variables: { code: PERSONAL.email, text: TELLTALE, at: PERSONAL.mobile } }));
    await guide.query("query ($code: Code!) { serviceByCode(code: $code) { name { ar } } }", { code: "FATIMA" });
    await guide.query("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids: [TELLTALE, "\u0000fatima"] });
    await guide.query("query ($after: String) { services(after: $after) { nodes { code } } }", { after: TELLTALE });
    expectNothingPersonal();
  });

  test("keep out what stands in the text of a query, one that is carried out or one that cannot be", async () => {
    await guide.query(`{ serviceByCode(code: "FATIMA") { name { ar } } } # ${TELLTALE}`);
    await guide.query(`query fatima { service(id: "${TELLTALE}") { code } }`);
    await guide.query(`{ serviceByCode(code: "${TELLTALE}" { name }`);
    await guide.query(`{ fatima { alzaabi } }`);
    await guide.query(`{ services(first: 1) { nodes { fatima } } }`);
    expectNothingPersonal();
  });

  test("keep out what stands in requests that cannot be read", async () => {
    await send(`{"query": ${TELLTALE}`);
    await send(TELLTALE, { "content-type": "text/plain" });
    await send(JSON.stringify({ query: "{ guide { isSample } }", variables: TELLTALE, operationName: PERSONAL.email }));
    await fetch(`${guide.url}?query=${encodeURIComponent(TELLTALE)}`);
    await fetch(new URL(`/${encodeURIComponent(TELLTALE)}?for=${encodeURIComponent(TELLTALE)}`, guide.url));
    await fetch(new URL(`/%E0%A4%A?for=${encodeURIComponent(TELLTALE)}`, guide.url));
    await sendRaw(`FATIMA ${TELLTALE}\r\n\r\n`);
    expectNothingPersonal();
  });

  test("keep out what errors carry, in their words and beside them", async () => {
    fails = true;
    const { errors } = await guide.query('{ serviceByCode(code: "SCM-DEMOLITION") { code synonyms: name { en } } }');
    expect(errors?.[0]?.extensions.code).toBe("SERVICE_UNAVAILABLE");
    const told = logged().find(({ msg }) => msg === "a subgraph did not answer");
    expect(told?.["err"]).toMatchObject({ type: "Error", message: expect.stringMatching(/^no answer for \[redacted\]/) });
    expectNothingPersonal();
  });

  /** Sends bytes that no HTTP client would. */
  function sendRaw(text: string): Promise<void> {
    const { hostname, port } = new URL(guide.url);
    return new Promise((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.end(text));
      socket.on("close", () => resolve()).resume();
    });
  }
});

describe("a line of the log", () => {
  test("keeps what a field holds that may be a person's to itself", () => {
    const { email, token } = PERSONAL;
    logger.info(
      { headers: { authorization: `Bearer ${token}` }, request: { headers: { cookie: COOKIE } }, variables: { email } },
      "asked",
    );
    logger.info({ authorization: token, phone: PERSONAL.mobile, values: [email], query: token }, "asked");
    expectNothingPersonal();
    expect(logged().map(({ msg }) => msg)).toEqual(["asked", "asked"]);
  });

  test("tells what an error is, why, and where it came from, and leaves numbers that are nobody's", () => {
    const cause = Object.assign(new Error("connect ECONNREFUSED 10.0.0.7:4001"), { code: "ECONNREFUSED" });
    logger.error({ err: new TypeError("No answer within 3000 ms at 2026-11-22T10:00:00.000Z.", { cause }) }, "failed");
    expect(logged()[0]).toMatchObject({
      err: {
        type: "TypeError",
        message: "No answer within 3000 ms at 2026-11-22T10:00:00.000Z.",
        stack: expect.stringMatching(/logs\.test\.ts:\d+:\d+/),
        cause: { type: "Error", message: "connect ECONNREFUSED 10.0.0.7:4001", code: "ECONNREFUSED" },
      },
    });
  });
});
