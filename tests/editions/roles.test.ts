import { subgraphs } from "../../subgraphs";
import { roleOf } from "../../subgraphs/shared/database";
import { tableName } from "../../subgraphs/shared/editions/kind";
import { createDatabase, SAMPLE_TEMPLATE, type TestDatabase } from "../support/database";
import { sampleRecord } from "../support/sample";
import { startTestGuide } from "../support/guide";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase(SAMPLE_TEMPLATE);
});
afterAll(() => database.drop());

const as = (subgraph: string, statement: string) => database.query(`SET ROLE ${roleOf(subgraph)}; ${statement}`);
const denied = { code: "42501" };
const names = subgraphs.map(({ name }) => name);
const tablesOf = (subgraph: string) =>
  (subgraphs.find(({ name }) => name === subgraph)?.kinds ?? []).map((kind) => `${subgraph}.${tableName(kind)}`);

describe.each(names)("the role of %s", (name) => {
  const [own] = tablesOf(name) as [string];

  test("reads its own editions and the change log, and closes an edition", async () => {
    await as(name, `SELECT * FROM ${own} LIMIT 1`);
    await as(name, "SELECT * FROM governance.change LIMIT 1");
    await as(name, `UPDATE ${own} SET valid_to = valid_to WHERE false`);
  });

  test.each([
    "UPDATE governance.change SET code = 'X'",
    "UPDATE governance.change SET occurred_at = now()",
    "DELETE FROM governance.change",
    "TRUNCATE governance.change",
    "ALTER TABLE governance.change DISABLE TRIGGER ALL",
    "DROP TABLE governance.change",
  ])("cannot rewrite the change log: %s", async (statement) => {
    await expect(as(name, statement)).rejects.toMatchObject(denied);
  });

  test.each(tablesOf(name))("cannot rewrite, remove or reshape an edition of its own in %s", async (table) => {
    for (const statement of [
      `UPDATE ${table} SET document = '{}'`,
      `UPDATE ${table} SET valid_from = now()`,
      `UPDATE ${table} SET number = 7`,
      `UPDATE ${table} SET hash = ''`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `ALTER TABLE ${table} ADD COLUMN more text`,
      `DROP TABLE ${table}`,
    ]) {
      await expect(as(name, statement)).rejects.toMatchObject(denied);
    }
  });

  test("creates nothing and cannot touch its own list of migrations", async () => {
    for (const statement of [
      `CREATE TABLE ${name}.own (x int)`,
      "CREATE TABLE public.own (x int)",
      "CREATE SCHEMA own",
      `DELETE FROM ${name}.migration`,
      `INSERT INTO ${name}.migration (timestamp, name) VALUES (1, 'x')`,
    ]) {
      await expect(as(name, statement)).rejects.toMatchObject(denied);
    }
  });

  test.each(names.filter((each) => each !== name))("neither reads nor writes what %s owns", async (other) => {
    for (const table of tablesOf(other)) {
      for (const statement of [
        `SELECT * FROM ${table}`,
        `INSERT INTO ${table} SELECT * FROM ${table}`,
        `UPDATE ${table} SET valid_to = now()`,
        `DELETE FROM ${table}`,
      ]) {
        await expect(as(name, statement)).rejects.toMatchObject(denied);
      }
    }
  });
});

test("a running subgraph acts as its role", async () => {
  const guide = await startTestGuide({ with: "nothing" });
  for (const { name, database: connected } of guide.running.subgraphs) {
    const source = await connected.source();
    expect(await source.query("SELECT current_user AS role")).toEqual([{ role: roleOf(name) }]);
  }
  await guide.stop();
});

test("an edition that has ended is never changed again, not even by the owner of the database", async () => {
  const guide = await startTestGuide();
  await guide.publish(sampleRecord("services/scm-demolition", { name: { ar: "هدم", en: "Demolition, renamed" } }));
  const past = "code = 'SCM-DEMOLITION' AND number = 1";
  for (const change of ["valid_to = now()", "valid_to = NULL", "document = '{}'"]) {
    await expect(guide.database.query(`UPDATE catalogue.service SET ${change} WHERE ${past}`)).rejects.toThrow("never changed");
  }
  await guide.stop();
});
