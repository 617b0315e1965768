import sql, { empty, type Sql } from "sql-template-tag";
import type { Connection } from "../../schema/vocabulary";
import type { Records } from "../shared/editions/records";
import { badUserInput } from "../shared/errors";
import { checkPageSize } from "../shared/keyset";
import { type Change, changeOf } from "./change-feed.entity";
import { cursorOf, positionOf } from "./change-cursor";

/** Which changes a follower wants to hear of. */
export interface ChangeFilter {
  /** Types of records; all when undefined. */
  readonly kinds?: readonly string[] | undefined;
  /** The code of an entity whose record it is, or was until that change. */
  readonly entity?: string | undefined;
}

interface Row {
  /** The position of the newest change of all, and of the newest that is read. */
  readonly newest: string;
  readonly end: string;
  /** Null where no change was found. */
  readonly position: string | null;
  readonly kind: string;
  readonly code: string;
  readonly edition: number | null;
  readonly action: Change["action"];
  readonly entity: string | null;
  readonly previousEntity: string | null;
  readonly at: Date;
}

/**
 * A page of the feed. What there is and how far the log goes are read in one statement, so the cursor at the end covers
 * what was looked through, also where a filter lets nothing of it pass.
 */
export async function changesAfter(
  records: Records,
  filter: ChangeFilter,
  { first, after }: { readonly first: number; readonly after: string | undefined },
): Promise<Connection<Change>> {
  checkPageSize(first);
  const start = after === undefined ? "0" : positionOf(after);
  const rows = await records.query<Row>(sql`
    SELECT (SELECT coalesce(max(position), 0) FROM governance.change) AS newest, log.position AS "end",
      entry.position, entry.kind, entry.code, entry.edition, entry.action, entry.entity,
      entry.previous_entity AS "previousEntity", entry.occurred_at AS at
    FROM (${endOf(records)}) log LEFT JOIN LATERAL (
      SELECT c.* FROM ${changesOf(filter)} c
      WHERE c.position > ${start}::bigint AND c.position <= log.position ${ofKinds(filter)}
      ORDER BY c.position LIMIT ${first + 1}) entry ON true
    ORDER BY entry.position`);
  const { newest, end } = rows[0] as Row;
  if (BigInt(start) > BigInt(newest)) throw unknownCursor();
  const entries = rows.filter(({ position }) => position !== null);
  const edges = entries.slice(0, first).map(edgeOf);
  const hasNextPage = entries.length > first;
  const behind = BigInt(start) > BigInt(end) ? start : end;
  const endCursor = hasNextPage ? edges.at(-1)?.cursor : cursorOf(behind);
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage,
      hasPreviousPage: after !== undefined,
      ...(edges[0] && { startCursor: edges[0].cursor }),
      ...(endCursor !== undefined && { endCursor }),
    },
    totalCount: () => countOf(records, filter),
  };
}

/** The cursor behind the newest change. */
export async function newestCursor(records: Records): Promise<string> {
  const [row] = await records.query<{ position: string }>(endOf(records));
  return cursorOf((row as { position: string }).position);
}

/** How far the log goes, seen from the instant that is read. */
const endOf = ({ asOf }: Records): Sql =>
  asOf
    ? sql`SELECT coalesce((SELECT position FROM governance.change WHERE occurred_at <= ${asOf}
        ORDER BY position DESC LIMIT 1), 0) AS position`
    : sql`SELECT coalesce(max(position), 0) AS position FROM governance.change`;

/** The changes of one entity, or all. A change that takes a record from an entity names another, so none is there twice. */
const changesOf = ({ entity }: ChangeFilter): Sql =>
  entity === undefined
    ? sql`governance.change`
    : sql`(SELECT * FROM governance.change WHERE entity = ${entity}
        UNION ALL SELECT * FROM governance.change WHERE previous_entity = ${entity})`;

const ofKinds = ({ kinds }: ChangeFilter): Sql => (kinds ? sql`AND c.kind = ANY(${kinds}::text[])` : empty);

async function countOf(records: Records, filter: ChangeFilter): Promise<number> {
  const [row] = await records.query<{ count: string }>(sql`
    SELECT count(*) AS count FROM (${endOf(records)}) log JOIN ${changesOf(filter)} c ON c.position <= log.position
    WHERE true ${ofKinds(filter)}`);
  return Number(row?.count);
}

function edgeOf({ position, at: occurredAt, ...entry }: Row): { cursor: string; node: Change } {
  return { cursor: cursorOf(position as string), node: changeOf({ ...entry, occurredAt }) };
}

/** A cursor from behind the end: the log it came from went further than this one does. */
const unknownCursor = () =>
  badUserInput(
    "The cursor in `after` lies behind the newest change of this guide: it is of another guide, or from before this one was restored. Read the guide anew, and follow it from `changeCursor`.",
  );
