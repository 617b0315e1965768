import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startTestGuide, type TestGuide } from "./support/guide";

const ROOT = join(__dirname, "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** Queries of a page that are followed by their answers. */
function answeredQueries(page: string): [query: string, answer: unknown][] {
  const graphql = [...page.matchAll(/```graphql\n([\s\S]*?)```\s*```json\n([\s\S]*?)```/g)];
  const curl = [...page.matchAll(/-d '(\{"query":[\s\S]*?\})'\n```\s*```json\n([\s\S]*?)```/g)];
  return [
    ...graphql.map(([, query = "", answer = ""]) => [query, JSON.parse(answer)] as [string, unknown]),
    ...curl.map(
      ([, body = "", answer = ""]) => [(JSON.parse(body) as { query: string }).query, JSON.parse(answer)] as [string, unknown],
    ),
  ];
}

describe("the pages that describe the guide", () => {
  let guide: TestGuide;
  beforeAll(async () => {
    guide = await startTestGuide();
  });
  afterAll(() => guide.stop());

  test("give queries with the answers one gets", async () => {
    const queries = answeredQueries(read("README.md"));
    expect(queries).toHaveLength(3);
    for (const [query, answer] of queries) {
      const { data } = await guide.query(query);
      expect({ data }).toEqual(answer);
    }
  });

  test.each(["catalogue", "entities", "governance", "segments", "standards"])("give a query of %s that runs", async (name) => {
    const queries = [...read(`subgraphs/${name}/README.md`).matchAll(/```graphql\n([\s\S]*?)```/g)];
    expect(queries.length).toBeGreaterThan(0);
    for (const [, query = ""] of queries) {
      const { data, errors } = await guide.query<object, object>(query);
      expect(errors).toBeUndefined();
      expect(Object.values(data).filter((value) => value === null)).toEqual([]);
    }
  });
});
