import type { EntityManager } from "typeorm";
import type { Caller } from "../../../identity/caller";
import { actorOf } from "../audit/actor";
import { personId } from "../audit/audit-chain";
import { lockChangeLog } from "../changes/change-log";
import type { Database } from "../database";
import type { Kind } from "../editions/kind";
import type { DocumentReference } from "../editions/validation";
import { type Decision, refuseDependants, type Step, type Taker } from "./decisions";
import { type KnownDocuments, type Standing, standingsOf, within } from "./draft";
import { answerGiven, type Given, keepAnswer, type Request } from "./given-answers";
import { type Outcome, refused } from "./outcome";
import { takeSteps } from "./steps";

/** Who asks, in which request. */
export interface Asker {
  readonly caller: Caller;
  readonly requestId: string;
}

export type Decide = (standing: Standing, taker: Taker, index: number) => Decision;

/** One decision for each of some records of a kind, and what goes with it. */
export interface Run {
  readonly codes: readonly string[];
  readonly decide: Decide;
  /** Documents of theirs that were read a moment ago. */
  readonly known?: KnownDocuments;
  /** For records that were checked as if all of them were accepted. */
  readonly together?: Together;
  /** Makes the answer of the results, also for records about which nothing had to be decided. */
  readonly complete?: (outcomes: readonly Outcome[]) => readonly Outcome[];
  readonly isDryRun?: boolean;
}

interface Together {
  readonly references: (index: number) => readonly DocumentReference[];
  /** Whether a record that was refused is there all the same for others to refer to. */
  readonly isThere: (standing: Standing) => boolean;
}

/** Decides about records holding the log, and writes what was decided, one request after the other. */
export class DecisionWriter {
  /** Writers follow one another at the log anyway; in line here, they leave the connections to readers. */
  #line: Promise<unknown> = Promise.resolve();

  constructor(private readonly database: Database) {}

  /** What was answered to the same request before, to be told before anything is looked at that may have changed since. */
  async answered({ caller }: Asker, request: Request, count: number): Promise<readonly Outcome[] | undefined> {
    const given = await answerGiven(this.database, caller, request);
    return given && outcomesOf(given, count);
  }

  /** Decides and writes in the order in which the log is taken; a request that was answered before is answered the same. */
  run(
    kind: Kind,
    { caller, requestId }: Asker,
    request: Request,
    { codes, decide, known, together, complete = (outcomes) => outcomes, isDryRun = false }: Run,
  ): Promise<readonly Outcome[]> {
    return this.inLine(async (manager) => {
      const { now, clock } = await lockLog(manager);
      const given = await answerGiven(within(manager), caller, request);
      if (given) return outcomesOf(given, codes.length);
      const by = actorOf(caller);
      const person = by.person ? await personId(manager, by.person) : "";
      const found = await standingsOf(within(manager), kind, codes, known);
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
  async inLine<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const source = await this.database.source();
    const turn = this.#line.then(() => source.transaction(work));
    this.#line = turn.catch(() => undefined);
    return turn;
  }
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
  return refuseDependants(kind, many, isThere);
}

/** Takes the log; its instant, and what the clock says. */
export async function lockLog(manager: EntityManager): Promise<{ now: Date; clock: Date }> {
  const now = await lockChangeLog(manager);
  const [row] = await manager.query<{ clock: Date }[]>("SELECT clock_timestamp() AS clock");
  return { now, clock: (row as { clock: Date }).clock };
}

const stepsOf = (decided: readonly Decision[]): Step[] => decided.filter((decision): decision is Step => "draft" in decision);

function outcomeOf(code: string | undefined, decision: Decision, instead?: "VALID"): Outcome {
  if ("refused" in decision) return refused(code, decision.refused);
  if ("unchanged" in decision) return { code, result: "UNCHANGED", problems: [] };
  const { document, ...draft } = decision.draft;
  const made = instead ? {} : { number: draft.number, draft };
  return { code, result: instead ?? decision.result, ...made, problems: decision.problems };
}

/** The answer given before, for each of the records asked about now. */
function outcomesOf(given: Given, count: number): readonly Outcome[] {
  if ("outcomes" in given) return given.outcomes;
  return Array.from({ length: count }, () => refused(undefined, [given.problem]));
}
