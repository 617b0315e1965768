import { setTimeout as sleep } from "node:timers/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { startTestGuide, type TestGuide } from "../support/guide";

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(" ");
const json = (query: string, variables: object = {}) => JSON.stringify({ query, variables });
/** Fragments that each spread the next one twice, down to `end`. */
const doubling = (levels: number, end: string) =>
  `{ ...F0 } ${times(levels, (level) => `fragment F${level} on Query { ...F${level + 1} ...F${level + 1} }`)} fragment F${levels} on Query { ${end} }`;
const nested = (levels: number, open: string, close: string, inner: string) => open.repeat(levels) + inner + close.repeat(levels);
const ids = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";

const IS_LIMITED = "LIMIT_EXCEEDED";
const IS_INVALID = "GRAPHQL_VALIDATION_FAILED";

/** What is sent, and what it is told; nothing where it is harmless and answered. */
const ATTACKS: readonly (readonly [title: string, body: string, code: string | undefined])[] = [
  ["a thousand aliases", json(`{ ${times(300, (index) => `a${index}: guide { code }`)} }`), IS_LIMITED],
  ["a field over and over", json(`{ guide { ${"code ".repeat(1_900)} } }`), IS_LIMITED],
  ["directives over and over", json(`{ guide { code ${"@include(if: true) ".repeat(200)} } }`), IS_LIMITED],
  ["unknown directives over and over", json(`{ guide { code ${"@a ".repeat(900)} } }`), IS_LIMITED],
  [
    "fragments over and over",
    json(
      `{ services { nodes { ${times(150, (index) => `...F${index}`)} } } } ${times(150, (index) => `fragment F${index} on Service { name { ar } }`)}`,
    ),
    undefined,
  ],
  ["fragments that double", json(doubling(150, "guide { code }")), IS_LIMITED],
  ["fragments that double to nothing", json(doubling(150, "...F0")), IS_INVALID],
  ["a fragment within itself", json("{ ...A } fragment A on Query { guide { code } ...A }"), IS_INVALID],
  [
    "fragments in a circle",
    json("{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...A }"),
    IS_INVALID,
  ],
  [
    "fragments in a circle that nobody uses",
    json("{ guide { code } } fragment A on Service { parentService { ...B } } fragment B on Service { parentService { ...A } }"),
    IS_INVALID,
  ],
  [
    "a circle of long lists",
    json(
      `{ services { nodes { ...A0 } } } ${times(110, (index) => `fragment A${index} on Service { ...A${index + 1} }`)} fragment A110 on Service { ${times(60, (index) => `requiredBy(first: ${index + 1}) { nodes { ...A0 } }`)} }`,
    ),
    IS_INVALID,
  ],
  ["deep nesting", json(`{ services { nodes { ${nested(600, "parentService { ", "}", "code ")} } } }`), IS_LIMITED],
  ["deep nesting of inline fragments", json(`{ ${nested(600, "... { ", "}", "guide { code } ")} }`), undefined],
  ["deep nesting of lists in the text", json(`{ nodes(ids: ${nested(900, "[", "]", "")}) { id } }`), IS_INVALID],
  [
    "lists of lists of lists",
    json(
      "{ services(first: 100) { nodes { serviceCentres(first: 100) { nodes { services { serviceCentres(first: 100) { nodes { code } } } } } } } }",
    ),
    IS_LIMITED,
  ],
  [
    "an opening hour computed again and again",
    json(
      `{ services(first: 100) { nodes { serviceCentres(first: 100) { nodes { ${times(28, (index) => `a${index}: nextOpening`)} } } } } }`,
    ),
    IS_LIMITED,
  ],
  ["tokens without end", json(`{ guide { code(${"a: 1 ".repeat(3_000)}) } }`), IS_LIMITED],
  ["a comment as long as may be", json(`{ guide { code } } #${"x".repeat(90_000)}`), undefined],
  ["the schema through itself", json(`{ __schema { ${nested(20, "types { fields { type { ", "} } }", "name ")} } }`), IS_INVALID],
  [
    "the schema under many names",
    json(`{ __schema { ${times(25, (index) => `t${index}: types { fields { type { fields { args { name } } } } }`)} } }`),
    IS_LIMITED,
  ],
  [
    "the schema many times",
    json(`{ ${times(20, (index) => `s${index}: __schema { types { fields { type { name } } } }`)} }`),
    IS_LIMITED,
  ],
  ["unknown fields, many", json(`{ guide { ${times(900, (index) => `x${index}`)} } }`), IS_INVALID],
  [
    "conflicting fields, many",
    json(`{ services { nodes { ${times(25, (index) => `a: ${index % 2 ? "code" : "id"}`)} } } }`),
    IS_INVALID,
  ],
  ["variables, many", json(`query(${times(300, (index) => `$v${index}: Int`)}) { guide { code } }`), IS_INVALID],
  [
    "a variable as long as may be",
    json("query($code: Code!) { serviceByCode(code: $code) { code } }", { code: "X".repeat(90_000) }),
    "BAD_USER_INPUT",
  ],
  ["ids, many", json(ids, { ids: Array(20_000).fill("x") }), "BAD_USER_INPUT"],
  ["wrong values, many", json(ids, { ids: Array(20_000).fill({}) }), "BAD_USER_INPUT"],
  [
    "a variable nested deeply",
    `{"query":${JSON.stringify(ids)},"variables":{"ids":${nested(45_000, "[", "]", "")}}}`,
    "BAD_REQUEST",
  ],
  [
    "a variable nested deeply that nobody uses",
    `{"query":"{ guide { code } }","variables":{"a":${nested(15_000, '{"a":', "}", "1")}}}`,
    "BAD_REQUEST",
  ],
  ["extensions nested deeply", `{"query":"{ guide { code } }","extensions":{"a":${nested(45_000, "[", "]", "")}}}`, undefined],
  [
    "keys, many",
    `{"query":"{ guide { code } }","variables":{${Array.from({ length: 8_000 }, (_, index) => `"k${index}":1`).join()}}}`,
    undefined,
  ],
  [
    "a number beyond all numbers",
    '{"query":"query($n: Int!) { services(first: $n) { totalCount } }","variables":{"n":1e999}}',
    "BAD_USER_INPUT",
  ],
  ["operations in a list", `[${Array(500).fill(json("{ guide { code } }")).join()}]`, "BATCHING_NOT_SUPPORTED"],
  [
    "an operation that is named like what every object has",
    '{"query":"query A { __typename }","operationName":"constructor"}',
    "OPERATION_RESOLUTION_FAILURE",
  ],
  ["operations with one name", json("query A { guide { code } } query A { guide { id } }"), "OPERATION_RESOLUTION_FAILURE"],
  [
    "a prototype in the body",
    '{"query":"{ guide { code } }","__proto__":{"query":"{ x }"},"constructor":{"prototype":{"polluted":true}}}',
    undefined,
  ],
  [
    "a prototype as a variable",
    '{"query":"query($__proto__: Code!) { serviceByCode(code: $__proto__) { code } }","variables":{"__proto__":"A"}}',
    "BAD_USER_INPUT",
  ],
  [
    "a prototype in a variable",
    '{"query":"query($f: ServiceFilter) { services(filter: $f) { totalCount } }","variables":{"f":{"__proto__":{"polluted":true}}}}',
    "BAD_USER_INPUT",
  ],
  ["a prototype as an alias", json("{ __proto__: guide { constructor: code toString: id } }"), undefined],
];

describe("an attack by", () => {
  let guide: TestGuide;
  beforeAll(async () => {
    guide = await startTestGuide({ gateway: { ANSWER_CACHE_BYTES: "0" } });
    for (let round = 0; round < 3; round++) await honest();
  });
  afterAll(() => guide.stop());

  const send = (body: string) => fetch(guide.url, { method: "POST", headers: { "content-type": "application/json" }, body });
  async function honest(): Promise<void> {
    const { data, errors } = await guide.query("{ services(first: 5) { nodes { code competentAuthority { name { ar } } } } }");
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ services: { nodes: expect.arrayContaining([]) as unknown[] } });
  }

  test.each(ATTACKS)("%s costs less than a second, and whoever comes next is served", async (_, body, code) => {
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const began = process.cpuUsage();
    const response = await send(body);
    const text = await response.text();
    // A second of this process's own time, whatever else the machine does meanwhile.
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1e6).toBeLessThan(1);
    await sleep(20);
    delay.disable();
    expect(delay.max / 1e9).toBeLessThan(2);

    const { errors, data } = JSON.parse(text) as { errors?: { extensions: { code: string } }[]; data?: unknown };
    expect(errors?.[0]?.extensions.code).toBe(code);
    if (code === undefined) expect(data).toBeTruthy();
    expect(response.status).toBeLessThan(500);
    expect(text.length).toBeLessThan(200_000);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    await honest();
  });

  test("all of it, again and again, leaves nothing in memory", async () => {
    const round = async () => {
      for (const [, body] of ATTACKS) await (await send(body)).arrayBuffer();
    };
    await round();
    const before = process.memoryUsage().rss;
    for (let again = 0; again < 3; again++) await round();
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
    await honest();
  });
});
