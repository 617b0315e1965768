import { LRUCache } from "lru-cache";
import type { PublishedRecord } from "../../../schema/vocabulary";
import { upcomingRecords } from "../changes/upcoming";
import type { Database } from "../database";
import type { Checker, CheckedRecord, FindExisting, KnownRecord, SubmittedRecord, WellFormedRecord } from "../editions/checker";
import { canonical, hashOfText } from "../editions/hash";
import { type Kind, typenameOf } from "../editions/kind";
import type { CheckedDocument } from "./decisions";
import { type Draft, isOpen, type Standing, standingsOf } from "./draft";
import { otherKind } from "./problems";

/** Whether a reference may be to what is only upcoming, or must be to what is live. */
export type Against = "upcoming" | "live";

export type OpenDraft = Draft & { readonly document: PublishedRecord; readonly hash: string };

/** The drafts that are open. */
export const openIn = (standings: ReadonlyMap<string, Standing>): OpenDraft[] =>
  [...standings.values()].flatMap(({ draft }) => (isOpen(draft) ? [draft] : []));

export type CheckedDraft = CheckedDocument & { readonly number: number };

/** A record that is to be saved: with its hash, and how long it is as text. */
export type HashedRecord = KnownRecord & { readonly hash: string; readonly length: number };

/** How much is remembered of what was saved lately, in characters of JSON: some thousands of services. */
const REMEMBERED = 8_000_000;

/** Checks what is saved, and what is to be approved, against what stands in the guide. */
export class DraftChecks {
  /** What was saved lately: until it is approved, it is neither read nor held to its form again. */
  readonly #lately = new LRUCache<string, HashedRecord>({ maxSize: REMEMBERED, sizeCalculation: ({ length }) => length });

  constructor(
    private readonly database: Database,
    private readonly checker: Checker,
  ) {}

  /** Checks records that would be published together; those that wait for approval count as being there. */
  async ofRecords(kind: Kind, records: readonly object[]): Promise<CheckedRecord[]> {
    const submitted = records.map((record, index) => submittedAs(kind, record, index));
    return withWrongKinds(kind, records, await this.checker.check(submitted, this.#upcoming));
  }

  /** Checks open drafts that would be published together. */
  async ofDrafts(kind: Kind, open: readonly OpenDraft[], against: Against): Promise<Map<string, CheckedDraft>> {
    const known = open.map(({ code, hash }) => this.#saved(kind, code, hash));
    const records = open.map(({ document }, index) => known[index] ?? submittedAs(kind, asWritten(kind, document), index));
    const checked = await this.checker.check(records, against === "upcoming" ? this.#upcoming : undefined);
    return new Map(
      open.map((draft, index) => {
        const found = checkedDraft(draft, checked[index] as CheckedRecord);
        return [draft.code, known[index] ? { ...found, draftHash: draft.hash } : found];
      }),
    );
  }

  /** Where records stand whose drafts are to be checked. */
  standings(kind: Kind, codes: readonly string[]): Promise<Map<string, Standing>> {
    const lately = codes.flatMap((code) => this.#lately.peek(keyOf(kind, code)) ?? []);
    return standingsOf(this.database, kind, codes, new Map(lately.map(({ hash, document }) => [hash, document])));
  }

  /** A draft as it was when it was saved, if that was lately and in this process. */
  #saved(kind: Kind, code: string, hash: string): KnownRecord | undefined {
    const saved = this.#lately.get(keyOf(kind, code));
    return saved?.hash === hash ? saved : undefined;
  }

  /** Remembers a record that was saved. */
  remember(record: HashedRecord): void {
    this.#lately.set(keyOf(record.kind, record.document.code), record);
  }

  readonly #upcoming: FindExisting = (keys) => upcomingRecords(this.database, keys);
}

export function hashed({ place, kind, document, references }: WellFormedRecord): HashedRecord {
  const text = canonical(document);
  return { place, kind, document, references, hash: hashOfText(text), length: text.length };
}

/** What was found in a draft, where it is still the one that stands. */
export const sameDraft = (checked: CheckedDraft | undefined, { draft }: Standing): CheckedDraft | undefined =>
  checked?.number === draft?.number ? checked : undefined;

const keyOf = (kind: Kind, code: string): string => `${typenameOf(kind)}:${code}`;

const submittedAs = (kind: Kind, record: object, index: number): SubmittedRecord => ({
  place: `records[${index}]`,
  value: { ...record, __typename: typenameOf(kind) },
});

/** A stored document as its author wrote it: without a code, where that is derived from what the record is about. */
export function asWritten(kind: Kind, document: PublishedRecord): object {
  if (!kind.derivedCode) return document;
  const { code, ...written } = document;
  return written;
}

/** A stored draft that is checked again: its form may be another by now. */
function checkedDraft({ document, number }: Draft, checked: CheckedRecord): CheckedDraft {
  return checked.document
    ? { ...checked, number }
    : { document: document as PublishedRecord, references: [], problems: checked.problems, number };
}

/** Records of another kind are told so, rather than held to the schema of this one. */
function withWrongKinds(kind: Kind, records: readonly object[], checked: readonly CheckedRecord[]): CheckedRecord[] {
  return checked.map((result, index) => {
    const { __typename: typename } = records[index] as { __typename?: unknown };
    if (typename === undefined || typename === typenameOf(kind)) return result;
    return { place: result.place, problems: [otherKind(JSON.stringify(typename), typenameOf(kind))] };
  });
}
