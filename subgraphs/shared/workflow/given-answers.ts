import { createHash } from "node:crypto";
import sql from "sql-template-tag";
import type { EntityManager } from "typeorm";
import type { Caller } from "../../../identity/caller";
import type { Queryable } from "../database";
import { hashOf } from "../editions/hash";
import type { Outcome } from "./outcome";
import { keyReused, type WorkflowProblem } from "./problems";

/** A request as it is told from others of its caller. */
export interface Request {
  /** The mutation, such as `publishService`. */
  readonly operation: string;
  readonly input: object;
  /** The caller's own name for the request; the same call under the same key has one effect and one answer. */
  readonly key: string | undefined;
}

export type Given = { readonly outcomes: readonly Outcome[] } | { readonly problem: WorkflowProblem };

/** What was answered to a request before; undefined when it was not, or has no key. */
export async function answerGiven(database: Queryable, caller: Caller, request: Request): Promise<Given | undefined> {
  if (request.key === undefined) return undefined;
  const [row] = await database.query<{ request_hash: string; answer: KeptAnswer }>(
    sql`SELECT request_hash, answer FROM given_answer WHERE caller = ${nameOf(caller)} AND key = ${request.key}`,
  );
  if (!row) return undefined;
  return row.request_hash === fingerprint(request) ? { outcomes: unpacked(row.answer) } : { problem: keyReused() };
}

/** Keeps an answer, in the transaction of what it tells of: there is one where, and only where, there is the other. */
export async function keepAnswer(
  manager: EntityManager,
  now: Date,
  caller: Caller,
  request: Request,
  outcomes: readonly Outcome[],
): Promise<void> {
  if (request.key === undefined) return;
  await manager.query(
    "INSERT INTO given_answer (caller, key, request_hash, answer, given_at) VALUES ($1, $2, $3, $4::json, $5)",
    [nameOf(caller), request.key, fingerprint(request), JSON.stringify(packed(outcomes)), now],
  );
}

/** An answer as it is kept: what was found in many records alike stands in it once. */
interface KeptAnswer {
  readonly problems: readonly WorkflowProblem[];
  /** The problems of each are given by their places among those. */
  readonly outcomes: readonly (Omit<Outcome, "problems"> & { readonly problems: readonly number[] })[];
}

function packed(outcomes: readonly Outcome[]): KeptAnswer {
  const problems: WorkflowProblem[] = [];
  const places = new Map<string, number>();
  const placeOf = (problem: WorkflowProblem): number => {
    const text = JSON.stringify(problem);
    const place = places.get(text) ?? problems.push(problem) - 1;
    places.set(text, place);
    return place;
  };
  return { outcomes: outcomes.map((outcome) => ({ ...outcome, problems: outcome.problems.map(placeOf) })), problems };
}

const unpacked = ({ problems, outcomes }: KeptAnswer): Outcome[] =>
  outcomes.map((outcome) => ({ ...outcome, problems: outcome.problems.map((place) => problems[place] as WorkflowProblem) }));

const KEPT = "30 days";

/** Forgets answers that nobody asks for again. */
export async function forgetAnswers(database: Queryable): Promise<void> {
  await database.query(sql`DELETE FROM given_answer WHERE given_at < now() - ${KEPT}::interval`);
}

const fingerprints = new WeakMap<Request, string>();

/** Tells a request from others under the same key, whatever the order of its members; made once, as requests are large. */
function fingerprint(request: Request): string {
  let known = fingerprints.get(request);
  if (known === undefined) fingerprints.set(request, (known = hashOf([request.operation, request.input])));
  return known;
}

/** The caller without saying who it is. */
const nameOf = ({ issuer, subject }: Caller): string =>
  createHash("sha256")
    .update(JSON.stringify([issuer, subject]))
    .digest("base64url");
