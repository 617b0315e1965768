import { Temporal } from "@js-temporal/polyfill";
import DataLoader from "dataloader";
import sql, { raw } from "sql-template-tag";
import { DEFAULT_TIME_ZONE, type DocumentClass, type PublishedRecord, type SchemaSettings } from "../../../schema/vocabulary";
import { existingRecords } from "../changes/change-log";
import type { Queryable } from "../database";
import { isLive } from "./edition.entity";
import { mapInTurns } from "../turns";
import { groupBy } from "./records";
import { type Kind, requireKind, tableName, typenameOf } from "./kind";
import { codeSurvey } from "./rules/codes";
import { everyRecordRules } from "./rules/every-record";
import { duplicateCode, notARecord, unknownKind } from "./rules/submission";
import {
  type DocumentReference,
  isRefused,
  type Problem,
  referencesOf,
  type RuleContext,
  structureOf,
  type Survey,
  type Surveyed,
  refusedReference,
  unknownReference,
} from "./validation";

/** A record as its author wrote it: JSON with `__typename` and `code`, and where it stood. */
export interface SubmittedRecord {
  /** Where it came from, such as `services/x.json` or `measurements/y.json[3]`. */
  readonly place: string;
  readonly value: unknown;
}

/** A record whose form this very process has found to be right earlier; only the rest is to be checked. */
export type KnownRecord = Pick<WellFormedRecord, "place" | "kind" | "document" | "references">;

/** A record whose form is right: its document is complete, and may still break rules. */
export interface WellFormedRecord {
  readonly place: string;
  readonly kind: Kind;
  readonly document: PublishedRecord;
  /** Everything the document refers to. */
  readonly references: readonly DocumentReference[];
  readonly problems: readonly Problem[];
}

/** What checking found of one submitted record. */
export type CheckedRecord =
  WellFormedRecord | { readonly place: string; readonly document?: undefined; readonly problems: readonly Problem[] };

/** The records that may be taken as they are. */
export const acceptedOf = (records: readonly CheckedRecord[]): WellFormedRecord[] =>
  records.filter((record): record is WellFormedRecord => record.document !== undefined && !isRefused(record.problems));

/** A kind of record, and the database in which its subgraph keeps it. */
export interface KindOwner {
  readonly kind: Kind;
  readonly database: Queryable;
}

/** Answers which of some records exist, as `typename:code`. */
export type FindExisting = (keys: readonly DocumentReference[]) => Promise<ReadonlySet<string>>;

/** A record on its way through the checks. */
type Draft = Omit<WellFormedRecord, "problems"> & { readonly problems: Problem[] };

/** Checks records against their schemas, their references and their rules. It writes nothing. */
export class Checker {
  readonly #owners: ReadonlyMap<string, KindOwner>;

  constructor(
    owners: readonly KindOwner[],
    /** A database that may read the change log. */
    private readonly log: Queryable,
    private readonly settings: SchemaSettings,
    private readonly clock: () => Date = () => new Date(),
  ) {
    this.#owners = new Map(owners.map((owner) => [typenameOf(owner.kind), owner]));
  }

  /**
   * Checks records that are to be published together: they may refer to each other, unless the one referred to is
   * refused. Answers each in the order given. `alsoExisting` names records that count as being in the guide.
   */
  async check(records: readonly (SubmittedRecord | KnownRecord)[], alsoExisting?: FindExisting): Promise<CheckedRecord[]> {
    const checked = await mapInTurns(records, (record) =>
      "document" in record ? { ...record, problems: [] } : this.#structure(record),
    );
    const drafts = checked.filter((record): record is Draft => record.document !== undefined);
    addDuplicates(drafts);
    await this.#rules(drafts);
    await this.#references(drafts, alsoExisting);
    return checked;
  }

  #structure({ place, value }: SubmittedRecord): Draft | CheckedRecord {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return { place, problems: [notARecord()] };
    const { __typename: typename, ...rest } = value as Record<string, unknown>;
    const kind = typeof typename === "string" ? this.#owners.get(typename)?.kind : undefined;
    if (!kind) return { place, problems: [unknownKind(typename, [...this.#owners.keys()])] };
    // What may be left out is filled in, which is not for the caller's own objects.
    const document = copyOf(rest) as unknown as PublishedRecord;
    const isCodeDerived = kind.derivedCode !== undefined && rest["code"] === undefined;
    // A record too malformed to derive a code from is told what is wrong with it by its schema.
    if (isCodeDerived) document.code = "UNKNOWN";
    const problems = structureOf(kind, this.settings)(document);
    if (problems.length > 0) return { place, problems };
    if (isCodeDerived) document.code = kind.derivedCode(document);
    const references = [...referencesOf(kind.document, document), ...(kind.references?.(document) ?? [])];
    return { place, kind, document, references, problems: [] };
  }

  /** Every record referred to is in the guide, or among those submitted and not refused. */
  async #references(drafts: readonly Draft[], alsoExisting?: FindExisting): Promise<void> {
    const submitted = new Map([...drafts].reverse().map((draft) => [keyOfDraft(draft), draft]));
    const existing = await this.#existing(drafts, alsoExisting);
    const isMissing = (reference: DocumentReference) => !existing.has(keyOf(reference));
    for (const { kind, references, problems } of drafts) {
      const unknown = references.filter((each) => isMissing(each) && !submitted.has(keyOf(each)));
      problems.push(...unknown.map((reference) => unknownReference(kind, reference)));
    }
    refuseDependants(drafts, submitted, isMissing);
  }

  async #existing(drafts: readonly Draft[], alsoExisting: FindExisting = async () => new Set()): Promise<ReadonlySet<string>> {
    const wanted = new Map(drafts.flatMap(({ references }) => references.map((each) => [keyOf(each), each] as const)));
    const live = await existingRecords(this.log, [...wanted.values()], undefined);
    const open = [...wanted].filter(([key]) => !live.has(key)).map(([, reference]) => reference);
    return open.length === 0 ? live : new Set([...live, ...(await alsoExisting(open))]);
  }

  async #rules(drafts: readonly Draft[]): Promise<void> {
    const context = this.#context(drafts);
    for (const [kind, ofKind] of groupBy(drafts, (draft) => draft.kind)) {
      const [own, surveyed] = await Promise.all([
        mapInTurns(ofKind, async ({ kind, document }) => [
          ...everyRecordRules(kind.document, document),
          ...((await kind.rules?.(document, context)) ?? []),
        ]),
        this.#survey(kind, ofKind, context),
      ]);
      ofKind.forEach(({ problems }, index) => problems.push(...(own[index] ?? [])));
      for (const { index, problem: found } of surveyed) ofKind[index]?.problems.push(found);
    }
  }

  /** Compares the records of one kind with all others there are. */
  async #survey(kind: Kind, drafts: readonly Draft[], context: RuleContext): Promise<Surveyed[]> {
    const { database } = this.#owners.get(typenameOf(kind)) as KindOwner;
    const documents = drafts.map(({ document }) => document);
    const surveys: Survey[] = [...(kind.derivedCode ? [] : [codeSurvey(kind)]), ...(kind.surveys ?? [])];
    return (await Promise.all(surveys.map((survey) => survey(documents, { ...context, database })))).flat();
  }

  /** What rules may ask of records that are checked together: each counts as it will be. */
  #context(drafts: readonly Draft[]): RuleContext {
    const submitted = new Map(drafts.map((draft) => [keyOfDraft(draft), draft.document]));
    const loaders = new Map<Kind, DataLoader<string, PublishedRecord | undefined>>();
    return {
      today: dayOf(this.clock()),
      find: async <T extends PublishedRecord>(type: DocumentClass<T>, code: string) => {
        const document = submitted.get(`${type.name}:${code}`);
        if (document) return document as T;
        const kind = requireKind(type);
        let loader = loaders.get(kind);
        if (!loader) loaders.set(kind, (loader = this.#liveDocuments(kind)));
        return (await loader.load(code)) as T | undefined;
      },
    };
  }

  #liveDocuments(kind: Kind): DataLoader<string, PublishedRecord | undefined> {
    const { database } = this.#owners.get(typenameOf(kind)) as KindOwner;
    return new DataLoader(async (codes) => {
      const rows = await database.query<{ code: string; document: PublishedRecord }>(
        sql`SELECT code, document FROM ${raw(tableName(kind))}
            WHERE code = ANY(${codes}::text[]) AND ${raw(isLive())}`,
      );
      const byCode = new Map(rows.map(({ code, document }) => [code, document]));
      return codes.map((code) => byCode.get(code));
    });
  }
}

/** The day of an instant in the guide's time zone. */
const dayOf = (instant: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(DEFAULT_TIME_ZONE).toPlainDate().toString();

/** A JSON value of its own; several times faster than `structuredClone`, which also copies what is no JSON. */
function copyOf<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const inner = copyOf((value as Record<string, unknown>)[name]);
    // Assigned, a property of this name would not be one of the copy, and what is in it would be read as the record's.
    if (name === "__proto__") Object.defineProperty(copy, name, { value: inner, enumerable: true });
    else copy[name] = inner;
  }
  return copy as Value;
}

/** Names a record. */
const keyOf = ({ typename, code }: Omit<DocumentReference, "path">): string => `${typename}:${code}`;
const keyOfDraft = ({ kind, document: { code } }: Draft): string => keyOf({ typename: typenameOf(kind), code });

/** A code given twice is the fault of the later record. */
function addDuplicates(drafts: readonly Draft[]): void {
  const first = new Map<string, string>();
  for (const draft of drafts) {
    const other = first.get(keyOfDraft(draft));
    if (other === undefined) first.set(keyOfDraft(draft), draft.place);
    else draft.problems.push(duplicateCode(typenameOf(draft.kind), draft.document.code, other));
  }
}

/** Who refers to a refused record is refused as well, and so are those who refer to it in turn. */
function refuseDependants(
  drafts: readonly Draft[],
  submitted: ReadonlyMap<string, Draft>,
  isMissing: (reference: DocumentReference) => boolean,
): void {
  let added: number;
  do {
    added = 0;
    for (const { references, problems } of drafts.filter((draft) => !isRefused(draft.problems))) {
      const refused = references.filter((each) => {
        const other = submitted.get(keyOf(each));
        return other !== undefined && isRefused(other.problems) && isMissing(each);
      });
      problems.push(...refused.map(refusedReference));
      added += refused.length;
    }
  } while (added > 0);
}
