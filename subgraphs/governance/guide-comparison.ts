import sql, { empty, type Sql } from "sql-template-tag";
import { type Connection, globalId } from "../../schema/vocabulary";
import type { Records } from "../shared/editions/records";
import { connectionOfPage, pageOf } from "../shared/keyset";
import type { GuideComparison, GuideDifference } from "./guide-comparison.entity";

/** A comparison as it was asked for: with what is there now, or with a later instant that was named. */
export type AskedComparison = GuideComparison & { readonly isWithNow: boolean };

type Row = Pick<GuideDifference, "action" | "code" | "fromEdition" | "toEdition">;

/**
 * Records whose last change before one instant is not the last before another, from the change log alone: of those that
 * changed in between, what they were before and what they are after.
 */
const differences = ({ kind, from, to }: GuideComparison): Sql => sql`
  SELECT CASE WHEN later.action = 'WITHDRAW' THEN 'WITHDRAWN' WHEN earlier.action IS NULL THEN 'ADDED' ELSE 'CHANGED' END AS action,
    later.code, earlier.edition AS "fromEdition", later.edition AS "toEdition"
  FROM (SELECT DISTINCT ON (code) code, action, edition FROM governance.change
    WHERE kind = ${kind} AND occurred_at > ${from} AND occurred_at <= ${to} ORDER BY code, position DESC) later
  LEFT JOIN LATERAL (SELECT nullif(c.action, 'WITHDRAW') AS action, c.edition FROM governance.change c
    WHERE c.kind = ${kind} AND c.code = later.code AND c.occurred_at <= ${from}
    ORDER BY c.position DESC LIMIT 1) earlier ON true
  WHERE later.action <> 'WITHDRAW' OR earlier.action IS NOT NULL`;

export async function differencesOf(
  records: Records,
  comparison: AskedComparison,
  first: number,
  after: string | undefined,
): Promise<Connection<GuideDifference>> {
  const { kind, from, to, isWithNow } = comparison;
  const page = pageOf(["guide-differences", kind, from, isWithNow ? null : to], first, after);
  const behind = page.position ? sql`WHERE code > ${page.position.code}` : empty;
  const rows = await records.query<Row>(
    sql`SELECT * FROM (${differences(comparison)}) found ${behind} ORDER BY code LIMIT ${page.first + 1}`,
  );
  const entries = rows.map((row) => ({
    position: { sort: null, code: row.code },
    node: { ...row, kind, recordId: globalId(kind, row.code) },
  }));
  return connectionOfPage(page, entries, async () => {
    const counts = await countsOf(records, comparison);
    return counts.ADDED + counts.CHANGED + counts.WITHDRAWN;
  });
}

export type Counts = Record<GuideDifference["action"], number>;

/** How many records were added, changed and withdrawn. */
export async function countsOf(records: Records, comparison: GuideComparison): Promise<Counts> {
  const rows = await records.query<{ action: GuideDifference["action"]; count: string }>(
    sql`SELECT action, count(*) AS count FROM (${differences(comparison)}) found GROUP BY action`,
  );
  const counts: Counts = { ADDED: 0, CHANGED: 0, WITHDRAWN: 0 };
  for (const { action, count } of rows) counts[action] = Number(count);
  return counts;
}
