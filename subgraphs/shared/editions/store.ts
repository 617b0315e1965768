import { createHash } from "node:crypto";
import type { DataSource, EntityManager } from "typeorm";
import type { PublishedRecord } from "../../../schema/vocabulary";
import { appendChanges, lockChangeLog } from "../changes/change-log";
import type { Change } from "../changes/change.entity";
import { snakeCase } from "../snake-case";
import { isLive } from "./edition.entity";
import { type Kind, nameOf, tableName, typenameOf } from "./kind";

/** What publishing did: how many records got a new edition, and how many were already as given. */
export interface PublishCounts {
  readonly published: number;
  readonly unchanged: number;
}

interface Head {
  readonly code: string;
  readonly number: number;
  readonly hash: string;
  readonly live: boolean;
}

/**
 * Publishes documents of one kind that have passed validation: closes the live edition of each record, opens the next
 * and appends to the change log, in one transaction. A document equal to the live edition changes nothing, so
 * publishing the same again is harmless.
 */
export async function publishEditions(
  source: DataSource,
  kind: Kind,
  documents: readonly PublishedRecord[],
  note?: string,
): Promise<PublishCounts> {
  const entries = documents.map((document) => ({ document, hash: hashOf(document) }));
  return source.transaction(async (manager) => {
    const now = await lockChangeLog(manager);
    const heads = await headsOf(
      manager,
      kind,
      documents.map(({ code }) => code),
    );
    const changed = entries.filter(({ document, hash }) => {
      const head = heads.get(document.code);
      return !head?.live || head.hash !== hash;
    });
    if (changed.length > 0) {
      const live = changed.flatMap(({ document: { code } }) => (heads.get(code)?.live ? [code] : []));
      if (live.length > 0) await close(manager, kind, live, now);
      const numberOf = (code: string) => (heads.get(code)?.number ?? 0) + 1;
      const rows = changed.map(({ document, hash }) => ({
        code: document.code,
        number: numberOf(document.code),
        status: "PUBLISHED",
        valid_from: now,
        note: note ?? null,
        name_ar: nameOf(kind, document)?.["ar"] ?? "",
        name_en: nameOf(kind, document)?.["en"] ?? "",
        hash,
        document,
        ...inSql(kind.columns(document)),
      }));
      // Named, so that a table may have got columns that this process does not know of yet.
      const columns = Object.keys(rows[0] as object).join(", ");
      await manager.query(
        `INSERT INTO ${tableName(kind)} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${tableName(kind)}, $1::json)`,
        [JSON.stringify(rows)],
      );
      await appendChanges(
        manager,
        logged(
          kind,
          changed.map(({ document }) => document),
          numberOf,
          now,
        ),
      );
    }
    return { published: changed.length, unchanged: entries.length - changed.length };
  });
}

/** Takes records out of the guide: their live editions end, their past stays readable. Answers how many were live. */
export async function withdrawEditions(source: DataSource, kind: Kind, codes: readonly string[]): Promise<number> {
  return source.transaction(async (manager) => {
    const now = await lockChangeLog(manager);
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
    return closed.length;
  });
}

async function headsOf(manager: EntityManager, kind: Kind, codes: readonly string[]): Promise<Map<string, Head>> {
  const rows = await manager.query<Head[]>(
    `SELECT DISTINCT ON (code) code, number, hash, ${isLive()} AS live
     FROM ${tableName(kind)} WHERE code = ANY($1::text[]) ORDER BY code, number DESC`,
    [codes],
  );
  return new Map(rows.map((head) => [head.code, head]));
}

async function close(
  manager: EntityManager,
  kind: Kind,
  codes: readonly string[],
  now: Date,
): Promise<{ code: string; document: PublishedRecord }[]> {
  const [rows] = await manager.query<[{ code: string; document: PublishedRecord }[], number]>(
    `UPDATE ${tableName(kind)} SET valid_to = $2
     WHERE code = ANY($1::text[]) AND ${isLive()} RETURNING code, document`,
    [codes, now],
  );
  return rows;
}

/** The log entries of published documents: one each, or one for all that are logged as the same thing. */
function logged(
  kind: Kind,
  documents: readonly PublishedRecord[],
  numberOf: (code: string) => number,
  occurredAt: Date,
): Omit<Change, "position">[] {
  const { loggedAs } = kind;
  const change = (code: string, edition: number | null, entity: string | undefined) =>
    ({ kind: typenameOf(kind), code, edition, action: "PUBLISH", entity: entity ?? null, occurredAt }) as const;
  if (loggedAs) return [...new Set(documents.map(loggedAs))].map((code) => change(code, null, undefined));
  return documents.map((document) => change(document.code, numberOf(document.code), kind.entity?.(document)));
}

/** SHA-256 of the JSON of a value with its keys in order (RFC 8785 for the values a document holds). */
export function hashOf(document: object): string {
  return createHash("sha256").update(canonical(document)).digest("hex");
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const document = value as Record<string, unknown>;
  let members = "";
  for (const key of Object.keys(document).sort()) {
    if (document[key] === undefined) continue;
    members += `${members === "" ? "" : ","}${JSON.stringify(key)}:${canonical(document[key])}`;
  }
  return `{${members}}`;
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
