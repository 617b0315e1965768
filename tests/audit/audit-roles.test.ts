import { subgraphs } from "../../subgraphs";
import { roleOf } from "../../subgraphs/shared/database";
import { createDatabase, SAMPLE_TEMPLATE, type TestDatabase } from "../support/database";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase(SAMPLE_TEMPLATE);
});
afterAll(() => database.drop());

const as = (subgraph: string, statement: string) => database.query(`SET ROLE ${roleOf(subgraph)}; ${statement}`);
const denied = { code: "42501" };
const names = subgraphs.map(({ name }) => name);
/** Each table, and a column of it. */
const TABLES = [
  ["audit_entry", "code"],
  ["audit_detail", "reason"],
  ["person", "name"],
  ["checkpoint", "hash"],
  ["audit_key", "public_key"],
] as const;

describe.each(names)("the role of %s", (name) => {
  test("sees where the chain ends and who is behind a pseudonym", async () => {
    await as(name, "SELECT sequence, hash, occurred_at FROM governance.audit_entry ORDER BY sequence DESC LIMIT 1");
    await as(name, "SELECT id, name FROM governance.person LIMIT 1");
  });

  test.each(TABLES)("can neither change, remove nor reshape anything in %s", async (table, column) => {
    for (const statement of [
      `UPDATE governance.${table} SET ${column} = ''`,
      `DELETE FROM governance.${table}`,
      `TRUNCATE governance.${table}`,
      `ALTER TABLE governance.${table} DISABLE TRIGGER ALL`,
      `ALTER TABLE governance.${table} ADD COLUMN more text`,
      `DROP TABLE governance.${table}`,
    ]) {
      await expect(as(name, statement)).rejects.toMatchObject(denied);
    }
  });

  test("cannot lift what holds it", async () => {
    for (const statement of [
      "SET session_replication_role = replica",
      "CREATE OR REPLACE FUNCTION governance.keep_the_chain() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
    ]) {
      await expect(as(name, statement)).rejects.toMatchObject(denied);
    }
  });
});

test.each(names.filter((name) => name !== "governance"))("the role of %s does not read what others did", async (name) => {
  for (const statement of [
    "SELECT * FROM governance.audit_entry",
    "SELECT person FROM governance.audit_entry",
    "SELECT * FROM governance.audit_detail",
    "SELECT * FROM governance.checkpoint",
    "INSERT INTO governance.checkpoint SELECT * FROM governance.checkpoint",
  ]) {
    await expect(as(name, statement)).rejects.toMatchObject(denied);
  }
});

test("the role of governance reads the whole chain", async () => {
  for (const [table] of TABLES) await as("governance", `SELECT * FROM governance.${table} LIMIT 1`);
});

test.each([
  "UPDATE governance.audit_entry SET code = 'X' WHERE sequence = 1",
  "UPDATE governance.audit_entry SET code = 'X' WHERE false",
  "DELETE FROM governance.audit_entry WHERE sequence = 2",
  "TRUNCATE governance.audit_entry",
  "UPDATE governance.audit_detail SET reason = 'X'",
  "DELETE FROM governance.checkpoint",
  "TRUNCATE governance.audit_key CASCADE",
])("not even the owner of the database can by mistake: %s", async (statement) => {
  await expect(database.query(statement)).rejects.toThrow("The audit chain is never changed.");
});

test("a fork of the chain cannot be stored", async () => {
  const fork = `INSERT INTO governance.audit_entry (sequence, occurred_at, action, role, previous_hash, hash)
    SELECT 1000000, occurred_at, action, role, previous_hash, hash FROM governance.audit_entry WHERE sequence = 1`;
  await expect(as("catalogue", fork)).rejects.toMatchObject(denied);
  await expect(database.query(fork)).rejects.toMatchObject({ code: "23505" });
});
