import { mayRead } from "../../../identity/caller";
import type { CheckedRecord, WellFormedRecord } from "../editions/checker";
import type { Kind } from "../editions/kind";
import type { Asker, DecisionWriter } from "./decision-writer";
import { entityOf, importRecord, publish, review } from "./decisions";
import { documentsOf, type DraftStatus, isOpen, type Standing } from "./draft";
import { type DraftChecks, hashed, type HashedRecord, openIn, type OpenDraft, sameDraft } from "./draft-checks";
import type { Request } from "./given-answers";
import { type Outcome, refused } from "./outcome";

/** The statuses from which many drafts are approved and published in one step. */
const APPROVABLE: readonly DraftStatus[] = ["IN_REVIEW", "APPROVED"];

export interface ImportInput {
  readonly records: readonly object[];
  readonly isSubmitted: boolean;
  readonly isDryRun: boolean;
  readonly note?: string | undefined;
  readonly reason?: string | undefined;
}

export interface ApproveInput {
  readonly drafts: readonly { readonly code: string; readonly expectedEdition: number }[];
  readonly isPublished: boolean;
  readonly publishAt?: Date | undefined;
  readonly reason?: string | undefined;
}

/** What is done with many records in one request, each for itself. */
export class Bulk {
  constructor(
    private readonly checks: DraftChecks,
    private readonly writer: DecisionWriter,
  ) {}

  /** Saves and submits many records, each for itself; they may refer to those among them that are not refused. */
  async importRecords(
    kind: Kind,
    { records, isSubmitted, isDryRun, note, reason }: ImportInput,
    asker: Asker,
    request: Request,
  ): Promise<readonly Outcome[]> {
    const answered = await this.writer.answered(asker, request, records.length);
    if (answered) return answered;
    const checked = await this.checks.ofRecords(kind, records);
    const wellFormed = checked.flatMap((record) => (isAcceptable(record) ? [record] : []));
    const saving = wellFormed.map(hashed);
    return this.writer.run(kind, asker, request, {
      codes: wellFormed.map(({ document }) => document.code),
      decide: (standing, taker, index) => {
        const { document, hash } = saving[index] as HashedRecord;
        const { problems } = wellFormed[index] as WellFormedRecord;
        return importRecord(taker, standing, { document, hash, problems, note, reason, isSubmitted });
      },
      together: {
        references: (index) => (wellFormed[index] as WellFormedRecord).references,
        isThere: ({ draft, published }) => published?.isLive === true || isOpen(draft),
      },
      // The answer, also one that is kept, has a result for every record that was sent.
      complete: (taken) => {
        taken.forEach(({ draft }, index) => draft && this.checks.remember(saving[index] as HashedRecord));
        const outcomes = new Map(wellFormed.map((record, index) => [record as CheckedRecord, taken[index] as Outcome]));
        return ofMany(checked.map((record) => outcomes.get(record) ?? refused(record.document?.code, record.problems)));
      },
      isDryRun,
    });
  }

  /** Approves drafts in review and, where asked to, publishes them together. */
  async approve(
    kind: Kind,
    { drafts, isPublished, publishAt, reason }: ApproveInput,
    asker: Asker,
    request: Request,
  ): Promise<readonly Outcome[]> {
    const answered = await this.writer.answered(asker, request, drafts.length);
    if (answered) return answered;
    const codes = drafts.map(({ code }) => code);
    const expected = new Map(drafts.map(({ code, expectedEdition }) => [code, expectedEdition]));
    const isMeant = (draft: OpenDraft) =>
      expected.get(draft.code) === draft.number &&
      APPROVABLE.includes(draft.status) &&
      mayRead(asker.caller, entityOf(kind, draft.document));
    const seen = isPublished ? await this.checks.standings(kind, codes) : new Map<string, Standing>();
    const checked = await this.checks.ofDrafts(kind, openIn(seen).filter(isMeant), "live");
    return this.writer.run(kind, asker, request, {
      codes,
      known: documentsOf(seen.values()),
      decide: (standing, taker) => {
        const expectedEdition = expected.get(standing.code);
        if (!isPublished) return review(taker, standing, { isApproved: true, comment: undefined, expected: expectedEdition });
        const found = sameDraft(checked.get(standing.code), standing);
        return publish(taker, standing, {
          checked: found,
          publishAt,
          reason,
          expected: expectedEdition,
          from: APPROVABLE,
        });
      },
      together: {
        references: (index) => checked.get(codes[index] as string)?.references ?? [],
        isThere: ({ published }) => published?.isLive === true,
      },
      complete: ofMany,
    });
  }
}

const isAcceptable = (record: CheckedRecord): record is WellFormedRecord =>
  record.document !== undefined && record.problems.every(({ severity }) => severity !== "ERROR");

/** What is told of each of many records. */
const ofMany = (outcomes: readonly Outcome[]): Outcome[] => outcomes.map(({ draft, ...outcome }) => outcome);
