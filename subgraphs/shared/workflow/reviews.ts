import sql, { empty, raw } from "sql-template-tag";
import type { Connection } from "../../../schema/vocabulary";
import { changedSinceReferred, entityInLog } from "../changes/change-log";
import { type Kind, tableName, typenameOf } from "../editions/kind";
import { referredTypes } from "../editions/validation";
import { connectionOfPage, pageOf } from "../keyset";
import type { SubgraphContext } from "../request";
import type { RecordToReview, ReviewFlag } from "./types";

/** Which records to list. */
export interface ReviewList {
  readonly first: number;
  readonly after: string | undefined;
  readonly entity: string | undefined;
}

interface Flagged {
  readonly code: string;
  readonly flags: readonly (Omit<ReviewFlag, "changedAt"> & { readonly changedAt: string })[];
}

/** A page of the records of a kind that need to be looked at again, with why, in one statement. */
export async function recordsToReview(
  kind: Kind,
  { first, after, entity }: ReviewList,
  { records }: SubgraphContext,
): Promise<Connection<RecordToReview>> {
  const typename = typenameOf(kind);
  const page = pageOf(["to review", typename, entity ?? null], first, after);
  // What is logged as something else has its entity in its own table.
  const entityOf = kind.loggedAs ? sql`e.entity` : entityInLog(typename, sql`e.code`, records.asOf);
  const inForce = sql`SELECT e.code, e.valid_from AS since, e.refs FROM ${raw(tableName(kind))} e
    WHERE ${records.inForce("e")} ${entity === undefined ? empty : sql`AND ${entityOf} = ${entity}`}`;
  const flagged = changedSinceReferred(inForce, [...referredTypes(kind)], records.asOf);
  const rows = await records.query<Flagged>(
    sql`SELECT code, flags FROM (${flagged}) f ${page.position ? sql`WHERE code > ${page.position.code}` : empty}
        ORDER BY code LIMIT ${page.first + 1}`,
  );
  const entries = rows.map(({ code, flags }) => ({
    position: { sort: null, code },
    node: { code, needsReview: flags.map((flag) => ({ ...flag, changedAt: new Date(flag.changedAt) })) },
  }));
  return connectionOfPage(page, entries, async () => {
    const [counted] = await records.query<{ count: string }>(sql`SELECT count(*) FROM (${flagged}) f`);
    return Number(counted?.count ?? 0);
  });
}
