import { setMaxListeners } from "node:events";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { type GraphQLSchema, OperationTypeNode } from "graphql";
import type { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import type { Admission } from "./admission";
import { AnswerBody, type AnswerCache } from "./answer-cache";
import type { GatewayConfiguration } from "./configuration";
import type { MediaType } from "./http-request";
import { checkAgainstSchema, type Operation } from "./operations";
import type { Positions } from "./positions";
import type { PastInstant, PastInstants } from "./past-instants";
import { badUserInput } from "./refusal";
import { type GatewayContext, gatewayContext } from "./request";

/** Carries out an operation: plans it, fetches from the subgraphs and joins. */
export type Execute = (operation: Operation, context: GatewayContext) => Promise<{ status: number; text: string }>;

export interface AnsweringParts {
  readonly configuration: GatewayConfiguration;
  readonly execute: Execute;
  readonly positions: Positions;
  readonly pastInstants: PastInstants;
  readonly answers: AnswerCache;
  readonly admission: Admission;
  /** What is served: changes when a new supergraph is taken up. */
  readonly serving: () => {
    readonly id: string;
    readonly schema: GraphQLSchema;
    readonly plans: LRUCache<string, readonly string[]>;
  };
  readonly logger: Logger;
}

/** Who asks. */
export interface Caller {
  readonly headers: IncomingHttpHeaders;
  readonly requestId: string;
  readonly mediaType: MediaType;
  /** The way back; when it closes, nobody waits any more. */
  readonly response: ServerResponse;
}

export interface Answer {
  readonly status: number;
  readonly body: AnswerBody;
  /** Whether it has all that was asked for. */
  readonly isComplete: boolean;
  /** Whether it is about a past instant, and so never changes. */
  readonly isPast: boolean;
  /** Whether it is a kept one, was looked for among them, or is for nobody else. */
  readonly cache: "hit" | "miss" | "none";
}

type ReadPositions = ReadonlyMap<string, string> | undefined;

/** Answers operations: with a kept answer that is still true, or by carrying them out. */
export function answering(parts: AnsweringParts): (operation: Operation, caller: Caller) => Promise<Answer> {
  const { configuration, execute, positions, pastInstants, answers, admission, serving, logger } = parts;
  const keepsAnswers = configuration.answerCacheBytes > 0;

  return async (operation, caller) => {
    const past = await pastInstants.named(caller.headers["guide-as-of"]);
    const asOf = past?.instant;
    const isQuery = operation.node.operation === OperationTypeNode.QUERY;
    if (past && !isQuery) throw badUserInput("The past is only read. Leave `Guide-As-Of` out to change something.");
    const { id, schema, plans } = serving();
    const known = plans.get(operation.planKey);
    const isKeepable = keepsAnswers && caller.headers.authorization === undefined && isQuery;
    const key = `${id} ${operation.key} ${asOf?.toISOString() ?? ""} ${past?.edition ?? ""}`;
    // What is past needs no position to be true; who reads it anew does, for replicas.
    // What a mutation changes it reads where it wrote it, not from what had some position before.
    let told = keepsAnswers && isQuery && !asOf ? await positions.newest(known) : undefined;
    if (isKeepable && known) {
      const stamp = stampOf(known, asOf, told);
      const body = stamp === UNKNOWN ? undefined : answers.find(key, stamp);
      if (body) return { status: 200, body, isComplete: true, isPast: isPast(asOf, known), cache: "hit" };
    }
    checkAgainstSchema(operation, schema, configuration);
    if (keepsAnswers && asOf) told = await positions.newest(known);
    const { status, text, findings } = await carryOut(operation, caller, past, told);
    const body = new AnswerBody(text);
    const isComplete = status === 200 && findings.isComplete === true;
    // Not what was read by another schema than is served now.
    if (findings.subgraphs && plans === serving().plans) {
      plans.set(operation.planKey, findings.subgraphs);
      const stamp = stampOf(findings.subgraphs, asOf, told);
      if (isKeepable && isComplete && stamp !== UNKNOWN)
        answers.keep(key, { body, positions: stamp, changesAt: findings.changesAt });
    }
    return { status, body, isComplete, isPast: isPast(asOf, findings.subgraphs), cache: isKeepable ? "miss" : "none" };
  };

  /** Carries an operation out in its turn, until its time is up or the caller has gone. */
  async function carryOut(operation: Operation, caller: Caller, past: PastInstant | undefined, told: ReadPositions) {
    const giveUp = new AbortController();
    // Each fetch under way listens to it.
    setMaxListeners(0, giveUp.signal);
    const context = gatewayContext(caller, { past, positions: told, signal: giveUp.signal, logger });
    const timer = setTimeout(() => giveUp.abort(), configuration.requestDeadlineMs);
    const gone = (): void => giveUp.abort();
    caller.response.once("close", gone);
    // It may have gone while the positions were asked.
    if (caller.response.destroyed) gone();
    try {
      const result = await admission.run(() => execute(operation, context), giveUp.signal);
      return { ...result, findings: context.findings };
    } finally {
      clearTimeout(timer);
      caller.response.off("close", gone);
    }
  }
}

/** What the schema says of itself is of today, whichever instant was asked for. */
const isPast = (asOf: Date | undefined, subgraphs: readonly string[] = []): boolean => asOf !== undefined && subgraphs.length > 0;

/** Stands for positions that could not be told: answers are then neither used again nor kept. */
const UNKNOWN = Symbol("unknown");

/** The positions of what an answer depends on; undefined for an answer about the past, which depends on none. */
function stampOf(subgraphs: readonly string[], asOf: Date | undefined, told: ReadPositions): string | undefined | typeof UNKNOWN {
  if (asOf) return undefined;
  if (!told) return UNKNOWN;
  let stamp = "";
  for (const name of subgraphs) {
    const position = told.get(name);
    if (position === undefined) return UNKNOWN;
    stamp += `${name} ${position} `;
  }
  return stamp;
}
