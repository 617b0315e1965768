import sql from "sql-template-tag";
import type { EntityManager } from "typeorm";
import { globalId } from "../../../schema/vocabulary";
import type { Queryable } from "../database";
import type { Change } from "./change.entity";

/** Any number will do, as long as everyone who writes to the log of one database uses the same. */
const LOG_LOCK = 7_316_240_511;

/**
 * Takes the log for this transaction and answers the instant of the change. Writers follow one another from here to
 * commit; instants only ever grow, also when the clock of the machine jumps back, and lie after the moment they were
 * taken, so that nobody can have read the guide as of one before.
 */
export async function lockChangeLog(manager: EntityManager): Promise<Date> {
  await manager.query("SELECT pg_advisory_xact_lock($1)", [LOG_LOCK]);
  const [row] = await manager.query<{ now: Date }[]>(
    `SELECT greatest(date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond',
      (SELECT occurred_at + interval '1 millisecond' FROM governance.change ORDER BY position DESC LIMIT 1)) AS now`,
  );
  return (row as { now: Date }).now;
}

/** The longest a writer may hold the log: what is older than this is settled. */
const UNSETTLED_MS = 60_000;

/**
 * A database read as of an instant. What was published before a recent instant may not be visible yet, so its readers
 * first wait for the writer who has the log; then the past they see is the past that stays.
 */
export function settledBefore(database: Queryable, asOf: Date): Queryable {
  if (Date.now() - asOf.getTime() > UNSETTLED_MS) return database;
  let settled: Promise<unknown> | undefined;
  return {
    query: async (statement) => {
      settled ??= database.query(sql`SELECT pg_advisory_xact_lock_shared(${LOG_LOCK}::bigint)`);
      await settled;
      return database.query(statement);
    },
  };
}

/** Appends to the log; the caller holds its lock. */
export async function appendChanges(manager: EntityManager, changes: readonly Omit<Change, "position">[]): Promise<void> {
  const rows = changes.map(({ occurredAt, ...change }) => ({ ...change, occurred_at: occurredAt }));
  await manager.query(
    `INSERT INTO governance.change (kind, code, edition, action, entity, occurred_at)
     SELECT kind, code, edition, action, entity, occurred_at
     FROM json_to_recordset($1::json)
       AS row(kind text, code text, edition integer, action text, entity text, occurred_at timestamptz)`,
    [JSON.stringify(rows)],
  );
}

/**
 * Which of the given records are in force (were, at `asOf`): the log is the one index of all records of all subgraphs.
 * Answers their global ids.
 */
export async function existingRecords(
  database: Queryable,
  keys: readonly { readonly typename: string; readonly code: string }[],
  asOf: Date | undefined,
): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await database.query<{ kind: string; code: string }>(sql`
    SELECT k.kind, k.code
    FROM unnest(${keys.map(({ typename }) => typename)}::text[], ${keys.map(({ code }) => code)}::text[]) AS k(kind, code)
    CROSS JOIN LATERAL (
      SELECT c.action FROM governance.change c
      WHERE c.kind = k.kind AND c.code = k.code AND c.occurred_at <= ${asOf ?? "infinity"}::timestamptz
      ORDER BY c.position DESC LIMIT 1
    ) last WHERE last.action = 'PUBLISH'`);
  return new Set(rows.map(({ kind, code }) => globalId(kind, code)));
}
