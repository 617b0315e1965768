import sql, { type Sql } from "sql-template-tag";
import type { EntityManager } from "typeorm";
import type { Queryable } from "../database";
import { badUserInput } from "../errors";
import type { Change, NewChange } from "./change.entity";

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
      (SELECT occurred_at + interval '1 millisecond' FROM governance.change ORDER BY position DESC LIMIT 1),
      (SELECT occurred_at + interval '1 millisecond' FROM governance.audit_entry ORDER BY sequence DESC LIMIT 1)) AS now`,
  );
  return (row as { now: Date }).now;
}

/** The longest a writer may hold the log: what is older than this is settled. */
const UNSETTLED_MS = 60_000;

/** Whether everything published before an instant has been visible for long. */
export const isSettled = (instant: Date): boolean => Date.now() - instant.getTime() > UNSETTLED_MS;

/** A wait until the log is settled, and the one that begins after it for those who came too late for it. */
interface Wait {
  readonly began: number;
  readonly settled: Promise<Date>;
  next?: Promise<Date>;
}

/** The last wait, by database: who reads an instant before it began may share it. */
const waits = new WeakMap<Queryable, Wait>();

/**
 * A database read as of an instant. What was published before a recent instant may not be visible yet, so its readers
 * first wait for the writer who has the log; then the past they see is the past that stays. They wait together, whatever
 * becomes of each `reader`.
 */
export function settledBefore(database: Queryable, asOf: Date, reader: Queryable): Queryable {
  if (isSettled(asOf)) return reader;
  return {
    query: async (statement, planning) => {
      const now = await settle(database, asOf);
      if (asOf > now) throw badUserInput("`Guide-As-Of` names an instant in the future of the guide's database.");
      return reader.query(statement, planning);
    },
  };
}

/** Waits until nobody who took the log before now still has it; answers the database's own clock. */
function settle(database: Queryable, asOf: Date): Promise<Date> {
  const wait = waits.get(database);
  if (!wait) return beginWait(database);
  if (wait.began > asOf.getTime()) return wait.settled;
  // However many come while one waits, one more wait is enough for all of them.
  return (wait.next ??= wait.settled.then(
    () => beginWait(database),
    () => beginWait(database),
  ));
}

function beginWait(database: Queryable): Promise<Date> {
  const began = Date.now();
  const statement = sql`WITH waited AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(${LOG_LOCK}::bigint))
    SELECT clock_timestamp() AS now FROM waited`;
  const settled = database.query<{ now: Date }>(statement).then(([row]) => (row as { now: Date }).now);
  const wait: Wait = { began, settled };
  waits.set(database, wait);
  settled.catch(() => {
    if (waits.get(database) === wait) waits.delete(database);
  });
  return settled;
}

/**
 * The position of the newest change of some kinds, or of any kind; "0" when there is none. Positions become visible in
 * their order, so what was acknowledged before this is asked has a position no higher than the answer.
 */
export async function newestPosition(database: Queryable, kinds?: readonly string[]): Promise<string> {
  const newest = kinds
    ? sql`SELECT max(newest.position) AS position FROM unnest(${kinds}::text[]) AS k(kind) CROSS JOIN LATERAL (
        SELECT c.position FROM governance.change c WHERE c.kind = k.kind ORDER BY c.position DESC LIMIT 1) newest`
    : sql`SELECT max(position) AS position FROM governance.change`;
  const [row] = await database.query<{ position: string | null }>(newest);
  return row?.position ?? "0";
}

/** The condition that no record of a kind was ever published for an entity, up to an instant; `entity` is the column of its code. */
export function neverPublished(kind: string, entity: Sql, asOf: Date | undefined): Sql {
  return sql`NOT EXISTS (SELECT 1 FROM governance.change c
    WHERE c.entity = ${entity} AND c.kind = ${kind} AND c.occurred_at <= ${asOf ?? "infinity"}::timestamptz)`;
}

/** Nobody may hold the log for as long as it takes until readers think it settled. */
const LONGEST_HOLD = "30 seconds";

/** Appends to the log; the caller holds its lock, took its instant from it, and commits at once. */
export async function appendChanges(manager: EntityManager, changes: readonly NewChange[]): Promise<void> {
  const rows = changes.map(({ occurredAt, previousEntity = null, ...change }) => ({
    ...change,
    previous_entity: previousEntity,
    occurred_at: occurredAt,
  }));
  const [{ added } = { added: "0" }] = await manager.query<{ added: string }[]>(
    `WITH added AS (
       INSERT INTO governance.change (kind, code, edition, action, entity, previous_entity, occurred_at)
       SELECT kind, code, edition, action, entity, previous_entity, occurred_at
       FROM json_to_recordset($1::json)
         AS row(kind text, code text, edition integer, action text, entity text, previous_entity text, occurred_at timestamptz)
       WHERE clock_timestamp() - occurred_at < interval '${LONGEST_HOLD}'
       RETURNING position)
     SELECT count(*) AS added FROM added`,
    [JSON.stringify(rows)],
  );
  if (Number(added) !== rows.length)
    throw new Error(`The change log was held for more than ${LONGEST_HOLD}; nothing was written.`);
}

/**
 * Which of the given records are in force (were, at `asOf`): the log is the one index of all records of all subgraphs.
 * Answers them as `typename:code`.
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
    ) last WHERE last.action <> 'WITHDRAW'`);
  return new Set(rows.map(({ kind, code }) => `${kind}:${code}`));
}

/**
 * Which of the given records changed after an instant, up to `asOf`, other than in their wording: the last such change
 * of each.
 */
export async function functionalChanges(
  database: Queryable,
  keys: readonly { readonly typename: string; readonly code: string }[],
  after: Date,
  asOf: Date | undefined,
): Promise<{ kind: string; code: string; action: Change["action"]; at: Date }[]> {
  if (keys.length === 0) return [];
  return database.query(sql`
    SELECT k.kind, k.code, last.action, last.at
    FROM unnest(${keys.map(({ typename }) => typename)}::text[], ${keys.map(({ code }) => code)}::text[]) AS k(kind, code)
    CROSS JOIN LATERAL (
      SELECT c.action, c.occurred_at AS at FROM governance.change c
      WHERE c.kind = k.kind AND c.code = k.code AND c.action <> 'CORRECT'
        AND c.occurred_at > ${after}::timestamptz AND c.occurred_at <= ${asOf ?? "infinity"}::timestamptz
        -- What is new has not changed.
        AND EXISTS (SELECT 1 FROM governance.change e WHERE e.kind = c.kind AND e.code = c.code AND e.position < c.position)
      ORDER BY c.position DESC LIMIT 1
    ) last ORDER BY last.at DESC, k.kind, k.code`);
}

/** The entity that the log names for a record of a kind; `code` is the column of its code. */
export const entityInLog = (kind: string, code: Sql, asOf: Date | undefined): Sql =>
  sql`(SELECT l.entity FROM governance.change l WHERE l.kind = ${kind} AND l.code = ${code}
    AND l.occurred_at <= ${asOf ?? "infinity"}::timestamptz ORDER BY l.position DESC LIMIT 1)`;

/**
 * Which of some records of one kind refer to something of the given types that changed, other than in its wording, after
 * they were published: their codes and, as `flags`, the last such change of each thing. `records` has their `code`, the
 * instant `since` when they are as they are, and their `refs`, each once. It goes reference by reference, so that the
 * time this takes grows with the guide and not with how much of it has changed.
 */
export function changedSinceReferred(records: Sql, types: readonly string[], asOf: Date | undefined): Sql {
  return sql`
    WITH changed AS MATERIALIZED (
      SELECT c.kind, c.code, c.kind || ':' || c.code AS key, c.action, c.occurred_at AS at
      FROM (
        SELECT max(position) FILTER (WHERE action <> 'CORRECT') AS position FROM governance.change
        WHERE kind = ANY(${types}::text[]) AND occurred_at <= ${asOf ?? "infinity"}::timestamptz
        GROUP BY kind, code
        -- What is new has not changed.
        HAVING max(position) FILTER (WHERE action <> 'CORRECT') > min(position)
      ) last JOIN governance.change c USING (position))
    SELECT r.code, json_agg(
      json_build_object('kind', changed.kind, 'code', changed.code, 'isWithdrawn', changed.action = 'WITHDRAW', 'changedAt', changed.at)
      ORDER BY changed.at DESC, changed.kind, changed.code) AS flags
    FROM (SELECT code, since, unnest(refs) AS key FROM (${records}) e) r
    JOIN changed ON changed.key = r.key AND r.since < changed.at
    GROUP BY r.code`;
}
