import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { getIntrospectionQuery } from "graphql";
import { type Answer, startTestGuide, type TestGuide } from "../support/guide";

const OPERATIONS = join(__dirname, "../../schema/operations");
const LIMITS = {
  LIMIT_TOKENS: "60",
  LIMIT_DEPTH: "5",
  LIMIT_FIELDS: "12",
  LIMIT_ALIASES: "4",
  LIMIT_ROOT_FIELDS: "3",
  LIMIT_DIRECTIVES: "3",
  LIMIT_COST: "500",
};

let guide: TestGuide;
let strict: TestGuide;
beforeAll(async () => {
  [guide, strict] = await Promise.all([startTestGuide(), startTestGuide({ gateway: LIMITS })]);
});
afterAll(() => Promise.all([guide.stop(), strict.stop()]));

/** How often a limit was exceeded, as it is counted for monitoring. */
const counted = async (limit: string) => {
  const metrics = await (await fetch(strict.url.replace("/graphql", "/metrics"))).text();
  return Number(new RegExp(`guide_refused_total\\{code="LIMIT_EXCEEDED",limit="${limit}"\\} (\\d+)`).exec(metrics)?.[1] ?? 0);
};

function expectLimit({ status, data, errors }: Answer<unknown>, limit: string, maximum: number, value?: number): void {
  expect(status).toBe(400);
  expect(data).toBeUndefined();
  expect(errors).toEqual([
    {
      message: expect.stringContaining(`than the ${maximum} this guide allows`) as string,
      extensions: { code: "LIMIT_EXCEEDED", limit, maximum, ...(value !== undefined && { value }) },
    },
  ]);
}

describe("an operation at a limit is answered, and one beyond it is refused with the limit and what it asked for", () => {
  const nested = (levels: number): string => (levels === 0 ? "code" : `parentService { ${nested(levels - 1)} }`);
  type Case = readonly [limit: string, title: string, maximum: number, at: string, beyond: string, value: number | undefined];
  const cases: readonly Case[] = [
    [
      "tokens",
      "counted by the parser",
      60,
      `{ guide { ${"code ".repeat(11)}} } #`,
      `{ guide { ${"code ".repeat(60)}} }`,
      undefined,
    ],
    [
      "depth",
      "through inline fragments",
      5,
      `{ services { nodes { ... { ${nested(2)} } } } }`,
      `{ services { nodes { ... { ${nested(3)} } } } }`,
      6,
    ],
    [
      "depth",
      "through fragments",
      5,
      `{ services { nodes { ...A } } } fragment A on Service { ${nested(2)} }`,
      `{ services { nodes { ...A } } } fragment A on Service { ${nested(3)} }`,
      6,
    ],
    ["fields", "beside each other", 12, `{ guide { ${"code ".repeat(11)}} }`, `{ guide { ${"code ".repeat(12)}} }`, 13],
    [
      "fields",
      "in a fragment, wherever it is used",
      12,
      "{ a: guide { ...A } b: guide { ...A } } fragment A on Guide { code id name { ar en } }",
      "{ a: guide { ...A } b: guide { ...A } } fragment A on Guide { code id isSample name { ar en } }",
      14,
    ],
    [
      "aliases",
      "at every level",
      4,
      "{ a: guide { b: name { c: ar d: en } } }",
      "{ a: guide { b: name { c: ar d: en e: ar } } }",
      5,
    ],
    [
      "aliases",
      "in a fragment, wherever it is used",
      4,
      "{ guide { ...A ...A } } fragment A on Guide { a: code b: id }",
      "{ guide { ...A ...A x: code } } fragment A on Guide { a: code b: id }",
      5,
    ],
    [
      "rootFields",
      "through fragments",
      3,
      "{ guide { code } ... { __typename ...A } } fragment A on Query { guide { id } }",
      "{ guide { code } ... { __typename ...A ...A } } fragment A on Query { guide { id } }",
      4,
    ],
    [
      "directives",
      "on fields, fragments and the operation",
      3,
      "{ guide @skip(if: false) { ... @include(if: true) { code @skip(if: false) } } }",
      "{ guide @skip(if: false) { ... @include(if: true) { code @skip(if: false) id @skip(if: true) } } }",
      4,
    ],
    [
      "introspections",
      "by alias or type",
      1,
      '{ __type(name: "Service") { name fields { name } } }',
      '{ __type(name: "Service") { name } __schema { a: types { name } } }',
      3,
    ],
  ];

  test.each(cases)("%s %s", async (limit, _, maximum, at, beyond, value) => {
    const before = await counted(limit);
    expect((await strict.query(at)).errors).toBeUndefined();
    expect(await counted(limit)).toBe(before);
    const began = performance.now();
    expectLimit(await strict.query(beyond), limit, maximum, value);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(await counted(limit)).toBe(before + 1);
  });
});

describe("the limits as they come", () => {
  test.each(readdirSync(OPERATIONS).filter((name) => name.endsWith(".graphql")))("let %s through", async (file) => {
    const { status, errors } = await guide.query(readFileSync(join(OPERATIONS, file), "utf8"));
    expect([status, errors]).toEqual([200, undefined]);
  });

  test("let tools ask for the whole schema", async () => {
    const options = {
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
    };
    expect((await guide.query(getIntrospectionQuery(options))).errors).toBeUndefined();
  });

  test("let a page of a hundred services in detail through", async () => {
    const { errors, data } = await guide.query<{ services: { nodes: unknown[] } }, object>(
      `{ services(first: 100) { nodes { code shortDescription { ar en } competentAuthority { name { ar en } }
         audience { name { ar en } } fees { amount { amount } } documents { evidence { name { ar en } } } channels { channel { name { ar en } } } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.services.nodes.length).toBeGreaterThan(50);
  });
});
