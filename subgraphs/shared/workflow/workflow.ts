import { apply as applyPatch } from "json-merge-patch";
import sql, { join, raw } from "sql-template-tag";
import type { EntityManager } from "typeorm";
import { type Caller, mayRead } from "../../../identity/caller";
import type { PublishedRecord } from "../../../schema/vocabulary";
import { actorOf } from "../audit/actor";
import { personId } from "../audit/audit-chain";
import { lockChangeLog } from "../changes/change-log";
import { upcomingRecords } from "../changes/upcoming";
import type { Database } from "../database";
import { type Checker, type CheckedRecord, type WellFormedRecord } from "../editions/checker";
import { isLive } from "../editions/edition.entity";
import { hashOf } from "../editions/hash";
import { type Kind, tableName, typenameOf } from "../editions/kind";
import { type DocumentReference, isRefused, problem, type Problem } from "../editions/validation";
import * as decisions from "./decisions";
import type { Decision, Taker } from "./decisions";
import { type Draft, type DraftStatus, isOpen, newestNumber, type Standing, standingsOf, within } from "./draft";
import { answerGiven, keepAnswer, type Request } from "./given-answers";
import { type Outcome, refused } from "./outcome";
import { noSuchEdition, oneOfRecordAndPatch, otherCode, otherKind } from "./problems";
import { takeSteps } from "./steps";

/** Who asks, in which request. */
export interface Asker {
  readonly caller: Caller;
  readonly requestId: string;
}

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

type Decide = (standing: Standing, taker: Taker, index: number) => Decision;

/**
 * The one way by which people change the guide, whatever the kind of record. What is asked is checked first, against
 * what stands in the guide; then, holding the log, it is decided from where each record stands by then, and written
 * with its entries in change log and audit chain in one transaction.
 */
export class Workflow {
  /** Writers follow one another at the log anyway; in line here, they leave the connections to readers. */
  #line: Promise<unknown> = Promise.resolve();

  constructor(
    readonly database: Database,
    readonly checker: Checker,
    readonly kinds: readonly Kind[],
  ) {}

  /** Where records of a kind stand right now. */
  standings(kind: Kind, codes: readonly string[]): Promise<Map<string, Standing>> {
    return standingsOf(this.database, kind, codes);
  }

  /** Checks a record without writing anything. */
  async validate(kind: Kind, record: object): Promise<CheckedRecord> {
    const [checked] = await this.check(kind, [record]);
    return checked as CheckedRecord;
  }

  /** Checks documents that would be published together; records that wait for approval count as being there. */
  check(kind: Kind, records: readonly object[]): Promise<CheckedRecord[]> {
    return this.checker.check(submitted(kind, records), (keys) => upcomingRecords(this.database, keys));
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
      const problems = await this.#stillReferredTo(kind, code);
      return this.#one(kind, code, asker, request, (standing, taker) =>
        decisions.withdraw(taker, standing, { reason, expected: expectedEdition, problems }),
      );
    });
  }

  /** Saves and submits many records, each for itself; they may refer to those among them that are not refused. */
  async importRecords(
    kind: Kind,
    { records, isSubmitted, isDryRun, note, reason }: ImportInput,
    asker: Asker,
    request: Request,
  ): Promise<readonly Outcome[]> {
    const given = await answerGiven(this.database, asker.caller, request);
    if (given) return outcomesOf(given, records.length);
    const checked = withWrongKinds(kind, records, await this.check(kind, records));
    const wellFormed = checked.flatMap((record) => (isAcceptable(record) ? [record] : []));
    const hashes = new Map(wellFormed.map((record) => [record, hashOf(record.document)]));
    return this.#run(kind, asker, request, {
      codes: wellFormed.map(({ document }) => document.code),
      decide: (standing, taker, index) => {
        const { document, problems } = wellFormed[index] as WellFormedRecord;
        const hash = hashes.get(wellFormed[index] as WellFormedRecord) as string;
        return decisions.importRecord(taker, standing, { document, hash, problems, note, reason, isSubmitted });
      },
      together: {
        references: (index) => (wellFormed[index] as WellFormedRecord).references,
        isThere: ({ draft, published }) => published?.isLive === true || isOpen(draft),
      },
      // The answer, also one that is kept, has a result for every record that was sent.
      complete: (taken) => {
        const outcomes = new Map(wellFormed.map((record, index) => [record as CheckedRecord, taken[index] as Outcome]));
        return checked.map((record) => outcomes.get(record) ?? refused(record.document?.code, record.problems));
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
    const given = await answerGiven(this.database, asker.caller, request);
    if (given) return outcomesOf(given, drafts.length);
    const codes = drafts.map(({ code }) => code);
    const expected = new Map(drafts.map(({ code, expectedEdition }) => [code, expectedEdition]));
    const isMeant = (draft: Draft & { document: PublishedRecord }) =>
      expected.get(draft.code) === draft.number &&
      APPROVABLE.includes(draft.status) &&
      mayRead(asker.caller, decisions.entityOf(kind, draft.document));
    const checked = isPublished ? await this.#checkOpen(kind, codes, "live", isMeant) : new Map<string, CheckedDraft>();
    return this.#run(kind, asker, request, {
      codes,
      decide: (standing, taker) => {
        const expectedEdition = expected.get(standing.code);
        if (!isPublished)
          return decisions.review(taker, standing, { isApproved: true, comment: undefined, expected: expectedEdition });
        const found = sameDraft(checked.get(standing.code), standing);
        return decisions.publish(taker, standing, {
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
    });
  }

  /** The drafts of some records that are open, checked together. */
  async #checkOpen(
    kind: Kind,
    codes: readonly string[],
    against: Against,
    isMeant: (draft: Draft & { document: PublishedRecord }) => boolean = () => true,
  ): Promise<Map<string, CheckedDraft>> {
    const standings = await standingsOf(this.database, kind, codes);
    const open = [...standings.values()].flatMap(({ draft }) => (isOpen(draft) && isMeant(draft) ? [draft] : []));
    const records = submitted(
      kind,
      open.map(({ document }) => asWritten(kind, document)),
    );
    const existing =
      against === "upcoming" ? (keys: Parameters<typeof upcomingRecords>[1]) => upcomingRecords(this.database, keys) : undefined;
    const checked = await this.checker.check(records, existing);
    return new Map(checked.map((record, index) => [(open[index] as Draft).code, checkedDraft(open[index] as Draft, record)]));
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
      const checked = (await this.#checkOpen(kind, [code], against)).get(code);
      return this.#one(kind, code, asker, request, (standing, taker) => decide(standing, taker, sameDraft(checked, standing)));
    });
  }

  /** What was answered before is answered again, before anything is looked at that may have changed since. */
  async #once({ caller }: Asker, request: Request, work: () => Promise<Outcome>): Promise<Outcome> {
    const given = await answerGiven(this.database, caller, request);
    return given ? (outcomesOf(given, 1)[0] as Outcome) : work();
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
    const [checked] = withWrongKinds(kind, [record], await this.check(kind, [record]));
    if (!checked?.document) return refused(code, checked?.problems ?? []);
    const { document, problems } = checked;
    const save = { document, hash: hashOf(document), problems, note, expected: expectedEdition, seen, action };
    return this.#one(kind, document.code, asker, request, (standing, taker) => decisions.save(taker, standing, save));
  }

  async #one(kind: Kind, code: string, asker: Asker, request: Request, decide: Decide): Promise<Outcome> {
    const [outcome] = await this.#run(kind, asker, request, { codes: [code], decide });
    return outcome as Outcome;
  }

  /** Decides and writes in the order in which the log is taken; a request that was answered before is answered the same. */
  #run(
    kind: Kind,
    { caller, requestId }: Asker,
    request: Request,
    { codes, decide, together, complete = (outcomes) => outcomes, isDryRun = false }: Run,
  ): Promise<readonly Outcome[]> {
    return this.#inLine(async (manager) => {
      const { now, clock } = await lockLog(manager);
      const given = await answerGiven(within(manager), caller, request);
      if (given) return outcomesOf(given, codes.length);
      const by = actorOf(caller);
      const person = by.person ? await personId(manager, by.person) : "";
      const found = await standingsOf(within(manager), kind, codes);
      const standings = codes.map((code) => found.get(code) as Standing);
      const taker = { kind, caller, person, now, clock };
      const alone = standings.map((standing, index) => decide(standing, taker, index));
      const decided = together ? refusingTogether(kind, standings, alone, together) : alone;
      const outcomes = complete(
        decided.map((decision, index) => outcomeOf(codes[index], decision, isDryRun ? "VALID" : undefined)),
      );
      if (isDryRun) return outcomes;
      await takeSteps(manager, kind, now, stepsOf(decided), { by, requestId });
      if (outcomes.some(({ result }) => result !== "REFUSED")) await keepAnswer(manager, now, caller, request, outcomes);
      return outcomes;
    });
  }

  /** Runs a transaction after those that this process has begun or means to begin. */
  async #inLine<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const source = await this.database.source();
    const turn = this.#line.then(() => source.transaction(work));
    this.#line = turn.catch(() => undefined);
    return turn;
  }

  /** Warns of records of this subgraph that refer to one that goes. */
  async #stillReferredTo(kind: Kind, code: string): Promise<Problem[]> {
    const key = [`${typenameOf(kind)}:${code}`];
    const referring = this.kinds.map(
      (each) => sql`(SELECT ${typenameOf(each)}::text AS kind, code FROM ${raw(tableName(each))}
        WHERE refs @> ${key}::text[] AND ${raw(isLive())} LIMIT ${TOLD})`,
    );
    const found = await this.database.query<{ kind: string; code: string }>(join(referring, " UNION ALL "));
    return found.slice(0, TOLD).map(({ kind: typename, code: other }) =>
      problem(
        "STILL_REFERRED_TO",
        "$",
        {
          en: `${typename} "${other}" still refers to this record.`,
          ar: `ما زال السجل "${other}" من نوع ${typename} يشير إلى هذا السجل.`,
        },
        { en: "Change that record, where it is to name another.", ar: "عدّل ذلك السجل إن كان ينبغي أن يشير إلى غيره." },
      ),
    );
  }

  /** Publishes what is due. Each of them once, whoever else does the same, for it is decided holding the log. */
  async publishDue(): Promise<void> {
    const failures: unknown[] = [];
    for (const kind of this.kinds) await this.#publishDueOf(kind).catch((error: unknown) => failures.push(error));
    // One kind that cannot be published keeps no other from it.
    if (failures.length > 0) throw new AggregateError(failures, "Not everything that is due could be published.");
  }

  async #publishDueOf(kind: Kind): Promise<void> {
    const due = await this.database.query<{ code: string }>(
      sql`SELECT code FROM draft WHERE kind = ${typenameOf(kind)} AND status = 'SCHEDULED'
            AND publish_at <= clock_timestamp() ORDER BY publish_at LIMIT ${AT_ONCE}`,
    );
    if (due.length > 0)
      await this.#publishDue(
        kind,
        due.map(({ code }) => code),
      );
  }

  async #publishDue(kind: Kind, codes: readonly string[]): Promise<void> {
    const checked = await this.#checkOpen(kind, codes, "live");
    const failing = codes.filter((code) => isRefused(checked.get(code)?.problems ?? []));
    const patient = failing.length > 0 ? await this.#checkOpen(kind, failing, "upcoming") : new Map<string, CheckedDraft>();
    const dueOf = (code: string): decisions.DueDraft | undefined => {
      const found = checked.get(code);
      return found && { checked: found, mayWait: !isRefused(patient.get(code)?.problems ?? []) };
    };
    await this.#inLine(async (manager) => {
      const instants = await lockLog(manager);
      const standings = [...(await standingsOf(within(manager), kind, codes)).values()];
      const steps = standings.flatMap((standing) => decisions.fall(standing, dueOf(standing.code), instants) ?? []);
      await takeSteps(manager, kind, instants.now, steps, { by: { role: "system", system: "schedule" } });
    });
  }
}

/** One decision for each of some records of a kind, and what goes with it. */
interface Run {
  readonly codes: readonly string[];
  readonly decide: Decide;
  /** For records that were checked as if all of them were accepted. */
  readonly together?: Together;
  /** Adds results of records about which nothing had to be decided. */
  readonly complete?: (outcomes: readonly Outcome[]) => readonly Outcome[];
  readonly isDryRun?: boolean;
}

interface Together {
  readonly references: (index: number) => readonly DocumentReference[];
  /** Whether a record that was refused is there all the same for others to refer to. */
  readonly isThere: (standing: Standing) => boolean;
}

function refusingTogether(
  kind: Kind,
  standings: readonly Standing[],
  decided: readonly Decision[],
  { references, isThere }: Together,
): Decision[] {
  const many = standings.map((standing, index) => ({
    standing,
    decision: decided[index] as Decision,
    references: references(index),
  }));
  return decisions.refuseDependants(kind, many, isThere);
}

/** Takes the log; its instant, and what the clock says. */
async function lockLog(manager: EntityManager): Promise<{ now: Date; clock: Date }> {
  const now = await lockChangeLog(manager);
  const [row] = await manager.query<{ clock: Date }[]>("SELECT clock_timestamp() AS clock");
  return { now, clock: (row as { clock: Date }).clock };
}

/** What was found in a draft, where it is still the one that stands. */
const sameDraft = (checked: CheckedDraft | undefined, { draft }: Standing): CheckedDraft | undefined =>
  checked?.number === draft?.number ? checked : undefined;

/** The statuses from which many drafts are approved and published in one step. */
const APPROVABLE: readonly DraftStatus[] = ["IN_REVIEW", "APPROVED"];
/** The statuses from which one draft is published. */
const PUBLISHABLE: readonly DraftStatus[] = ["APPROVED", "SCHEDULED"];

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

/** Whether a reference may be to what is only upcoming, or must be to what is live. */
type Against = "upcoming" | "live";

type CheckedDraft = decisions.CheckedDocument & { readonly number: number };

/** How many records that refer to a withdrawn one are told. */
const TOLD = 10;
/** How many records of a kind that are due are published in one transaction. */
const AT_ONCE = 200;

const submitted = (kind: Kind, records: readonly object[]) =>
  records.map((record, index) => ({ place: `records[${index}]`, value: { ...record, __typename: typenameOf(kind) } }));

/** A stored document as its author wrote it: without a code, where that is derived from what the record is about. */
function asWritten(kind: Kind, document: PublishedRecord): object {
  if (!kind.derivedCode) return document;
  return without(document, "code");
}

/** A stored draft that is checked again: its form may be another by now. */
function checkedDraft({ document, number }: Draft, checked: CheckedRecord): CheckedDraft {
  return checked.document
    ? { ...checked, number }
    : { document: document as PublishedRecord, references: [], problems: checked.problems, number };
}

const isAcceptable = (record: CheckedRecord): record is WellFormedRecord =>
  record.document !== undefined && record.problems.every(({ severity }) => severity !== "ERROR");

/** Records of another kind are told so, rather than held to the schema of this one. */
function withWrongKinds(kind: Kind, records: readonly object[], checked: readonly CheckedRecord[]): CheckedRecord[] {
  return checked.map((result, index) => {
    const { __typename: typename } = records[index] as { __typename?: unknown };
    if (typename === undefined || typename === typenameOf(kind)) return result;
    return { place: result.place, problems: [otherKind(JSON.stringify(typename), typenameOf(kind))] };
  });
}

const stepsOf = (decided: readonly Decision[]): decisions.Step[] =>
  decided.filter((decision): decision is decisions.Step => "draft" in decision);

function outcomeOf(code: string | undefined, decision: Decision, instead?: "VALID"): Outcome {
  if ("refused" in decision) return refused(code, decision.refused);
  if ("unchanged" in decision) return { code, result: "UNCHANGED", problems: [] };
  const draft = instead ? {} : { draft: without(decision.draft, "document") };
  return { code, result: instead ?? decision.result, ...draft, problems: decision.problems };
}

/** The answer given before, for each of the records asked about now. */
function outcomesOf(given: Exclude<Awaited<ReturnType<typeof answerGiven>>, undefined>, count: number): readonly Outcome[] {
  if ("outcomes" in given) return given.outcomes;
  return Array.from({ length: count }, () => refused(undefined, [given.problem]));
}

function without<Whole extends object, Name extends keyof Whole>(whole: Whole, name: Name): Omit<Whole, Name> {
  return Object.fromEntries(Object.entries(whole).filter(([each]) => each !== name)) as Omit<Whole, Name>;
}
