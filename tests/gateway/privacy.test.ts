import { startTestGuide, type TestGuide } from "../support/guide";
import { openConnection } from "../support/connection";

const JSON_TYPE = { "content-type": "application/json" };
const BODY = JSON.stringify({ query: "{ guide { code } }" });
/** What no caller may learn: code, statements, places in files and networks, names of parts. */
const INSIDE =
  /node_modules|\bat [\w.<>]+ \(|\.[jt]s:\d|\/(home|tmp|usr|var)\/|SELECT |FROM |relation "|column "|ECONN|EPIPE|127\.0\.0\.1|localhost|:\d{4,5}\b|postgres|guide_\w+ |apollo(?!-require)|express|undici|typeorm|catalogue|subgraph/i;

let guide: TestGuide;
/** While set, what a subgraph fails with. */
let failure: Error | undefined;
const origin = () => guide.url.replace("/graphql", "");

beforeAll(async () => {
  guide = await startTestGuide({
    wrap: (name, client) => ({
      ...client,
      execute: async (request, signal) => {
        if (failure && name === "entities") throw failure;
        return client.execute(request, signal);
      },
    }),
  });
});
afterAll(() => guide.stop());

describe("an answer that refuses or fails says nothing of what is inside", () => {
  const everything = async (response: Response) =>
    JSON.stringify([...response.headers].filter(([name]) => name !== "date")) + (await response.text());

  test.each<[string, string, RequestInit]>([
    ["malformed JSON", "/graphql", { method: "POST", headers: JSON_TYPE, body: "{" }],
    ["a syntax error", "/graphql", { method: "POST", headers: JSON_TYPE, body: JSON.stringify({ query: "{ guide { " }) }],
    [
      "an unknown field",
      "/graphql",
      { method: "POST", headers: JSON_TYPE, body: JSON.stringify({ query: "{ guied { cod } }" }) },
    ],
    [
      "an unknown type",
      "/graphql",
      { method: "POST", headers: JSON_TYPE, body: JSON.stringify({ query: "{ guide { ... on Giude { id } } }" }) },
    ],
    [
      "a wrong variable",
      "/graphql",
      {
        method: "POST",
        headers: JSON_TYPE,
        body: JSON.stringify({ query: "query($n: Int!) { services(first: $n) { totalCount } }", variables: { n: "x" } }),
      },
    ],
    [
      "a wrong cursor",
      "/graphql",
      {
        method: "POST",
        headers: JSON_TYPE,
        body: JSON.stringify({ query: `{ services(after: "' OR 1=1 --") { totalCount nodes { code } } }` }),
      },
    ],
    ["a wrong method", "/graphql", { method: "PUT" }],
    ["a wrong type", "/graphql", { method: "POST", headers: { "content-type": "text/plain" }, body: BODY }],
    ["another address", "/nothing?x=<script>", {}],
    ["an address that cannot be decoded", "/schema/%ff%c0%ae", {}],
  ])("%s", async (_, path, options) => {
    expect(await everything(await fetch(origin() + path, options))).not.toMatch(INSIDE);
  });

  test("a part of the guide that cannot be reached", async () => {
    failure = Object.assign(new Error("connect ECONNREFUSED 10.0.0.7:4001 for http://entities:4001/graphql"), {
      code: "ECONNREFUSED",
    });
    const { errors } = await guide.query('{ governmentEntityByCode(code: "SCM") { code } }');
    failure = undefined;
    expect(errors).toMatchObject([{ extensions: { code: "SERVICE_UNAVAILABLE" } }]);
    expect(JSON.stringify(errors)).not.toMatch(INSIDE);
  });

  test("a statement that fails in the database", async () => {
    await guide.database.query("ALTER TABLE catalogue.life_event RENAME TO hidden_name");
    const { errors } = await guide.query("{ lifeEvents { nodes { code } } }");
    await guide.database.query("ALTER TABLE catalogue.hidden_name RENAME TO life_event");
    expect(errors).toMatchObject([{ extensions: { code: "INTERNAL_SERVER_ERROR" } }]);
    expect(JSON.stringify(errors)).not.toMatch(INSIDE);
    expect(JSON.stringify(errors)).not.toContain("hidden_name");
  });
});

describe("the schema", () => {
  test.each([
    "{ _service { sdl } }",
    '{ _entities(representations: [{ __typename: "Service", id: "x" }]) { __typename } }',
    '{ __type(name: "_Entity") { name } }',
    "{ ... on Query { a: _service { __typename } } }",
  ])("does not offer what subgraphs offer the gateway: %s", async (query) => {
    const { data, errors } = await guide.query<{ __type?: null } | undefined, object>(query);
    if (data) expect(data).toEqual({ __type: null });
    else expect(errors?.[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
  });

  test("is not told by suggestions, unless the operator wants them", async () => {
    const wrong = [
      "{ guied { code } }",
      "{ guide { coed } }",
      "{ services(frist: 1) { totalCount } }",
      "{ services(orderBy: NAME_EN_ACS) { totalCount } }",
    ];
    for (const query of wrong) expect(JSON.stringify((await guide.query(query)).errors)).not.toContain("Did you mean");
    const helpful = await startTestGuide({ gateway: { FIELD_SUGGESTIONS: "true" } });
    for (const query of wrong) expect(JSON.stringify((await helpful.query(query)).errors)).toContain("Did you mean");
    await helpful.stop();
  });

  test("is told to those who ask, unless the operator does not want it", async () => {
    const queries = [
      "{ __schema { queryType { name } } }",
      '{ __type(name: "Service") { name } }',
      "{ ...A } fragment A on Query { b: __schema { queryType { name } } }",
    ];
    for (const query of queries) expect((await guide.query(query)).errors).toBeUndefined();
    const closed = await startTestGuide({ gateway: { INTROSPECTION: "false" } });
    for (const query of queries) {
      const { data, errors } = await closed.query(query);
      expect(data).toBeUndefined();
      expect(errors?.[0]).toMatchObject({
        message: "This guide does not tell its schema by introspection. Read /schema/api.graphql.",
        extensions: { code: "INTROSPECTION_OFF" },
      });
    }
    expect((await closed.query("{ __typename guide { __typename code } }")).data).toEqual({
      __typename: "Query",
      guide: { __typename: "Guide", code: "GUIDE" },
    });
    await closed.stop();
  });
});

describe("headers that keep browsers safe", () => {
  test.each<[string, string, RequestInit]>([
    ["data", "/graphql", { method: "POST", headers: JSON_TYPE, body: BODY }],
    ["a refusal", "/graphql", { method: "PUT" }],
    ["a page", "/", {}],
    ["a file of the contract", "/schema/api.graphql", {}],
    ["health", "/health/ready", {}],
    ["nothing", "/nothing", {}],
  ])("come with %s", async (_, path, options) => {
    const { headers } = await fetch(origin() + path, options);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("content-security-policy")).not.toMatch(/unsafe-eval|script-src[^;]*(unsafe-inline|https?:|\*)/);
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("strict-transport-security")).toMatch(/^max-age=\d{8}/);
    expect(headers.has("x-powered-by")).toBe(false);
    expect(headers.has("server")).toBe(false);
  });
});

describe("what pages may do", () => {
  const policyOf = async (path: string) => (await fetch(origin() + path)).headers.get("content-security-policy");

  test("inline styles and workers are for the explorer, whose editor needs them", async () => {
    expect(await policyOf("/")).toMatch(/style-src 'self' 'unsafe-inline'.*worker-src 'self' blob:/);
  });

  test.each(["/ar", "/en", "/map", "/federation", "/schema/api.graphql", "/nothing"])("%s has neither", async (path) => {
    expect(await policyOf(path)).toBe(
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    );
  });
});

describe("files beside the contract", () => {
  const status = async (path: string) => {
    const connection = await openConnection(origin());
    connection.send(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
    const answer = await connection.answer();
    if (!answer.startsWith("HTTP/1.1 200")) expect(answer.slice(answer.indexOf("\r\n\r\n"))).not.toMatch(INSIDE);
    return Number(answer.split(" ")[1]);
  };

  test.each(["/schema/api.graphql", "/schema/operations/service-page.graphql", "/schema/records/Service.schema.json"])(
    "%s is served",
    async (path) => {
      expect(await status(path)).toBe(200);
    },
  );

  const UP = ["..", "%2e%2e", "%2e.", "..%2f..", "..%5c..", "%252e%252e", "....//", "..;", "%c0%ae%c0%ae", "%00/..", "./.."];
  test.each([
    ...["/assets/", "/schema/", "/schema/operations/", "//", "/"].flatMap((folder) =>
      UP.map((up) => `${folder}${up}/package.json`),
    ),
    "/assets/../../../../package.json",
    "/schema/operations/../../package.json",
    "/schema/build.ts",
    "/schema/check.ts",
    "/schema/README.md",
    "/schema/operations",
    "/schema/operations/",
    "/schema/operations/service-page.graphql%00.json",
    "/schema/api.graphql%00",
    "/schema/vocabulary/index.ts",
    "/gateway/configuration.ts",
    "/.git/config",
    "/package.json",
    "/assets/",
    "/assets/.git",
  ])("%s is not", async (path) => {
    expect([400, 404]).toContain(await status(path));
  });
});
