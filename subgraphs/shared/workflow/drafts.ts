import sql, { empty, join, type Sql } from "sql-template-tag";
import type { Connection } from "../../../schema/vocabulary";
import { type Kind, typenameOf } from "../editions/kind";
import { connectionOfPage, pageOf } from "../keyset";
import type { SubgraphContext } from "../request";
import type { Draft, DraftStatus } from "./draft";
import { noteRead, shownEdition } from "./presentation";
import type { WorkingEdition } from "./types";

/** Which drafts to list. */
export interface DraftList {
  readonly first: number;
  readonly after: string | undefined;
  readonly status: DraftStatus | undefined;
  readonly entity: string | undefined;
}

/** A page of the open drafts of a kind that the caller may see. */
export async function draftsOf(
  kind: Kind,
  { first, after, status, entity }: DraftList,
  context: SubgraphContext,
): Promise<Connection<WorkingEdition>> {
  const typename = typenameOf(kind);
  const page = pageOf(["drafts", typename, status ?? null, entity ?? null], first, after);
  const list = [
    sql`kind = ${typename} AND document IS NOT NULL`,
    ...visibleTo(context),
    ...(status ? [sql`status = ${status}`] : []),
    ...(entity ? [sql`entity = ${entity}`] : []),
  ];
  const { database } = context.workflow;
  const rows = await database.query<Draft>(
    sql`SELECT * FROM draft WHERE ${join(list, " AND ")} ${page.position ? sql`AND code > ${page.position.code}` : empty}
        ORDER BY code LIMIT ${page.first + 1}`,
  );
  noteRead(kind, "*", context);
  const entries = await Promise.all(
    rows.map(async (draft) => ({
      position: { sort: null, code: draft.code },
      node: (await shownEdition(kind, draft, context)) as WorkingEdition,
    })),
  );
  return connectionOfPage(page, entries, async () => {
    const [counted] = await database.query<{ count: string }>(sql`SELECT count(*) FROM draft WHERE ${join(list, " AND ")}`);
    return Number(counted?.count ?? 0);
  });
}

/** People of an entity see its drafts; the secretariat and auditors see all. */
function visibleTo({ caller }: SubgraphContext): Sql[] {
  const grants = caller?.grants ?? [];
  if (grants.some(({ role }) => role === "secretariat" || role === "auditor")) return [];
  return [sql`entity = ANY(${grants.flatMap(({ entity }) => entity ?? [])}::text[])`];
}
