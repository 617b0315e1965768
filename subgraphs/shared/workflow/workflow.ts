import { apply as applyPatch } from "json-merge-patch";
import sql, { join, raw } from "sql-template-tag";
import type { EntityManager } from "typeorm";
import type { Caller } from "../../../identity/caller";
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
import { problem, type Problem } from "../editions/validation";
import * as decisions from "./decisions";
import type { Decision, Taker } from "./decisions";
import { type Draft, isOpen, newestNumber, type Standing, standingsOf, within } from "./draft";
import { answerGiven, keepAnswer, type Request } from "./given-answers";
import { type Outcome, refused } from "./outcome";
import { noSuchEdition, oneOfRecordAndPatch, otherCode, otherKind, staleEdition } from "./problems";
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

  async save(kind: Kind, input: SaveInput, asker: Asker, request: Request): Promise<Outcome> {
    const read = await this.#documentToSave(kind, input);
    if ("problem" in read) return refused(input.code, [read.problem]);
    return this.#save(kind, { ...input, ...read, action: "SAVE" }, asker, request);
  }

  /** A draft with the document of a published edition of the past. */
  async restore(
    kind: Kind,
    { code, number, note, expectedEdition }: Expecting & { number: number; note?: string | undefined },
    asker: Asker,
    request: Request,
  ): Promise<Outcome> {
    const [edition] = await this.database.query<{ document: PublishedRecord }>(
      sql`SELECT document FROM ${raw(tableName(kind))} WHERE code = ${code} AND number = ${number}`,
    );
    if (!edition) return refused(code, [noSuchEdition(number)]);
    const input = { record: asWritten(kind, edition.document), code, note, expectedEdition, action: "RESTORE" } as const;
    return this.#save(kind, input, asker, request);
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
    { code, publishAt, expectedEdition }: Expecting & { publishAt?: Date | undefined },
    asker: Asker,
    request: Request,
  ): Promise<Outcome> {
    return this.#withDocument(kind, code, "live", asker, request, (standing, taker, checked) =>
      decisions.publish(taker, standing, { checked, publishAt, expected: expectedEdition, from: ["APPROVED", "SCHEDULED"] }),
    );
  }

  discard(kind: Kind, { code, expectedEdition }: Expecting, asker: Asker, request: Request): Promise<Outcome> {
    return this.#one(kind, code, asker, request, (standing, taker) => decisions.discard(taker, standing, expectedEdition));
  }

  async withdraw(
    kind: Kind,
    { code, reason, expectedEdition }: Expecting & { reason: string },
    asker: Asker,
    request: Request,
  ): Promise<Outcome> {
    const problems = await this.#stillReferredTo(kind, code);
    return this.#one(kind, code, asker, request, (standing, taker) =>
      decisions.withdraw(taker, standing, { reason, expected: expectedEdition, problems }),
    );
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
    const decide: Decide = (standing, taker, index) => {
      const { document, problems } = wellFormed[index] as WellFormedRecord;
      const hash = hashes.get(wellFormed[index] as WellFormedRecord) as string;
      return decisions.importRecord(taker, standing, { document, hash, problems, note, reason, isSubmitted });
    };
    const codes = wellFormed.map(({ document }) => document.code);
    const taken = await this.#run(kind, codes, asker, request, decide, isDryRun);
    const outcomes = new Map(wellFormed.map((record, index) => [record as CheckedRecord, taken[index] as Outcome]));
    return checked.map((record) => outcomes.get(record) ?? refused(record.document?.code, record.problems));
  }

  /** Approves drafts in review and, where asked to, publishes them together. */
  async approve(
    kind: Kind,
    { drafts, isPublished, publishAt }: ApproveInput,
    asker: Asker,
    request: Request,
  ): Promise<readonly Outcome[]> {
    const given = await answerGiven(this.database, asker.caller, request);
    if (given) return outcomesOf(given, drafts.length);
    const codes = drafts.map(({ code }) => code);
    const checked = isPublished ? await this.#checkOpen(kind, codes, "live") : new Map<string, CheckedDraft>();
    return this.#run(kind, codes, asker, request, (standing, taker, index) => {
      const expected = drafts[index]?.expectedEdition;
      if (!isPublished) return decisions.review(taker, standing, { isApproved: true, comment: undefined, expected });
      const found = checked.get(standing.code);
      if (found && found.number !== standing.draft?.number) return { refused: [staleEdition(standing)] };
      const from = ["IN_REVIEW", "APPROVED"] as const;
      return decisions.publish(taker, standing, { checked: found, publishAt, expected, from });
    });
  }

  /** The drafts of some records that are open, checked together. */
  async #checkOpen(kind: Kind, codes: readonly string[], against: Against): Promise<Map<string, CheckedDraft>> {
    const standings = await standingsOf(this.database, kind, codes);
    const open = [...standings.values()].flatMap(({ draft }) => (isOpen(draft) ? [draft] : []));
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
    const checked = (await this.#checkOpen(kind, [code], against)).get(code);
    return this.#one(kind, code, asker, request, (standing, taker) =>
      checked && checked.number !== standing.draft?.number
        ? { refused: [staleEdition(standing)] }
        : decide(standing, taker, checked),
    );
  }

  async #documentToSave(
    kind: Kind,
    { code, record, patch }: SaveInput,
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
    const base = isOpen(standing.draft) ? standing.draft.document : standing.published?.isLive ? standing.published.document : {};
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
    const decide: Decide = (standing, taker) =>
      seen !== undefined && seen !== newestNumber(standing)
        ? { refused: [staleEdition(standing)] }
        : decisions.save(taker, standing, {
            document,
            hash: hashOf(document),
            problems,
            note,
            expected: expectedEdition,
            action,
          });
    return this.#one(kind, document.code, asker, request, decide);
  }

  async #one(kind: Kind, code: string, asker: Asker, request: Request, decide: Decide): Promise<Outcome> {
    const [outcome] = await this.#run(kind, [code], asker, request, decide);
    return outcome as Outcome;
  }

  /** Decides and writes in the order in which the log is taken; a request that was answered before is answered the same. */
  #run(
    kind: Kind,
    codes: readonly string[],
    { caller, requestId }: Asker,
    request: Request,
    decide: Decide,
    isDryRun = false,
  ): Promise<readonly Outcome[]> {
    return this.#inLine(async (manager) => {
      const now = await lockChangeLog(manager);
      const given = await answerGiven(within(manager), caller, request);
      if (given) return outcomesOf(given, codes.length);
      const by = actorOf(caller);
      const person = by.person ? await personId(manager, by.person) : "";
      const standings = await standingsOf(within(manager), kind, codes);
      const taker = { kind, caller, person, now };
      const decided = codes.map((code, index) => decide(standings.get(code) as Standing, taker, index));
      if (isDryRun) return decided.map((decision, index) => outcomeOf(codes[index], decision, "VALID"));
      await takeSteps(manager, kind, now, stepsOf(decided), { by, requestId });
      const outcomes = decided.map((decision, index) => outcomeOf(codes[index], decision));
      if (stepsOf(decided).length > 0) await keepAnswer(manager, now, caller, request, outcomes);
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
    for (const kind of this.kinds) {
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
  }

  async #publishDue(kind: Kind, codes: readonly string[]): Promise<void> {
    const checked = await this.#checkOpen(kind, codes, "live");
    await this.#inLine(async (manager) => {
      const now = await lockChangeLog(manager);
      const standings = [...(await standingsOf(within(manager), kind, codes)).values()];
      const steps = standings.flatMap((standing) => {
        const step = decisions.fall(standing, checked.get(standing.code), now);
        return step ? [step] : [];
      });
      await takeSteps(manager, kind, now, steps, { by: { role: "system", system: "schedule" } });
    });
  }
}

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
