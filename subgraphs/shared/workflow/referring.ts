import sql, { join, raw } from "sql-template-tag";
import type { Queryable } from "../database";
import { isLive } from "../editions/edition.entity";
import { type Kind, tableName, typenameOf } from "../editions/kind";
import { problem, type Problem } from "../editions/validation";

/** How many records that refer to a withdrawn one are told. */
const TOLD = 10;

/** Warns of records of this subgraph that refer to one that goes. */
export async function stillReferredTo(
  database: Queryable,
  kinds: readonly Kind[],
  { kind, code }: { readonly kind: Kind; readonly code: string },
): Promise<Problem[]> {
  const key = [`${typenameOf(kind)}:${code}`];
  const referring = kinds.map(
    (each) => sql`(SELECT ${typenameOf(each)}::text AS kind, code FROM ${raw(tableName(each))}
        WHERE refs @> ${key}::text[] AND ${raw(isLive())} LIMIT ${TOLD})`,
  );
  const found = await database.query<{ kind: string; code: string }>(join(referring, " UNION ALL "));
  return found.slice(0, TOLD).map(({ kind: typename, code: other }) =>
    problem(
      "STILL_REFERRED_TO",
      "$",
      {
        en: `${typename} "${other}" still refers to this record.`,
        ar: `ما زال السجل "${other}" من نوع ${typename} يشير إلى هذا السجل.`,
      },
      { en: "Change that record, where it is to name another.", ar: "عدّل ذلك السجل إن كان ينبغي أن يشير إلى غيره." },
    ),
  );
}
