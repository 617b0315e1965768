import { gzipSync } from "node:zlib";
import { serverAudits } from "graphql-http";
import { startTestGuide, type TestGuide } from "../support/guide";

const JSON_TYPE = { "content-type": "application/json" };
const BODY = JSON.stringify({ query: "{ guide { code } }" });
const GUIDE = { data: { guide: { code: "GUIDE" } } };
/** Reading with GET needs a header that no page of another site can send. */
const PREFLIGHT = { "apollo-require-preflight": "true" };

let guide: TestGuide;
beforeAll(async () => {
  guide = await startTestGuide();
});
afterAll(() => guide.stop());

const address = (parameters: Record<string, string>) => `${guide.url}?${new URLSearchParams(parameters).toString()}`;

async function refusal(response: Response): Promise<{ status: number; code: string }> {
  const body = (await response.json()) as { errors: { message: string; extensions: { code: string } }[] };
  expect(response.headers.get("content-type")).toMatch(/^application\/(graphql-response\+)?json; charset=utf-8$/);
  expect(Object.keys(body)).toEqual(["errors"]);
  expect(body.errors[0]?.message).toMatch(/\.$/);
  return { status: response.status, code: body.errors[0]?.extensions.code ?? "" };
}

describe("GraphQL over HTTP: the server", () => {
  const audits = serverAudits({
    url: () => guide.url,
    fetchFn: (url: string, { headers, ...options }: RequestInit = {}) =>
      fetch(url, {
        ...options,
        headers: { ...(headers as Record<string, string>), ...(options.method === "POST" ? {} : PREFLIGHT) },
      }),
  });

  test.each(audits.map(({ id, name, fn }) => [id, name, fn] as const))("%s %s", async (id, name, fn) => {
    expect(await fn()).toEqual({ id, name, status: "ok" });
  });
});

describe("a body", () => {
  const post = (body: string | Buffer, headers: Record<string, string> = JSON_TYPE) =>
    fetch(guide.url, { method: "POST", headers, body });

  test.each<[string, string | Buffer, number, string]>([
    ["that is no JSON", "{bad", 400, "BAD_REQUEST"],
    ["that is empty", "", 400, "BAD_REQUEST"],
    ["that is JSON but no object", '"{ guide { code } }"', 400, "BAD_REQUEST"],
    ["that is null", "null", 400, "BAD_REQUEST"],
    ["without an operation", "{}", 400, "BAD_REQUEST"],
    ["whose query is no text", '{"query":{}}', 400, "BAD_REQUEST"],
    ["whose variables are a list", '{"query":"{__typename}","variables":[1]}', 400, "BAD_REQUEST"],
    [
      "that is broken UTF-8",
      Buffer.concat([Buffer.from('{"query":"{ __typename } #'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
      400,
      "BAD_REQUEST",
    ],
    ["in UTF-16", Buffer.from(BODY, "utf16le"), 400, "BAD_REQUEST"],
    ["with several operations in a list", `[${BODY},${BODY}]`, 400, "BATCHING_NOT_SUPPORTED"],
    [
      "of which no operation is named so",
      '{"query":"query A { __typename }","operationName":"B"}',
      400,
      "OPERATION_RESOLUTION_FAILURE",
    ],
    ["with fragments only", '{"query":"fragment A on Guide { code }"}', 400, "OPERATION_RESOLUTION_FAILURE"],
    ["of more bytes than may be", JSON.stringify({ query: `{ ${"a ".repeat(60_000)}}` }), 413, "PAYLOAD_TOO_LARGE"],
  ])("%s is refused", async (_, body, status, code) => {
    expect(await refusal(await post(body))).toEqual({ status, code });
  });

  test.each([
    ["in another charset", { "content-type": "application/json; charset=utf-7" }],
    ["in Latin", { "content-type": "application/json; charset=iso-8859-1" }],
    ["of an unreadable type", { "content-type": "application/json, text/html" }],
    ["of another type", { "content-type": "application/graphql" }],
  ])("%s is refused with 415", async (_, headers) => {
    expect(await refusal(await post(BODY, headers))).toEqual({ status: 415, code: "UNSUPPORTED_MEDIA_TYPE" });
  });

  test("that is compressed is refused unread", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, " "));
    expect(bomb.length).toBeLessThan(100_000);
    const response = await post(bomb, { ...JSON_TYPE, "content-encoding": "gzip" });
    expect(await refusal(response)).toEqual({ status: 415, code: "UNSUPPORTED_MEDIA_TYPE" });
  });

  test.each([["application/json"], ["application/json; charset=utf-8"], ['Application/JSON;charset="UTF-8"']])(
    "of type %s is answered",
    async (type) => {
      const response = await post(BODY, { "content-type": type });
      expect(await response.json()).toEqual(GUIDE);
    },
  );

  test("may begin with a byte order mark and hold any text", async () => {
    const response = await post(`\ufeff${JSON.stringify({ query: '{ guide { code } } # "دليل" 🕌' })}`);
    expect(await response.json()).toEqual(GUIDE);
  });

  test("of a key told twice is taken as JSON takes it: the last counts, for every check", async () => {
    const harmless = '"query":"{ guide { code } }"';
    const harmful = `"query":"{ ${"guide { code } ".repeat(26)}}"`;
    expect(await (await post(`{${harmful},${harmless}}`)).json()).toEqual(GUIDE);
    expect(await refusal(await post(`{${harmless},${harmful}}`))).toEqual({ status: 400, code: "LIMIT_EXCEEDED" });
  });
});

describe("a method", () => {
  test.each(["PUT", "DELETE", "PATCH", "OPTIONS"])("%s is refused with the ones that are allowed", async (method) => {
    const response = await fetch(guide.url, { method });
    expect(response.headers.get("allow")).toBe("GET, POST");
    expect(await refusal(response)).toEqual({ status: 405, code: "METHOD_NOT_ALLOWED" });
  });

  test("HEAD is refused without a body", async () => {
    const response = await fetch(guide.url, { method: "HEAD" });
    expect([response.status, response.headers.get("allow"), await response.text()]).toEqual([405, "GET, POST", ""]);
  });

  test("GET reads, with everything in the address", async () => {
    const query = "query One($code: Code!) { serviceByCode(code: $code) { code } } query Two { guide { code } }";
    const variables = JSON.stringify({ code: "SCM-DEMOLITION" });
    const response = await fetch(address({ query, variables, operationName: "One" }), { headers: PREFLIGHT });
    expect(await response.json()).toEqual({ data: { serviceByCode: { code: "SCM-DEMOLITION" } } });
  });

  test("GET refuses what is told twice, no JSON, or nothing", async () => {
    const once = new URLSearchParams({ query: "{ guide { code } }" }).toString();
    for (const search of [`${once}&${once}`, `${once}&variables={`, `${once}&extensions=1`, "", "query="]) {
      const response = await fetch(`${guide.url}?${search}`, { headers: PREFLIGHT });
      expect(await refusal(response)).toEqual({ status: 400, code: "BAD_REQUEST" });
    }
  });
});

describe("a header", () => {
  const ask = (headers: Record<string, string>) =>
    fetch(guide.url, { method: "POST", headers: { ...JSON_TYPE, ...headers }, body: BODY });

  test.each(["text/html", "application/xml", "application/json;q=0", "image/*"])(
    "Accept: %s is refused with 406",
    async (accept) => {
      expect(await refusal(await ask({ accept }))).toEqual({ status: 406, code: "NOT_ACCEPTABLE" });
    },
  );

  test.each([
    ["*/*", "application/json; charset=utf-8"],
    ["application/*", "application/json; charset=utf-8"],
    ["text/html, */*;q=0.1", "application/json; charset=utf-8"],
    ["application/graphql-response+json", "application/graphql-response+json; charset=utf-8"],
    [
      "application/graphql-response+json; charset=utf-8, application/json; charset=utf-8",
      "application/graphql-response+json; charset=utf-8",
    ],
    ["application/json;q=0.5, application/graphql-response+json", "application/graphql-response+json; charset=utf-8"],
  ])("Accept: %s is answered as %s", async (accept, type) => {
    const response = await ask({ accept });
    expect(response.headers.get("content-type")).toBe(type);
    expect(await response.json()).toEqual(GUIDE);
  });

  test.each([
    ["nothing", ""],
    ["garbage", "yesterday"],
    ["a day that does not exist", "2026-02-30T00:00:00Z"],
    ["the future", "2999-01-01T00:00:00Z"],
    ["two instants", "2026-11-20T00:00:00Z, 2026-11-21T00:00:00Z"],
    ["a statement", "2026-11-20T00:00:00Z'; DROP TABLE catalogue.service; --"],
  ])("Guide-As-Of with %s is refused", async (_, instant) => {
    expect(await refusal(await ask({ "guide-as-of": instant }))).toEqual({ status: 400, code: "BAD_USER_INPUT" });
  });

  test("that is odd, long or unknown changes nothing", async () => {
    for (const headers of [
      { "accept-language": "x".repeat(10_000) },
      { "accept-language": "ar;q=nonsense,,;" },
      { "accept-charset": "utf-7", "accept-encoding": "sdch, br;q=x" },
      { "guide-position": "0", "guide-gateway-secret": "guess", "x-http-method-override": "DELETE" },
      { "if-none-match": '*, "', "if-modified-since": "never", range: "bytes=0-1" },
    ] as Record<string, string>[]) {
      const response = await ask(headers);
      expect([response.status, await response.json()]).toEqual([200, GUIDE]);
    }
  });
});
