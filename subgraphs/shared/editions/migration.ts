import type { QueryRunner } from "typeorm";
import { roleOf } from "../database";
import { isLive } from "./edition.entity";

/** An edition table: the columns of its kind beside those every edition has, and what its lists filter by. */
export interface EditionTable {
  readonly table: string;
  /** Columns as SQL, such as `category text NOT NULL`. */
  readonly columns?: readonly string[];
  /** Whether lists of it are ordered by name; measurements have none. */
  readonly named?: boolean;
  /** Columns with one value by which live records are looked up. */
  readonly lookups?: readonly string[];
  /** Columns with many values (arrays) by which live records are looked up. */
  readonly memberships?: readonly string[];
}

const LIVE = isLive();

/** Creates edition tables in a schema and lets the subgraph's role do what publishing does: add, and end. */
export async function createEditionTables(runner: QueryRunner, schema: string, tables: readonly EditionTable[]): Promise<void> {
  await runner.query(`
    CREATE OR REPLACE FUNCTION ${schema}.keep_the_past() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'An edition that has ended is never changed.' USING ERRCODE = 'integrity_constraint_violation'; END $$;
  `);
  for (const { table, columns = [], named = true, lookups = [], memberships = [] } of tables) {
    const name = `${schema}.${table}`;
    await runner.query(`
      CREATE TABLE ${name} (
        code text COLLATE "C" NOT NULL,
        number integer NOT NULL,
        status text NOT NULL CHECK (status IN ('PUBLISHED')),
        valid_from timestamptz,
        valid_to timestamptz CHECK (valid_to > valid_from),
        note text,
        name_ar text COLLATE "ar-x-icu" NOT NULL,
        name_en text COLLATE "en-x-icu" NOT NULL,
        hash text NOT NULL,
        document jsonb NOT NULL,
        ${columns.map((column) => `${column},`).join("\n")}
        PRIMARY KEY (code, number)
      );
      CREATE UNIQUE INDEX ${table}_live ON ${name} (code) WHERE ${LIVE};
      ${(named ? ["name_ar", "name_en", "valid_from"] : []).map((column) => `CREATE INDEX ${table}_by_${column} ON ${name} (${column}, code) WHERE ${LIVE};`).join("\n")}
      ${lookups.map((column) => `CREATE INDEX ${table}_${column} ON ${name} (${column}) WHERE ${LIVE};`).join("\n")}
      ${memberships.map((column) => `CREATE INDEX ${table}_${column} ON ${name} USING gin (${column}) WHERE ${LIVE};`).join("\n")}
      CREATE TRIGGER ${table}_past BEFORE UPDATE ON ${name} FOR EACH ROW WHEN (OLD.valid_to IS NOT NULL)
        EXECUTE FUNCTION ${schema}.keep_the_past();
      GRANT SELECT, INSERT, UPDATE (valid_to) ON ${name} TO ${roleOf(schema)};
    `);
  }
}

export async function dropEditionTables(runner: QueryRunner, schema: string, tables: readonly EditionTable[]): Promise<void> {
  for (const { table } of [...tables].reverse()) await runner.query(`DROP TABLE ${schema}.${table}`);
  await runner.query(`DROP FUNCTION ${schema}.keep_the_past()`);
}
