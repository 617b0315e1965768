import sql from "sql-template-tag";
import type { Queryable } from "../database";

/** What people are called who are known by their pseudonyms, for those who may know; who was erased is missing. */
export async function namesOf(database: Queryable, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await database.query<{ id: string; name: string }>(
    sql`SELECT id, coalesce(name, subject) AS name FROM governance.person WHERE id = ANY(${ids}::uuid[])`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
