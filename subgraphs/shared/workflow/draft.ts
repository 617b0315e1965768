import sql, { raw } from "sql-template-tag";
import type { EntityManager } from "typeorm";
import type { PublishedRecord } from "../../../schema/vocabulary";
import type { Queryable } from "../database";
import { isLive } from "../editions/edition.entity";
import { type Kind, tableName, typenameOf } from "../editions/kind";

export type OpenStatus = "DRAFT" | "IN_REVIEW" | "CHANGES_REQUESTED" | "APPROVED" | "SCHEDULED";
export type DraftStatus = OpenStatus | "PUBLISHED" | "WITHDRAWN" | "DISCARDED";

/**
 * What the workflow knows of a record, as its table keeps it: the edition that is being prepared, or the last thing
 * that became of one. Its document is there while it is open only; a published one is in the edition table.
 */
export interface Draft {
  readonly kind: string;
  readonly code: string;
  readonly number: number;
  readonly status: DraftStatus;
  /** The number of the edition that was live when it was begun; null for a record that was not in the guide. */
  readonly base: number | null;
  readonly entity: string | null;
  readonly document: PublishedRecord | null;
  readonly hash: string | null;
  readonly note: string | null;
  /** Why it is to be published in spite of its warnings. */
  readonly reason: string | null;
  /** What its reviewer said. */
  readonly comment: string | null;
  readonly publish_at: Date | null;
  /** The pseudonyms of those who wrote it; none of them may approve it. */
  readonly authors: readonly string[];
  readonly approved_by: string | null;
  readonly changed_by: string | null;
  readonly changed_at: Date;
}

/** The newest public edition of a record. */
export interface Published {
  readonly number: number;
  readonly hash: string;
  readonly isLive: boolean;
  readonly document: PublishedRecord;
  readonly since: Date;
}

/** Where a record stands: what is public of it and what is being prepared. */
export interface Standing {
  readonly code: string;
  readonly draft: Draft | undefined;
  readonly published: Published | undefined;
}

export const isOpen = (draft: Draft | undefined): draft is Draft & { document: PublishedRecord; hash: string } =>
  draft?.document != null;

/** The number of the newest edition of a record, whether it is public or not; 0 for one that was never there. */
export const newestNumber = ({ draft, published }: Standing): number => Math.max(draft?.number ?? 0, published?.number ?? 0);

const COLUMNS = [
  ...["number", "status", "base", "entity", "document", "hash", "note", "reason", "comment", "publish_at"],
  ...["authors", "approved_by", "changed_by", "changed_at"],
];

/** Documents that need not be read again, by their hashes. */
export type KnownDocuments = ReadonlyMap<string, PublishedRecord>;

/** Where records stand, each once, in the order of their codes as given. */
export async function standingsOf(
  database: Queryable,
  kind: Kind,
  codes: readonly string[],
  known: KnownDocuments = new Map(),
): Promise<Map<string, Standing>> {
  const document = sql`CASE WHEN hash = ANY(${[...known.keys()]}::text[]) THEN NULL ELSE document END AS document`;
  const others = raw(COLUMNS.filter((column) => column !== "document").join(", "));
  const drafts = await database.query<Draft>(
    sql`SELECT kind, code, ${others}, ${document} FROM draft
        WHERE kind = ${typenameOf(kind)} AND code = ANY(${codes}::text[])`,
  );
  const published = await database.query<Published & { code: string }>(
    sql`SELECT DISTINCT ON (code) code, number, hash, ${raw(isLive())} AS "isLive", ${document}, valid_from AS since
        FROM ${raw(tableName(kind))} WHERE code = ANY(${codes}::text[]) ORDER BY code, number DESC`,
  );
  const whole = <Row extends Draft | Published>(row: Row): Row => ({
    ...row,
    document: row.document ?? known.get(row.hash ?? "") ?? null,
  });
  const draftOf = new Map(drafts.map((row) => [row.code, whole(row)]));
  const publishedOf = new Map(published.map((row) => [row.code, whole(row)]));
  return new Map(codes.map((code) => [code, { code, draft: draftOf.get(code), published: publishedOf.get(code) }]));
}

/** The documents of some standings, for who looks at them once more. */
export function documentsOf(standings: Iterable<Standing>): KnownDocuments {
  const known = new Map<string, PublishedRecord>();
  for (const { draft, published } of standings) {
    if (isOpen(draft)) known.set(draft.hash, draft.document);
    if (published) known.set(published.hash, published.document);
  }
  return known;
}

/** A transaction as something that can be asked. */
export const within = (manager: EntityManager): Queryable => ({
  query: <Row extends object>({ text, values }: { text: string; values: unknown[] }) => manager.query<Row[]>(text, values),
});

/** Writes what the workflow knows of records of one kind, in one statement. */
export async function keepDrafts(manager: EntityManager, drafts: readonly Draft[]): Promise<void> {
  if (drafts.length === 0) return;
  const columns = ["kind", "code", ...COLUMNS].join(", ");
  await manager.query(
    `INSERT INTO draft (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::draft, $1::json)
     ON CONFLICT (kind, code) DO UPDATE SET ${COLUMNS.map((column) => `${column} = EXCLUDED.${column}`).join(", ")}`,
    [JSON.stringify(drafts)],
  );
}
