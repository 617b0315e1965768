import { buildClientSchema, getIntrospectionQuery } from "graphql";
import type { SubgraphRequest } from "../../gateway/subgraph-request";
import { startTestGuide, type TestGuide } from "../support/guide";

describe("a request", () => {
  const seen: SubgraphRequest[] = [];
  let guide: TestGuide;
  beforeAll(async () => {
    guide = await startTestGuide({
      wrap: (_, client) => ({
        ...client,
        execute: (request, signal) => {
          seen.push(request);
          return client.execute(request, signal);
        },
      }),
    });
  });
  beforeEach(() => void (seen.length = 0));
  afterAll(() => guide.stop());

  const QUERY = '{ serviceByCode(code: "SCM-DEMOLITION") { competentAuthority { code } } }';

  test("keeps its id through every subgraph and gets it back", async () => {
    const { headers } = await guide.query(QUERY, {}, { "x-request-id": "trace-42" });
    expect(headers.get("x-request-id")).toBe("trace-42");
    expect(seen).toHaveLength(2);
    expect(seen.map((request) => request.headers["x-request-id"])).toEqual(["trace-42", "trace-42"]);
  });

  test("gets an id of its own when it brings none or a malformed one", async () => {
    for (const given of [{}, { "x-request-id": "a b\u00e9" }, { "x-request-id": "x".repeat(500) }] as Record<string, string>[]) {
      const { headers } = await guide.query(QUERY, {}, given);
      expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test("hands subgraphs only the headers they need", async () => {
    await guide.query(
      `${QUERY} # not asked before`,
      {},
      { cookie: "session=secret", "x-forwarded-for": "1.2.3.4", "accept-language": "ar" },
    );
    expect(Object.keys(seen[0]?.headers ?? {}).sort()).toEqual(["guide-position", "x-request-id"]);
  });

  test("cannot reach the federation fields of the subgraphs", async () => {
    for (const query of ["{ _service { sdl } }", "{ _entities(representations: []) { __typename } }"]) {
      const { errors } = await guide.query(query);
      expect(errors?.[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
    }
    expect(seen).toHaveLength(0);
  });

  test("may ask for the schema", async () => {
    const { data } = await guide.query<{ __schema: { types: { name: string; description: string | null }[] } }, object>(
      "{ __schema { types { name description } } }",
    );
    expect(data.__schema.types.map(({ name }) => name)).toContain("Service");
  });

  test("may ask for the schema in all the ways the newest tools do, with fragments and variables", async () => {
    const { data, errors } = await guide.query<{ __schema: { types: object[] }; __typename: string }, object>(
      getIntrospectionQuery({
        descriptions: true,
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
        oneOf: true,
      }).replace("{", "($deep: Boolean = true) { ... on Query @include(if: $deep) { __typename }"),
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ __typename: "Query", __schema: expect.anything() as object });
    expect(buildClientSchema(data as never).getType("Service")?.description).toMatch(/service/i);
    expect(seen).toHaveLength(0);
  });

  test("does not get the query plan, whatever header it sends", async () => {
    const { extensions } = await guide.query(QUERY, {}, { "apollo-query-plan-experimental": "1" });
    expect(extensions).toBeUndefined();
  });

  test.each([
    ["{ services(first: 0) { nodes { code } } }", ["services"], "`first` must be between 1 and 100"],
    ["{ services(first: 101) { nodes { code } } }", ["services"], "`first` must be between 1 and 100"],
    ['{ services(after: "nonsense") { nodes { code } } }', ["services"], "cursor"],
    ['{ a: serviceByCode(code: "no such form") { code } }', ["a"], "Code expects"],
    ['{ service(id: "nonsense") { code } }', ["service"], "is not an id of this guide"],
    [
      '{ services { nodes { serviceCentres(first: 1) { nodes { isOpen(at: "noon") } } } } }',
      ["services", "nodes", 0, "serviceCentres"],
      "DateTime expects",
    ],
    [
      '{ governmentEntityByCode(code: "SCM") { scorecard(period: "soon") { standardsMet } } }',
      ["governmentEntityByCode", "scorecard"],
      "Period expects",
    ],
  ])("%s is refused with its place and what to send instead", async (query, path, message) => {
    const { errors } = await guide.query(query);
    expect(errors?.[0]).toMatchObject({
      path,
      message: expect.stringContaining(message) as string,
      extensions: { code: "BAD_USER_INPUT" },
    });
  });

  test("with a malformed variable is refused with its place", async () => {
    const { errors } = await guide.query("query One($code: Code!) { serviceByCode(code: $code) { code } }", {
      code: "no such form",
    });
    expect(errors?.[0]).toMatchObject({ path: ["serviceByCode"], extensions: { code: "BAD_USER_INPUT" } });
  });

  test("for ids and codes that nobody has gets null and no error", async () => {
    const id = Buffer.from("Service:NOBODY").toString("base64url");
    const { data, errors } = await guide.query(
      `{ service(id: "${id}") { code } node(id: "${id}") { id } serviceByCode(code: "NOBODY") { code } }`,
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ service: null, node: null, serviceByCode: null });
  });

  test("whose operation is not clear is refused with 400", async () => {
    const several = await guide.query("query A { __typename } query B { __typename }");
    expect(several.status).toBe(400);
    expect(several.errors?.[0]?.extensions.code).toBe("OPERATION_RESOLUTION_FAILURE");
  });

  test.each([
    ["{bad", 400, "BAD_REQUEST"],
    [JSON.stringify({ query: `{ ${"a".repeat(200_000)} }` }), 413, "PAYLOAD_TOO_LARGE"],
  ])("with an unreadable or huge body is refused as GraphQL refuses", async (body, status, code) => {
    const response = await fetch(guide.url, { method: "POST", headers: { "content-type": "application/json" }, body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  test("to another address is told where the guide is", async () => {
    const response = await fetch(guide.url.replace("/graphql", "/services"));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "NOT_FOUND" } }] });
  });
});
