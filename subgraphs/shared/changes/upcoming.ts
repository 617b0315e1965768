import sql from "sql-template-tag";
import type { EntityManager } from "typeorm";
import type { Queryable } from "../database";

/**
 * Records that wait for approval or for their day. They are no part of the guide yet, but whoever prepares a record may
 * refer to them: a new service to the new unit that came with it. Only their kinds and codes are told, to every subgraph.
 */
export async function announceUpcoming(manager: EntityManager, kind: string, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  await manager.query(
    "INSERT INTO governance.upcoming (kind, code) SELECT $1, unnest($2::text[]) ON CONFLICT (kind, code) DO NOTHING",
    [kind, codes],
  );
}

/** Takes back what was announced, as it is published, or will not be. */
export async function retractUpcoming(manager: EntityManager, kind: string, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  await manager.query("DELETE FROM governance.upcoming WHERE kind = $1 AND code = ANY($2::text[])", [kind, codes]);
}

/** Which of the given records are upcoming, as `typename:code`. */
export async function upcomingRecords(
  database: Queryable,
  keys: readonly { readonly typename: string; readonly code: string }[],
): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await database.query<{ kind: string; code: string }>(sql`
    SELECT u.kind, u.code FROM governance.upcoming u
    JOIN unnest(${keys.map(({ typename }) => typename)}::text[], ${keys.map(({ code }) => code)}::text[]) AS k(kind, code)
      USING (kind, code)`);
  return new Set(rows.map(({ kind, code }) => `${kind}:${code}`));
}
