import { startTestGuide, type TestGuide } from "../support/guide";

describe("the cost of an operation", () => {
  const cost = async (query: string, variables: object = {}) => {
    const { errors } = await priced.query(query, variables);
    return errors?.[0]?.extensions["value"];
  };
  let priced: TestGuide;
  beforeAll(async () => {
    priced = await startTestGuide({ gateway: { LIMIT_COST: "0" } });
  });
  afterAll(() => priced.stop());

  test.each<[string, string, object, number]>([
    ["one record", '{ serviceByCode(code: "X") { code } }', {}, 1],
    [
      "a page, with what each of its records refers to",
      "{ services(first: 7) { nodes { name { ar } competentAuthority { code } } } }",
      {},
      1 + 7 * 3,
    ],
    ["a page by edges", "{ services(first: 7) { edges { node { code } } } }", {}, 1 + 7 * 2],
    ["a page by variable", "query($n: Int!) { services(first: $n) { nodes { code } } }", { n: 9 }, 10],
    ["a page by the default of a variable", "query($n: Int! = 8) { services(first: $n) { nodes { code } } }", {}, 9],
    ["a page by default", "{ services { nodes { code } } }", {}, 21],
    [
      "a page by the default of its argument, when a variable is left out",
      "query($n: Int) { services(first: $n) { nodes { code } } }",
      {},
      21,
    ],
    ["the count of a page", "{ services(first: 100) { totalCount pageInfo { endCursor } } }", {}, 2],
    [
      "pages within a page",
      "{ governmentEntities(first: 10) { nodes { services(first: 5) { nodes { code } } } } }",
      {},
      1 + 10 * (1 + 1 + 5),
    ],
    ["a list that does not say how long it is", '{ serviceByCode(code: "X") { fees { type } } }', {}, 1 + 10],
    [
      "records by id",
      "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Service { name { ar } } } }",
      { ids: ["a", "b", "c"] },
      3 * 2,
    ],
    ["records by id in the text", '{ nodes(ids: ["a", "b"]) { id } }', {}, 2],
    [
      "a fragment, wherever it is used",
      "{ a: services(first: 2) { ...A } b: services(first: 3) { ...A } } fragment A on ServiceConnection { nodes { code } }",
      {},
      1 + 2 + 1 + 3,
    ],
    [
      "values that are computed",
      "{ serviceCentres(first: 5) { nodes { code isOpen a: nextOpening } } }",
      {},
      1 + 5 * (1 + 10 + 10),
    ],
    [
      "a page that is too large to be",
      "{ services(first: 2147483647) { nodes { relatedServices { code } } } }",
      {},
      1 + 2147483647 * 11,
    ],
    [
      "a product beyond all numbers",
      "query($n: Int!) { services(first: $n) { nodes { requiredBy(first: $n) { nodes { code } } } } }",
      { n: 1e300 },
      Number.MAX_SAFE_INTEGER,
    ],
  ])("counts %s", async (_, query, variables, value) => {
    expect(await cost(query, variables)).toBe(value);
  });

  test("may be the limit, and not more", async () => {
    const strict = await startTestGuide({ gateway: { LIMIT_COST: "500" } });
    const query = "query($n: Int!) { services(first: $n) { nodes { competentAuthority { name { ar } } audience { code } } } }";
    expect((await strict.query(query, { n: 38 })).errors).toBeUndefined();
    const { status, errors } = await strict.query(query, { n: 39 });
    await strict.stop();
    expect(status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: "LIMIT_EXCEEDED", limit: "cost", maximum: 500, value: 1 + 39 * 13 } }]);
  });
});
