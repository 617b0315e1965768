import { apply as applyPatch } from "json-merge-patch";
import sql, { raw } from "sql-template-tag";
import { mayRead } from "../../../identity/caller";
import type { PublishedRecord } from "../../../schema/vocabulary";
import type { Database } from "../database";
import type { Checker, CheckedRecord } from "../editions/checker";
import { type Kind, tableName } from "../editions/kind";
import type { Problem } from "../editions/validation";
import { Bulk } from "./bulk";
import { type Asker, type Decide, DecisionWriter } from "./decision-writer";
import * as decisions from "./decisions";
import type { Decision, Taker } from "./decisions";
import { type DraftStatus, isOpen, newestNumber, type Standing, standingsOf } from "./draft";
import { type Against, asWritten, type CheckedDraft, DraftChecks, hashed, openIn, sameDraft } from "./draft-checks";
import type { Request } from "./given-answers";
import { type Outcome, refused } from "./outcome";
import { noSuchEdition, oneOfRecordAndPatch, otherCode } from "./problems";
import { stillReferredTo } from "./referring";
import { Schedule } from "./schedule";

/** What every change of one record says beside what it is about. */
export interface Expecting {
  readonly code: string;
  /** The newest edition that the caller saw, 0 for none; whatever is there is gone on from when it is not said. */
  readonly expectedEdition?: number | undefined;
}

export interface SaveInput {
  readonly code?: string | undefined;
  readonly record?: object | undefined;
  readonly patch?: object | undefined;
  readonly note?: string | undefined;
  readonly expectedEdition?: number | undefined;
}

/** The statuses from which one draft is published. */
const PUBLISHABLE: readonly DraftStatus[] = ["APPROVED", "SCHEDULED"];

/**
 * The one way by which people change the guide, whatever the kind of record. What is asked is checked first, against
 * what stands in the guide; then, holding the log, it is decided from where each record stands by then, and written
 * with its entries in change log and audit chain in one transaction.
 */
export class Workflow {
  readonly bulk: Bulk;
  readonly schedule: Schedule;
  readonly #checks: DraftChecks;
  readonly #writer: DecisionWriter;

  constructor(
    readonly database: Database,
    checker: Checker,
    readonly kinds: readonly Kind[],
  ) {
    this.#checks = new DraftChecks(database, checker);
    this.#writer = new DecisionWriter(database);
    this.bulk = new Bulk(this.#checks, this.#writer);
    this.schedule = new Schedule(database, kinds, this.#checks, this.#writer);
  }

  /** Where records of a kind stand right now. */
  standings(kind: Kind, codes: readonly string[]): Promise<Map<string, Standing>> {
    return standingsOf(this.database, kind, codes);
  }

  /** Checks a record without writing anything. */
  async validate(kind: Kind, record: object): Promise<CheckedRecord> {
    const [checked] = await this.#checks.ofRecords(kind, [record]);
    return checked as CheckedRecord;
  }

  save(kind: Kind, input: SaveInput, asker: Asker, request: Request): Promise<Outcome> {
    return this.#once(asker, request, async () => {
      const read = await this.#documentToSave(kind, input, asker);
      if ("problem" in read) return refused(input.code, [read.problem]);
      return this.#save(kind, { ...input, ...read, action: "SAVE" }, asker, request);
    });
  }

  /** A draft with the document of a published edition of the past. */
  restore(
    kind: Kind,
    { code, number, note, expectedEdition }: Expecting & { number: number; note?: string | undefined },
    asker: Asker,
    request: Request,
  ): Promise<Outcome> {
    return this.#once(asker, request, async () => {
      const [edition] = await this.database.query<{ document: PublishedRecord }>(
        sql`SELECT document FROM ${raw(tableName(kind))} WHERE code = ${code} AND number = ${number}`,
      );
      if (!edition) return refused(code, [noSuchEdition(number)]);
      const input = { record: asWritten(kind, edition.document), code, note, expectedEdition, action: "RESTORE" } as const;
      return this.#save(kind, input, asker, request);
    });
  }

  submit(
    kind: Kind,
    { code, reason, expectedEdition }: Expecting & { reason?: string | undefined },
    asker: Asker,
    request: Request,
  ): Promise<Outcome> {
    return this.#withDocument(kind, code, "upcoming", asker, request, (standing, taker, checked) =>
      decisions.submit(taker, standing, { checked, reason, expected: expectedEdition }),
    );
  }

  review(
    kind: Kind,
    { code, isApproved, comment, expectedEdition }: Expecting & { isApproved: boolean; comment?: string | undefined },
    asker: Asker,
    request: Request,
  ): Promise<Outcome> {
    return this.#one(kind, code, asker, request, (standing, taker) =>
      decisions.review(taker, standing, { isApproved, comment, expected: expectedEdition }),
    );
  }

  publish(
    kind: Kind,
    { code, publishAt, reason, expectedEdition }: Expecting & { publishAt?: Date | undefined; reason?: string | undefined },
    asker: Asker,
    request: Request,
  ): Promise<Outcome> {
    return this.#withDocument(kind, code, "live", asker, request, (standing, taker, checked) =>
      decisions.publish(taker, standing, { checked, publishAt, reason, expected: expectedEdition, from: PUBLISHABLE }),
    );
  }

  discard(kind: Kind, { code, expectedEdition }: Expecting, asker: Asker, request: Request): Promise<Outcome> {
    return this.#one(kind, code, asker, request, (standing, taker) => decisions.discard(taker, standing, expectedEdition));
  }

  withdraw(
    kind: Kind,
    { code, reason, expectedEdition }: Expecting & { reason: string },
    asker: Asker,
    request: Request,
  ): Promise<Outcome> {
    return this.#once(asker, request, async () => {
      const problems = await stillReferredTo(this.database, this.kinds, { kind, code });
      return this.#one(kind, code, asker, request, (standing, taker) =>
        decisions.withdraw(taker, standing, { reason, expected: expectedEdition, problems }),
      );
    });
  }

  async #withDocument(
    kind: Kind,
    code: string,
    against: Against,
    asker: Asker,
    request: Request,
    decide: (standing: Standing, taker: Taker, checked: CheckedDraft | undefined) => Decision,
  ): Promise<Outcome> {
    return this.#once(asker, request, async () => {
      const open = openIn(await this.#checks.standings(kind, [code]));
      const checked = (await this.#checks.ofDrafts(kind, open, against)).get(code);
      return this.#one(kind, code, asker, request, (standing, taker) => decide(standing, taker, sameDraft(checked, standing)));
    });
  }

  /** What was answered before is answered again, before anything is looked at that may have changed since. */
  async #once(asker: Asker, request: Request, work: () => Promise<Outcome>): Promise<Outcome> {
    const [answered] = (await this.#writer.answered(asker, request, 1)) ?? [];
    return answered ?? work();
  }

  async #documentToSave(
    kind: Kind,
    { code, record, patch }: SaveInput,
    { caller }: Asker,
  ): Promise<{ record: object; seen?: number } | { problem: Problem }> {
    if ((record === undefined) === (patch === undefined)) return { problem: oneOfRecordAndPatch() };
    if (record !== undefined) {
      const written = (record as { code?: unknown }).code;
      if (code === undefined || written === undefined || written === code)
        return { record: { ...(code && { code }), ...record } };
      return { problem: otherCode(code, JSON.stringify(written)) };
    }
    if (code === undefined) return { problem: oneOfRecordAndPatch() };
    const standing = (await standingsOf(this.database, kind, [code])).get(code) as Standing;
    const { draft, published } = standing;
    // To whoever may not see a draft there is none.
    const isVisible = isOpen(draft) && mayRead(caller, decisions.entityOf(kind, draft.document));
    const base = isVisible ? draft.document : published?.isLive ? published.document : {};
    const patched = applyPatch(structuredClone(base), patch) as { code?: unknown };
    if (patched.code !== undefined && patched.code !== code) return { problem: otherCode(code, JSON.stringify(patched.code)) };
    return { record: { ...patched, code }, seen: newestNumber(standing) };
  }

  async #save(
    kind: Kind,
    { record = {}, code, note, expectedEdition, seen, action }: SaveInput & { seen?: number; action: "SAVE" | "RESTORE" },
    asker: Asker,
    request: Request,
  ): Promise<Outcome> {
    const [checked] = await this.#checks.ofRecords(kind, [record]);
    if (!checked?.document) return refused(code, checked?.problems ?? []);
    const { document, problems } = checked;
    const saving = hashed(checked);
    const save = { document, hash: saving.hash, problems, note, expected: expectedEdition, seen, action };
    const outcome = await this.#one(kind, document.code, asker, request, (standing, taker) =>
      decisions.save(taker, standing, save),
    );
    if (outcome.draft) this.#checks.remember(saving);
    return outcome;
  }

  async #one(kind: Kind, code: string, asker: Asker, request: Request, decide: Decide): Promise<Outcome> {
    const [outcome] = await this.#writer.run(kind, asker, request, { codes: [code], decide });
    return outcome as Outcome;
  }
}
