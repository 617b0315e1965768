import diff from "microdiff";
import sql, { empty, raw, type Sql } from "sql-template-tag";
import { type Connection, globalId, type PublishedRecord } from "../../../schema/vocabulary";
import { functionalChanges } from "../changes/change-log";
import { badUserInput } from "../errors";
import { type Kind, tableName, typenameOf } from "../editions/kind";
import { toRecord } from "../editions/records";
import { type DocumentReference, referencesOf } from "../editions/validation";
import { connectionOfPage, pageOf } from "../keyset";
import type { SubgraphContext } from "../request";
import { isOpen } from "./draft";
import { noteRead, seesDraft, shownEdition } from "./presentation";
import type { FieldChange, PublicEdition, RecordHistory, ReviewFlag } from "./types";

/** A public edition as its table has it, with whether another took its place at once. */
interface EditionRow {
  readonly number: number;
  readonly valid_from: Date;
  readonly valid_to: Date | null;
  readonly next_from: Date | null;
  readonly note: string | null;
  readonly document: PublishedRecord;
}

/** The history of a record; null when nothing was ever public of it and the caller may not know of a draft. */
export async function historyOf(kind: Kind, code: string, context: SubgraphContext): Promise<RecordHistory | null> {
  const history = { kind: typenameOf(kind), code };
  const [first] = await editionRows(kind, code, context, empty, 1);
  return first || (await draftOf(kind, code, context)) ? history : null;
}

/** Public editions of a record, the newest first, as they stood at the instant that is read. */
async function editionRows(
  kind: Kind,
  code: string,
  { records }: SubgraphContext,
  more: Sql,
  limit: number,
): Promise<EditionRow[]> {
  const asOf = records.asOf ?? "infinity";
  return records.query<EditionRow>(
    sql`SELECT * FROM (
          SELECT number, valid_from, CASE WHEN valid_to <= ${asOf}::timestamptz THEN valid_to END AS valid_to, note, document,
            lead(valid_from) OVER (ORDER BY number) AS next_from
          FROM ${raw(tableName(kind))} WHERE code = ${code} AND valid_from <= ${asOf}::timestamptz) e
        WHERE true ${more} ORDER BY number DESC LIMIT ${limit}`,
  );
}

export async function editionsOf(
  kind: Kind,
  code: string,
  { first, after }: { first: number; after: string | undefined },
  context: SubgraphContext,
): Promise<Connection<PublicEdition>> {
  const page = pageOf(["editions", typenameOf(kind), code], first, after);
  const behind = page.position ? sql`AND number < ${Number(page.position.sort)}` : empty;
  const rows = await editionRows(kind, code, context, behind, page.first + 1);
  const entries = rows.map((row) => ({ position: { sort: String(row.number), code }, node: shown(kind, code, row) }));
  return connectionOfPage(page, entries, async () => (await editionRows(kind, code, context, empty, MOST_EDITIONS)).length);
}

const MOST_EDITIONS = 100_000;

export async function editionOf(
  kind: Kind,
  code: string,
  number: number,
  context: SubgraphContext,
): Promise<PublicEdition | null> {
  const [row] = await editionRows(kind, code, context, sql`AND number = ${number}`, 1);
  return row ? shown(kind, code, row) : null;
}

function shown(kind: Kind, code: string, row: EditionRow): PublicEdition {
  const { number, valid_from: validFrom, valid_to: validTo, next_from: next, note, document } = row;
  const isEnd = validTo !== null && next?.getTime() !== validTo.getTime();
  const status = isEnd ? "WITHDRAWN" : "PUBLISHED";
  const record = toRecord(kind, { code, number, status, valid_from: validFrom, note, document });
  return {
    ...{ number, status, validFrom, document },
    ...(validTo && { validTo }),
    ...(note !== null && { note }),
    ...(!kind.derivedCode && { record }),
  };
}

/** What is being prepared of a record; null when nothing is, and to those who may not know. */
export async function draftOf(kind: Kind, code: string, context: SubgraphContext): Promise<object | null> {
  if (!context.caller) return null;
  const draft = (await context.workflow.standings(kind, [code])).get(code)?.draft;
  if (!isOpen(draft) || !seesDraft(draft, context)) return null;
  noteRead(kind, code, context);
  return shownEdition(kind, draft, context);
}

/** What is different between two editions of a record: public ones, or the one that is being prepared. */
export async function differences(
  kind: Kind,
  code: string,
  { from, to }: { from: number; to: number },
  context: SubgraphContext,
): Promise<FieldChange[]> {
  const documents = await Promise.all([from, to].map((number) => documentOf(kind, code, number, context)));
  const [before, after] = documents.map((document, index) => {
    if (!document) throw badUserInput(`The record has no edition ${index === 0 ? from : to}. Choose one from its history.`);
    return document;
  }) as [object, object];
  return diff(before, after).map((change) => ({
    path: change.path.reduce<string>((path, part) => path + (typeof part === "number" ? `[${part}]` : `.${part}`), "$"),
    ...("oldValue" in change && { before: change.oldValue as unknown }),
    ...("value" in change && { after: change.value as unknown }),
  }));
}

async function documentOf(kind: Kind, code: string, number: number, context: SubgraphContext): Promise<object | undefined> {
  const edition = await editionOf(kind, code, number, context);
  if (edition) return edition.document;
  const draft = (await draftOf(kind, code, context)) as { number: number; document: object } | null;
  return draft?.number === number ? draft.document : undefined;
}

/** What a live record refers to and has changed, other than in its wording, since the record was last published. */
export async function reviewFlags(kind: Kind, code: string, context: SubgraphContext): Promise<ReviewFlag[]> {
  const [live] = await editionRows(kind, code, context, empty, 1);
  if (!live || live.valid_to !== null) return [];
  const references = [...referencesOf(kind.document, live.document), ...(kind.references?.(live.document) ?? [])];
  const keys = [...new Map(references.map((each) => [keyOf(each), each])).values()];
  const changes = await functionalChanges(context.records, keys, live.valid_from, context.records.asOf);
  return changes.map(({ kind: typename, code: changed, action, at }) => ({
    kind: typename,
    code: changed,
    isWithdrawn: action === "WITHDRAW",
    changedAt: at,
  }));
}

const keyOf = ({ typename, code }: DocumentReference): string => globalId(typename, code);
