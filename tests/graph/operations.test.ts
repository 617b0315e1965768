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

  test.each(files)("%s runs as it stands and answers something in every root field", async (file) => {
    const { data, errors, status } = await guide.query<Record<string, unknown>, object>(readFileSync(join(FOLDER, file), "utf8"));
    expect(errors).toBeUndefined();
    expect(status).toBe(200);
    expect(Object.values(data)).not.toHaveLength(0);
    expect(Object.values(data).filter((value) => value === null || (Array.isArray(value) && value.length === 0))).toEqual([]);
  });

  // A fetch or statement more than these is a page that got slower for everyone who opens it. Where a subgraph runs
  // more statements than it was asked questions, the operation asks for a total or for several lists.
  test.each<[string, Record<string, [fetches: number, statements: number]>]>([
    ["flagship-services", { catalogue: [1, 1], entities: [1, 1], segments: [1, 1], standards: [1, 1] }],
    ["service-list", { catalogue: [1, 2], entities: [1, 1], segments: [1, 1], standards: [1, 1] }],
    ["entity-page", { catalogue: [1, 2], entities: [1, 3], standards: [2, 2] }],
    ["journey-page", { catalogue: [1, 1], entities: [2, 2] }],
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
