import type { DataSource, EntityManager } from "typeorm";
import type { PublishedRecord } from "../../../schema/vocabulary";
import { type Actor, appendAudit, type AuditEvent } from "../audit/audit-chain";
import { appendChanges, lockChangeLog } from "../changes/change-log";
import type { NewChange } from "../changes/change.entity";
import { snakeCase } from "../snake-case";
import type { WellFormedRecord } from "./checker";
import { isLive } from "./edition.entity";
import { isWordingOnly } from "./functional";
import { hashOf } from "./hash";
import { type Kind, nameOf, tableName, typenameOf } from "./kind";
import { qualityOf } from "./quality";

/** What publishing did: how many records got a new edition, and how many were already as given. */
export interface PublishCounts {
  readonly published: number;
  readonly unchanged: number;
}

/** A document that has passed validation, as it is published. */
export type Publication = Pick<WellFormedRecord, "document" | "references" | "problems"> & {
  /** The hash of the document where the draft of the record holds this very document, which is then taken from there. */
  readonly draftHash?: string;
  /** The number of the edition where it was given before, to a draft; the next one otherwise. */
  readonly number?: number;
  /** What its publisher said about it. */
  readonly note?: string | undefined;
  /** Whether it gets an edition also when nothing changed, to say that it was reviewed. */
  readonly isReviewed?: boolean;
};

/** Who publishes, why, and in which request. */
export interface Publishing {
  readonly by: Actor;
  readonly note?: string | undefined;
  readonly requestId?: string | undefined;
}

/** The newest edition of a record that was ever public. */
export interface Head {
  readonly code: string;
  readonly number: number;
  readonly hash: string;
  readonly live: boolean;
}

/**
 * Publishes documents of one kind: closes the live edition of each record, opens the next and appends to the change log
 * and the audit chain, in one transaction. A document equal to the live edition changes nothing, so publishing the same
 * again is harmless.
 */
export async function publishEditions(
  source: DataSource,
  kind: Kind,
  publications: readonly Publication[],
  publishing: Publishing,
): Promise<PublishCounts> {
  return source.transaction(async (manager) => {
    const now = await lockChangeLog(manager);
    const published = await publishLocked(manager, now, kind, publications, publishing);
    return { published: published.length, unchanged: publications.length - published.length };
  });
}

/** The same in a transaction that holds the log already. Answers the code and number of each edition made. */
export async function publishLocked(
  manager: EntityManager,
  now: Date,
  kind: Kind,
  publications: readonly Publication[],
  publishing: Publishing,
): Promise<{ code: string; number: number }[]> {
  const codes = publications.map(({ document }) => document.code);
  const heads = await headsOf(manager, kind, codes);
  const drafted = await draftNumbers(manager, kind, codes);
  const changed = publications
    .map((publication) => ({ ...publication, hash: publication.draftHash ?? hashOf(publication.document) }))
    .filter(({ document, hash, isReviewed }) => {
      const head = heads.get(document.code);
      return isReviewed || !head?.live || head.hash !== hash;
    })
    .map((publication) => {
      const { code } = publication.document;
      const newest = Math.max(heads.get(code)?.number ?? 0, drafted.get(code) ?? 0);
      return { ...publication, code, number: publication.number ?? newest + 1 };
    });
  if (changed.length === 0) return [];
  const live = changed.flatMap(({ code }) => (heads.get(code)?.live ? [code] : []));
  const ended = live.length > 0 ? await close(manager, kind, live, now) : [];
  const before = new Map(ended.map(({ code, document }) => [code, document]));
  const rows = changed.map((each) => rowOf(kind, each, now, publishing));
  // Named, so that a table may have got columns that this process does not know of yet.
  const columns = Object.keys(rows[0] as object).filter((column) => column !== "document");
  await manager.query(
    `INSERT INTO ${tableName(kind)} (${columns.join(", ")}, document)
     SELECT ${columns.map((column) => `row.${column}`).join(", ")}, coalesce(row.document, draft.document::jsonb)
     FROM json_populate_recordset(NULL::${tableName(kind)}, $1::json) row
     LEFT JOIN draft ON row.document IS NULL AND draft.kind = $2 AND draft.code = row.code AND draft.hash = row.hash`,
    [JSON.stringify(rows), typenameOf(kind)],
  );
  await appendChanges(manager, logged(kind, changed, before, now));
  await appendAudit(
    manager,
    now,
    changed.map(({ document, code, number, hash, note = publishing.note }) => ({
      ...audited(kind, document, publishing),
      action: "PUBLISH",
      code,
      edition: number,
      before: heads.get(code)?.live ? (heads.get(code)?.hash ?? null) : null,
      after: hash,
      ...(note !== undefined && { reason: note }),
    })),
  );
  return changed.map(({ code, number }) => ({ code, number }));
}

type Numbered = Publication & { readonly code: string; readonly number: number; readonly hash: string };

function rowOf(kind: Kind, publication: Numbered, now: Date, publishing: Publishing): Record<string, unknown> {
  const { document, code, number, hash, draftHash, references, problems, note = publishing.note } = publication;
  return {
    code,
    number,
    status: "PUBLISHED",
    valid_from: now,
    note: note ?? null,
    name_ar: nameOf(kind, document)?.["ar"] ?? "",
    name_en: nameOf(kind, document)?.["en"] ?? "",
    hash,
    ...(draftHash === undefined && { document }),
    refs: [...new Set(references.map(({ typename, code: target }) => `${typename}:${target}`))],
    quality: qualityOf(problems).score,
    findings: problems.map((each) => each.code),
    ...inSql(kind.columns(document)),
  };
}

/** Takes records out of the guide: their live editions end, their past stays readable. Answers how many were live. */
export async function withdrawEditions(
  source: DataSource,
  kind: Kind,
  codes: readonly string[],
  publishing: Publishing,
): Promise<number> {
  return source.transaction(async (manager) => withdrawLocked(manager, await lockChangeLog(manager), kind, codes, publishing));
}

/** The same in a transaction that holds the log already. */
export async function withdrawLocked(
  manager: EntityManager,
  now: Date,
  kind: Kind,
  codes: readonly string[],
  publishing: Publishing,
): Promise<number> {
  const closed = await close(manager, kind, codes, now);
  await appendChanges(
    manager,
    closed.map(({ code, document }) => ({
      kind: typenameOf(kind),
      code: kind.loggedAs?.(document) ?? code,
      edition: null,
      action: "WITHDRAW",
      entity: kind.entity?.(document) ?? null,
      occurredAt: now,
    })),
  );
  await appendAudit(
    manager,
    now,
    closed.map(({ code, document, hash }) => ({
      ...audited(kind, document, publishing),
      action: "WITHDRAW",
      code,
      before: hash,
      after: null,
      ...(publishing.note !== undefined && { reason: publishing.note }),
    })),
  );
  return closed.length;
}

/** What the audit chain says of any change of a record. */
export function audited(kind: Kind, document: PublishedRecord, { by, requestId }: Publishing): Omit<AuditEvent, "action"> {
  return {
    by,
    kind: typenameOf(kind),
    entity: kind.entity?.(document) ?? null,
    ...(requestId !== undefined && { requestId }),
  };
}

/** The newest public editions of records, by code. */
export async function headsOf(manager: EntityManager, kind: Kind, codes: readonly string[]): Promise<Map<string, Head>> {
  const rows = await manager.query<Head[]>(
    `SELECT DISTINCT ON (code) code, number, hash, ${isLive()} AS live
     FROM ${tableName(kind)} WHERE code = ANY($1::text[]) ORDER BY code, number DESC`,
    [codes],
  );
  return new Map(rows.map((head) => [head.code, head]));
}

/** The newest numbers that drafts of records were given, which no other edition gets. */
async function draftNumbers(manager: EntityManager, kind: Kind, codes: readonly string[]): Promise<Map<string, number>> {
  const rows = await manager.query<{ code: string; number: number }[]>(
    "SELECT code, number FROM draft WHERE kind = $1 AND code = ANY($2::text[])",
    [typenameOf(kind), codes],
  );
  return new Map(rows.map(({ code, number }) => [code, number]));
}

async function close(
  manager: EntityManager,
  kind: Kind,
  codes: readonly string[],
  now: Date,
): Promise<{ code: string; document: PublishedRecord; hash: string }[]> {
  const [rows] = await manager.query<[{ code: string; document: PublishedRecord; hash: string }[], number]>(
    `UPDATE ${tableName(kind)} SET valid_to = $2
     WHERE code = ANY($1::text[]) AND ${isLive()} RETURNING code, document, hash`,
    [codes, now],
  );
  return rows;
}

/** The log entries of published documents: one each, or one for all that are logged as the same thing. */
function logged(
  kind: Kind,
  publications: readonly Numbered[],
  before: ReadonlyMap<string, PublishedRecord>,
  occurredAt: Date,
): NewChange[] {
  const { loggedAs } = kind;
  if (loggedAs) {
    const things = new Set(publications.map(({ document }) => loggedAs(document)));
    return [...things].map((code) => ({
      kind: typenameOf(kind),
      code,
      edition: null,
      action: "PUBLISH",
      entity: null,
      occurredAt,
    }));
  }
  return publications.map(({ document, code, number }) => {
    const old = before.get(code);
    const entity = kind.entity?.(document) ?? null;
    const earlier = (old && kind.entity?.(old)) ?? null;
    return {
      kind: typenameOf(kind),
      code,
      edition: number,
      action: old && isWordingOnly(kind, old, document) ? "CORRECT" : "PUBLISH",
      entity,
      previousEntity: earlier === entity ? null : earlier,
      occurredAt,
    };
  });
}

const columnNames = new Map<string, string>();

/** The columns of a row by their names in SQL. */
function inSql(columns: object): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [property, value] of Object.entries(columns)) {
    let name = columnNames.get(property);
    if (name === undefined) columnNames.set(property, (name = snakeCase(property)));
    row[name] = value;
  }
  return row;
}
