import { subgraphs } from "../../subgraphs";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import { migrate, revert } from "../../subgraphs/shared/migrate";
import { createDatabase, EMPTY_TEMPLATE, type TestDatabase } from "../support/database";

const settingsOf = ({ url }: TestDatabase) => readConfiguration({ DATABASE_URL: url }).database;

/** Everything the migrations made, with what each role may do; their own list of what has run left aside. */
async function madeBy(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ made: string }>(`
    SELECT format('%s %s.%s %s', c.relkind, n.nspname, c.relname, c.relacl) AS made
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN (${subgraphs.map(({ name }) => `'${name}'`).join()}) AND c.relname !~ '^(migration|PK_)'
    ORDER BY 1`);
  return rows.map(({ made }) => made);
}

test("migrations go forward, back to nothing, and forward again to the same", async () => {
  const database = await createDatabase("template1");
  const settings = settingsOf(database);
  const names = subgraphs.map(({ name }) => name);

  const first = await migrate(subgraphs, settings);
  expect(first.map(({ subgraph }) => subgraph).sort()).toEqual([...names].sort());
  expect(first.every(({ migrations }) => migrations.length > 0)).toBe(true);
  const made = await madeBy(database);
  expect(made.length).toBeGreaterThan(names.length);

  expect((await migrate(subgraphs, settings)).flatMap(({ migrations }) => migrations)).toEqual([]);

  const steps = Math.max(...subgraphs.map(({ migrations }) => migrations.length));
  for (let step = 0; step < steps; step++) await revert(subgraphs, settings);
  expect(await madeBy(database)).toEqual([]);

  await migrate(subgraphs, settings);
  expect(await madeBy(database)).toEqual(made);
  await database.drop();
});

test("two that migrate at once follow one another", async () => {
  const database = await createDatabase("template1");
  const [one, other] = await Promise.all([migrate(subgraphs, settingsOf(database)), migrate(subgraphs, settingsOf(database))]);
  const ran = [...one, ...other].flatMap(({ migrations }) => migrations);
  expect(ran.sort()).toEqual(subgraphs.flatMap(({ migrations }) => migrations.map(({ name }) => name)).sort());
  await database.drop();
});

describe("the entities of TypeORM and the migrated tables", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(EMPTY_TEMPLATE);
  });
  afterAll(() => database.drop());

  test.each(subgraphs.map((subgraph) => [subgraph.name, subgraph] as const))("are the same in %s", async (_, subgraph) => {
    const source = await subgraph.dataSource(settingsOf(database), "owner").initialize();
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    await source.destroy();
    // Entities describe columns and keys; indexes and checks are the migrations' own.
    const changes = upQueries
      .map(({ query }) => query)
      .filter((query) => !/^DROP INDEX|DROP CONSTRAINT "\w+_check"$/.test(query));
    expect(changes).toEqual([]);
  });
});
