import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startTestGuide, type TestGuide } from "../support/guide";

const FOLDER = join(__dirname, "../../schema/operations");
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".graphql"));

describe("every operation that comes with the guide", () => {
  let guide: TestGuide;
  beforeAll(async () => {
    guide = await startTestGuide();
  });
  afterAll(() => guide.stop());

  test.each(files)("%s runs as it stands and answers something in both languages", async (file) => {
    const { data, errors, status } = await guide.query<Record<string, unknown>, object>(readFileSync(join(FOLDER, file), "utf8"));
    expect(errors).toBeUndefined();
    expect(status).toBe(200);
    expect(Object.keys(data)).not.toHaveLength(0);
    expect(emptyPlaces(data)).toEqual([]);
    const texts = textsIn(data);
    expect(texts.some(({ ar, en }) => ar !== null && en !== null)).toBe(true);
    expect(texts.filter(({ ar }) => ar !== null && !/\p{Script=Arabic}/u.test(ar))).toEqual([]);
  });

  // A fetch or statement more than these is a page that got slower for everyone who opens it. Where a subgraph runs
  // more statements than it was asked questions, the operation asks for a total or for several lists.
  test.each<[string, Record<string, [fetches: number, statements: number]>]>([
    ["flagship-services", { catalogue: [1, 1], entities: [1, 1], segments: [1, 1], standards: [1, 1] }],
    ["service-list", { catalogue: [1, 2], entities: [1, 1], segments: [1, 1], standards: [1, 1] }],
    ["entity-page", { catalogue: [1, 2], entities: [1, 3], standards: [2, 2] }],
    ["journey-page", { catalogue: [1, 1], entities: [2, 2] }],
    ["centres-near", { entities: [1, 2], standards: [2, 2] }],
    ["missed-standards", { standards: [1, 3], catalogue: [1, 1], entities: [2, 2] }],
    ["my-services", { entities: [2, 2], catalogue: [1, 2] }],
    ["my-unreported", { entities: [1, 1], standards: [1, 1], catalogue: [1, 1] }],
    ["next-page", { catalogue: [1, 1] }],
    ["policy-chain", { standards: [1, 7], entities: [2, 2] }],
    ["service-channels", { catalogue: [1, 2] }],
  ])("%s costs no more fetches and statements than its plan needs", async (name, expected) => {
    const { fetches, statements } = await guide.cost(() => guide.query(readFileSync(join(FOLDER, `${name}.graphql`), "utf8")));
    const cost = Object.fromEntries(
      Object.entries(statements).map(([name, count]) => [
        name,
        [fetches.filter(({ subgraph }) => subgraph === name).length, count],
      ]),
    );
    expect(cost).toEqual(expected);
  });
});

type Value = { readonly [field: string]: unknown };
const isObject = (value: unknown): value is Value => typeof value === "object" && value !== null && !Array.isArray(value);

/** The root fields, and the pages of a list in them, that hold nothing. */
function emptyPlaces(data: Value): string[] {
  const isEmpty = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0);
  return Object.entries(data).flatMap(([root, value]) => [
    ...(isEmpty(value) ? [root] : []),
    ...pagesIn(root, value, 2).flatMap(([place, entries]) => (isEmpty(entries) ? [place] : [])),
  ]);
}

/** The entries of each connection within a value, down to a depth. */
function pagesIn(place: string, value: unknown, depth: number): [string, unknown][] {
  if (!isObject(value) || depth === 0) return [];
  const entries = value["nodes"] ?? value["edges"];
  return entries === undefined
    ? Object.entries(value).flatMap(([field, inner]) => pagesIn(`${place}.${field}`, inner, depth - 1))
    : [[place, entries]];
}

interface Text {
  readonly ar: string | null;
  readonly en: string | null;
}

/** Every localized text within a value; an alias may be in one language only. */
function textsIn(value: unknown): Text[] {
  if (typeof value !== "object" || value === null) return [];
  return "ar" in value ? [value as Text] : Object.values(value).flatMap(textsIn);
}
