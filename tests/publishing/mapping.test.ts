import { CommandError } from "../../cli/explain";
import { Mapper } from "../../cli/publishing/mapping/mapper";
import { readMapping } from "../../cli/publishing/mapping/mapping-file";
import { temporaryFiles } from "./temporary-files";

const { write } = temporaryFiles();
let files = 0;

async function mapperOf(fields: object, more: object = {}): Promise<Mapper> {
  const table = { file: "*.csv", records: [{ kind: "Service", fields }], ...more };
  const path = write(`mapping-${++files}.json`, JSON.stringify({ source: "test", tables: [table] }));
  return new Mapper(await readMapping(path));
}

/** The record that a row gives, and the codes of its problems. */
async function mapped(fields: object, cells: Record<string, string>) {
  const { records } = (await mapperOf(fields)).map(cells, "a.csv", "a.csv:2");
  return records.flatMap(({ record, problems }): unknown[] => {
    const told = problems.map(({ code, path }) => `${code} ${path}`);
    return told.length > 0 ? told : [{ ...record, source: undefined }];
  });
}

describe("a field", () => {
  test.each<[string, object, Record<string, string>, unknown]>([
    [
      "is a column, without what is around it",
      { "name.ar": { column: "n" } },
      { n: "  خدمة\r\nأولى " },
      { name: { ar: "خدمة\nأولى" } },
    ],
    ["is a constant", { status: "ACTIVE", isOn: true, rank: 3 }, {}, { status: "ACTIVE", isOn: true, rank: 3 }],
    ["is left out when its cell is empty", { a: { column: "n" } }, { n: " " }, {}],
    ["has its default when its cell is empty", { a: { column: "n", default: "X" } }, { n: "" }, { a: "X" }],
    [
      "fills a template, unless a column of it is empty",
      { a: { template: "{n}-{m}" }, b: { template: "{n}-{o}" } },
      { n: "1", m: "2" },
      { a: "1-2" },
    ],
    ["keeps what a pattern finds", { a: { column: "n", pattern: "^(\\d{4})-" } }, { n: "2023-2024" }, { a: "2023" }],
    ["is a list of parts, each once", { a: { column: "n", split: "," } }, { n: "x, y,,x" }, { a: ["x", "y"] }],
    ["is translated", { a: { column: "n", translate: { Y: { b: 1 } } } }, { n: "Y" }, { a: { b: 1 } }],
    ["is reported when it has no translation", { a: { column: "n", translate: { Y: 1 } } }, { n: "Q" }, ["UNTRANSLATED $.a"]],
    [
      "is left out without translation where that is said",
      { a: { column: "n", translate: { Y: 1 }, untranslated: "ignore" } },
      { n: "constructor" },
      {},
    ],
    [
      "is a code made of a text",
      { code: { column: "n", code: { prefix: "CA-" } } },
      { n: "Réseau  n° 7!" },
      { code: "CA-RESEAU-N-7" },
    ],
    ["is an exact decimal", { a: { column: "n", decimal: "number" } }, { n: "1,234,567,890.10" }, { a: "1234567890.1" }],
    ["is a fraction of a percentage", { a: { column: "n", decimal: "percent" } }, { n: "99.95 %" }, { a: "0.9995" }],
    ["is no number", { a: { column: "n", decimal: "number" } }, { n: "many" }, ["NOT_A_NUMBER $.a"]],
    ["is a date in ISO form", { a: { column: "n", date: "DD/MM/YYYY" } }, { n: "5/11/2024" }, { a: "2024-11-05" }],
    ["is no date that exists", { a: { column: "n", date: "DD/MM/YYYY" } }, { n: "31/02/2024" }, ["NOT_A_DATE $.a"]],
    [
      "stands in a list of objects",
      { "steps[0].name.en": "Apply", "steps[1].name.en": "Wait" },
      {},
      { steps: [{ name: { en: "Apply" } }, { name: { en: "Wait" } }] },
    ],
    [
      "is the first that has a value",
      {
        a: {
          first: [{ column: "n" }, { list: [] as unknown[] }, "Z"].filter((each) => typeof each === "string" || "column" in each),
        },
      },
      {},
      { a: "Z" },
    ],
    [
      "is a list of those whose condition is true",
      {
        a: {
          list: [
            { value: 1, when: { column: "n", is: "1" } },
            { value: 2, when: { not: { column: "n", is: "1" } } },
          ],
        },
      },
      { n: "1" },
      { a: [1] },
    ],
    ["is an object", { a: { fields: { "b.c": { column: "n" } } } }, { n: "1" }, { a: { b: { c: "1" } } }],
  ])("%s", async (_, fields, cells, expected) => {
    expect(await mapped(fields, cells)).toEqual(Array.isArray(expected) ? expected : [expected]);
  });
});

describe("checks", () => {
  const texts = { message: { ar: "{id} في {earlier}", en: "{id} is in {earlier}" }, remedy: { ar: "صحّح", en: "Mend it" } };
  const problemsOf = (mapper: Mapper, ...rows: Record<string, string>[]) =>
    rows.map((cells, index) => mapper.map(cells, "a.csv", `a.csv:${index + 2}`));

  test("report a key that was there before, and leave the row out when that is an error", async () => {
    const check = { code: "DUPLICATE_KEY", severity: "ERROR", column: "id", repeated: ["id"], ...texts };
    const mapper = await mapperOf({ code: { column: "id" } }, { checks: [check] });
    const [first, second] = problemsOf(mapper, { id: "A" }, { id: "A" });
    expect(first).toMatchObject({ problems: [], records: [{ record: { code: "A" } }] });
    expect(second).toEqual({
      records: [],
      problems: [
        {
          code: "DUPLICATE_KEY",
          severity: "ERROR",
          path: "$.id",
          message: { ar: "A في a.csv:2", en: "A is in a.csv:2" },
          remedy: texts.remedy,
        },
      ],
    });
  });

  test("report a key only when something else differs, where that is said", async () => {
    const check = { code: "TWO_YEARS", severity: "WARNING", repeated: ["id"], differing: ["year"], ...texts };
    const mapper = await mapperOf({ code: { column: "id" } }, { checks: [check] });
    const found = problemsOf(mapper, { id: "A", year: "1" }, { id: "A", year: "1" }, { id: "A", year: "2" });
    expect(found.map(({ problems }) => problems.length)).toEqual([0, 0, 1]);
  });

  test("compare numbers as numbers", async () => {
    const check = { code: "OVER", severity: "WARNING", when: { greater: ["met", "total"] }, ...texts };
    const mapper = await mapperOf({}, { checks: [check] });
    const found = problemsOf(mapper, { met: "9", total: "10" }, { met: "10", total: "9" }, { met: "", total: "9" });
    expect(found.map(({ problems }) => problems.length)).toEqual([0, 1, 0]);
  });
});

test("two values that make one code are reported, and one value twice is not", async () => {
  const mapper = await mapperOf({ code: { column: "id", code: { prefix: "" } } });
  const found = ["a b", "a-b", "a b"].map((id) =>
    mapper.map({ id }, "a.csv", "a.csv:2").records[0]?.problems.map(({ code }) => code),
  );
  expect(found).toEqual([[], ["CODE_COLLISION"], []]);
});

test("a record that many rows repeat is made once; a row that says something else of it is reported", async () => {
  const records = [{ kind: "GovernmentEntity", once: true, fields: { code: { column: "id" }, "name.en": { column: "n" } } }];
  const mapper = await mapperOf({}, { records });
  const found = ["one", "one", "other"].map((n) =>
    mapper.map({ id: "A", n }, "a.csv", "a.csv:2").records.map(({ problems }) => problems.map(({ code }) => code)),
  );
  expect(found).toEqual([[[]], [], [["DIFFERS_FROM_FIRST"]]]);
});

test("a mapping with mistakes is refused with the path of each", async () => {
  const mapping = {
    source: "test",
    tables: [
      { file: "a.csv", records: [{ kind: "Service", fields: { "name ar": "x", code: { column: "id", cod: 1 } } }], check: [] },
    ],
  };
  const path = write("wrong.yaml", JSON.stringify(mapping));
  const error = await readMapping(path).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CommandError);
  expect((error as Error).message).toMatch(/tables\.0\.records\.0\.fields/);
  expect((error as Error).message).toMatch(/"check"/);
});
