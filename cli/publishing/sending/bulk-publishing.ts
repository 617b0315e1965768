import { join } from "node:path";
import { isRefused, type Problem } from "../../../subgraphs/shared/editions/validation";
import type { Journal } from "../journal";
import { KIND_ORDER } from "../kinds";
import type { Report } from "../report";
import { batchesOf, Spool, type SpooledRecord } from "../spool";
import type { Fate, Summary } from "../summary";
import { approveDrafts, type BulkResult, importRecords } from "./bulk-operations";
import { forEachOf } from "./concurrency";
import type { GuideClient } from "./guide-client";
import { isAboutAnother, waitsForComing, withoutWaiting } from "./reduction";

export interface BulkPublishingOptions {
  readonly client: GuideClient;
  readonly journal: Journal;
  readonly report: Report;
  readonly summary: Summary;
  /** Where records that must wait are put. */
  readonly folder: string;
  readonly token: string;
  readonly approverToken: string | undefined;
  readonly isDryRun: boolean;
  readonly note: string | undefined;
  readonly reason: string | undefined;
  readonly concurrency: number;
  /** Whether a record of this import has this code. */
  readonly isComing: (kind: string, code: string) => boolean;
  readonly onProgress: () => void;
}

/** A submitted edition whose approval waits for what it refers to. */
interface WaitingApproval {
  readonly kind: string;
  readonly record: SpooledRecord;
  readonly code: string;
  readonly number: number;
  readonly problems: readonly Problem[];
  readonly stage: Stage;
}

/** Whether records are sent as they are, or first without what they wait for. */
type Stage = "WHOLE" | "PREPARING";

/** As much as a guide takes in one request, with room for what is around the records. */
const REQUEST_LENGTH = 2_000_000;

const FATE: Readonly<Record<Exclude<BulkResult["outcome"], "REFUSED">, Fate>> = {
  VALID: "valid",
  UNCHANGED: "unchanged",
  SAVED: "submitted",
  SUBMITTED: "submitted",
  APPROVED: "submitted",
  SCHEDULED: "scheduled",
  PUBLISHED: "published",
};

/**
 * Sends records kind by kind, each kind after those it refers to. What is refused only because it refers to something
 * that is not there waits, and is sent again when everything else is in.
 */
export class BulkPublishing {
  #waiting: Spool;
  #approvals: WaitingApproval[] = [];
  /** What was refused in a dry run, in which it is not there for others either. */
  readonly #refused = new Set<string>();
  /** Records that wait for each other, and the paths of the references that they cannot do without. */
  readonly #unprepared = new Map<string, readonly string[]>();
  #pass = 0;

  constructor(private readonly options: BulkPublishingOptions) {
    this.#waiting = this.#newSpool();
  }

  async publish(records: Spool): Promise<void> {
    await this.#sendAll(records);
    await this.#untilNothingMoves();
    if (this.#left() > 0 && this.options.approverToken !== undefined && !this.options.isDryRun) {
      await this.#withoutWhatTheyWaitFor();
      await this.#untilNothingMoves();
    }
    await this.#giveUp();
  }

  /** Sends those that wait again, as long as there are fewer of them each time. */
  async #untilNothingMoves(): Promise<void> {
    for (let before = Infinity; this.#left() > 0 && this.#left() < before;) {
      before = this.#left();
      const waiting = this.#waiting;
      this.#waiting = this.#newSpool();
      await this.#sendAll(waiting);
      await this.#retryApprovals();
      waiting.remove();
    }
  }

  #left(): number {
    return this.#waiting.count() + this.#approvals.length;
  }

  async #retryApprovals(): Promise<void> {
    const approvals = this.#approvals.splice(0);
    for (const kind of KIND_ORDER) {
      for (const stage of ["PREPARING", "WHOLE"] as const) {
        const some = approvals.filter((each) => each.kind === kind && each.stage === stage);
        const size = this.options.journal.header.batch;
        for (let from = 0; from < some.length; from += size) await this.#approve(kind, some.slice(from, from + size), stage);
      }
    }
  }

  /**
   * Records that wait for each other, such as a service and the document it issues, are published without those
   * references first where they can be; they get them in the next edition.
   */
  async #withoutWhatTheyWaitFor(): Promise<void> {
    // What was imported and cannot be approved waits like the others.
    for (const { kind, record, problems } of this.#approvals.splice(0)) this.#waiting.add(kind, { ...record, problems });
    for await (const [kind, { code }] of this.#allWaiting()) this.#unprepared.set(`${kind}:${code}`, []);
    // What the guide says in the first round that a record cannot do without, it keeps in the second.
    for (let round = 0; round < 2; round++) {
      const reduced = this.#newSpool();
      const isWaiting = (kind: string, code: string) => this.#unprepared.has(`${kind}:${code}`);
      for await (const [kind, record] of this.#allWaiting()) {
        const needed = this.#unprepared.get(`${kind}:${record.code}`);
        const json = needed && withoutWaiting(kind, record, isWaiting, needed);
        if (json !== undefined) reduced.add(kind, { ...record, json });
      }
      await this.#sendAll(reduced, "PREPARING");
      await this.#retryApprovals();
      reduced.remove();
    }
  }

  async *#allWaiting(): AsyncGenerator<[string, SpooledRecord]> {
    for (const kind of KIND_ORDER) {
      for await (const record of this.#waiting.records(kind)) yield [kind, record];
    }
  }

  async #sendAll(records: Spool, stage: Stage = "WHOLE"): Promise<void> {
    const { journal, concurrency } = this.options;
    this.#pass++;
    for (const kind of KIND_ORDER) {
      const batches = batchesOf(records.records(kind), journal.header.batch, REQUEST_LENGTH);
      await forEachOf(batches, concurrency, (batch) => this.#send(kind, batch, stage));
    }
  }

  async #send(kind: string, batch: readonly SpooledRecord[], stage: Stage): Promise<void> {
    const { client, journal, isDryRun, note, reason, token, approverToken } = this.options;
    const json = batch.map((record) => record.json);
    const what = ["import", String(this.#pass), kind, note ?? "", reason ?? "", ...json];
    const results = await journal.once(what, (key) => importRecords(client, kind, json, { isDryRun, note, reason, token }, key));
    const submitted = results.flatMap(({ index, code, outcome, number, problems }) => {
      const record = batch[index] as SpooledRecord;
      const isApprovable = outcome === "SUBMITTED" && code !== null && number !== null && approverToken !== undefined;
      if (stage === "PREPARING") this.#prepared(`${kind}:${record.code}`, outcome, problems);
      else if (!(outcome === "REFUSED" && this.#mustWait(kind, record, problems)))
        this.#settle(kind, record, code, isApprovable ? undefined : outcome, problems);
      return isApprovable ? [{ kind, record, code, number, problems: [], stage }] : [];
    });
    if (submitted.length > 0) await this.#approve(kind, submitted, stage);
    this.options.onProgress();
  }

  async #approve(kind: string, waiting: readonly WaitingApproval[], stage: Stage = "WHOLE"): Promise<void> {
    const { client, journal, approverToken: token = "" } = this.options;
    const drafts = waiting.map(({ code, number }) => ({ code, expectedEdition: number }));
    const what = ["approve", String(this.#pass), kind, JSON.stringify(drafts)];
    const results = await journal.once(what, (key) => approveDrafts(client, kind, drafts, { token }, key));
    for (const { index, outcome, problems } of results) {
      const approval = waiting[index] as WaitingApproval;
      if (outcome === "REFUSED" && onlyUnknown(problems)) this.#approvals.push({ ...approval, problems });
      else if (stage === "WHOLE") this.#settle(kind, approval.record, approval.code, outcome, errorsOf(problems));
    }
  }

  #prepared(key: string, outcome: BulkResult["outcome"], problems: readonly Problem[]): void {
    if (outcome === "REFUSED")
      this.#unprepared.set(
        key,
        errorsOf(problems).map(({ path }) => path),
      );
    else this.#unprepared.delete(key);
  }

  /** Whether a refused record may be taken once everything else is in. A dry run puts nothing in: there it is believed. */
  #mustWait(kind: string, record: SpooledRecord, problems: readonly Problem[]): boolean {
    if (!onlyUnknown(problems)) return false;
    if (!this.options.isDryRun) this.#waiting.add(kind, { ...record, problems });
    else {
      const isComing = (typename: string, code: string) =>
        this.options.isComing(typename, code) && !this.#refused.has(`${typename}:${code}`);
      if (!waitsForComing(kind, { ...record, problems }, isComing)) return false;
      this.#settle(kind, record, null, "VALID", []);
    }
    return true;
  }

  /** Tells what was found of a record, and counts what became of it unless that is still to come. */
  #settle(
    kind: string,
    { place, code: written }: SpooledRecord,
    code: string | null,
    outcome: BulkResult["outcome"] | undefined,
    problems: readonly Problem[],
  ): void {
    for (const problem of problems) this.options.report.add({ place, kind, code: code ?? written, problem });
    if (outcome === "REFUSED" && this.options.isDryRun) this.#refused.add(`${kind}:${code ?? written}`);
    if (outcome !== undefined) this.options.summary.count(kind, outcome === "REFUSED" ? "refused" : FATE[outcome]);
  }

  /** What still waits will not be taken any more. */
  async #giveUp(): Promise<void> {
    for (const { kind, record, code, problems } of this.#approvals.splice(0))
      this.#settle(kind, record, code, "REFUSED", problems);
    for await (const [kind, record] of this.#allWaiting()) {
      this.#settle(kind, record, record.code ?? null, "REFUSED", record.problems ?? []);
    }
    this.#waiting.remove();
  }

  #newSpool(): Spool {
    return new Spool(join(this.options.folder, `waiting-${spools++}`));
  }
}

let spools = 0;

const errorsOf = (problems: readonly Problem[]): Problem[] => problems.filter(({ severity }) => severity === "ERROR");

function onlyUnknown(problems: readonly Problem[]): boolean {
  return isRefused(problems) && errorsOf(problems).every(isAboutAnother);
}
