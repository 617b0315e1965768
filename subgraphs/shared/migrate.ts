import type { DataSource, QueryRunner } from "typeorm";
import type { DatabaseSettings } from "./configuration";
import { roleOf } from "./database";
import type { Subgraph } from "./subgraph";

/** The role that may append to and read the change log; every subgraph's role is a member. */
const CHANGE_LOG_ROLE = "guide_change_log";
/** The oldest PostgreSQL the guide runs on. */
export const MINIMUM_POSTGRES = 150_000;
/** Two migrating processes follow one another. */
const MIGRATION_LOCK = 7_316_240_512;

export interface Migrated {
  readonly subgraph: string;
  readonly migrations: readonly string[];
}

/**
 * Brings the schemas of the subgraphs up to date, as the owner of the database: roles first, then each subgraph's own
 * migrations, those of the change log's owner before the others.
 */
export async function migrate(subgraphs: readonly Subgraph[], settings: DatabaseSettings): Promise<Migrated[]> {
  const results: Migrated[] = [];
  for (const subgraph of logOwnerFirst(subgraphs)) {
    await asOwner(subgraph, settings, async (source, runner) => {
      await requireVersion(runner);
      await createRoles(runner, subgraph.name);
      await runner.query(`CREATE SCHEMA IF NOT EXISTS ${subgraph.name}`);
      await runner.query(`GRANT USAGE ON SCHEMA ${subgraph.name} TO ${roleOf(subgraph.name)}`);
      const migrations = await source.runMigrations();
      results.push({ subgraph: subgraph.name, migrations: migrations.map(({ name }) => name) });
    });
  }
  return results;
}

/** Takes back the newest migration of each subgraph. */
export async function revert(subgraphs: readonly Subgraph[], settings: DatabaseSettings): Promise<void> {
  for (const subgraph of [...logOwnerFirst(subgraphs)].reverse()) {
    await asOwner(subgraph, settings, async (source, runner) => {
      // A database that was never migrated has nothing to take back.
      if (await runner.hasTable(`${subgraph.name}.migration`)) await source.undoLastMigration();
    });
  }
}

function logOwnerFirst(subgraphs: readonly Subgraph[]): Subgraph[] {
  return [...subgraphs].sort((a, b) => Number(b.name === "governance") - Number(a.name === "governance"));
}

async function asOwner(
  subgraph: Subgraph,
  settings: DatabaseSettings,
  work: (source: DataSource, runner: QueryRunner) => Promise<void>,
): Promise<void> {
  const source = await subgraph.dataSource(settings, "owner").initialize();
  const runner = source.createQueryRunner();
  try {
    await runner.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await work(source, runner);
    await runner.query("SELECT pg_advisory_unlock($1)", [MIGRATION_LOCK]);
  } finally {
    await runner.release();
    await source.destroy();
  }
}

/** Throws when the server is older than the guide can run on. */
export async function requireVersion(runner: { query: (statement: string) => Promise<unknown> }): Promise<void> {
  const [row] = (await runner.query(
    "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version",
  )) as [{ number: number; version: string }];
  if (row.number < MINIMUM_POSTGRES) {
    throw new Error(`The guide needs PostgreSQL 15 or newer; this server is ${row.version}. Point DATABASE_URL at a newer one.`);
  }
}

/** Roles belong to the whole server, so they may be there already. The owner may act as each of them. */
async function createRoles(runner: QueryRunner, schema: string): Promise<void> {
  const role = roleOf(schema);
  for (const name of [CHANGE_LOG_ROLE, role]) {
    await runner.query(
      `DO $$ BEGIN CREATE ROLE ${name} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
    );
  }
  await runner.query(`GRANT ${role} TO CURRENT_USER`);
  await runner.query(`GRANT ${CHANGE_LOG_ROLE} TO ${role}`);
}
