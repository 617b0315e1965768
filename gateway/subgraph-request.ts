import { setMaxListeners } from "node:events";
import { type FormattedExecutionResult, type GraphQLFormattedError, Kind, parse, type SelectionSetNode } from "graphql";
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from "@apollo/gateway";
import { trace } from "@opentelemetry/api";
import { Pool } from "undici";
import { failSpan, traceHeaders } from "../telemetry/tracing";
import { subgraphSeconds } from "./metrics";
import type { Findings, GatewayContext } from "./request";

/** One GraphQL request to a subgraph. */
export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** A way to a subgraph: in this process, or over HTTP. */
export interface SubgraphClient {
  readonly execute: (request: SubgraphRequest, signal: AbortSignal) => Promise<FormattedExecutionResult>;
  /** The change-log position of the newest change of what the subgraph reads. */
  readonly position: (signal: AbortSignal) => Promise<string>;
  /** Throws when the subgraph cannot answer. */
  readonly check: (signal: AbortSignal) => Promise<void>;
  readonly close: () => Promise<void>;
}

const UNAVAILABLE = {
  message: "This part of the guide is unavailable right now. Try again shortly.",
  code: "SERVICE_UNAVAILABLE",
};
const TIMED_OUT = {
  message: "The time for this request was up before this part of the guide had answered. Ask for less.",
  code: "REQUEST_TIMEOUT",
};
const MAXIMUM_ANSWER_BYTES = 20 * 1024 * 1024;

/** A subgraph over HTTP, on connections that are kept. */
export function httpSubgraph(
  url: string,
  { connections, secret }: { connections: number; secret?: string | undefined },
): SubgraphClient {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, {
    connections,
    keepAliveTimeout: 30_000,
    keepAliveMaxTimeout: 60_000,
    maxResponseSize: MAXIMUM_ANSWER_BYTES,
  });
  const proof = secret === undefined ? {} : { "guide-gateway-secret": secret };
  return {
    execute: async ({ headers, ...body }, signal) => {
      const { statusCode, body: answer } = await pool.request({
        path: pathname,
        method: "POST",
        headers: { ...headers, ...proof, ...traceHeaders(), "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify(body),
        signal,
      });
      const result: unknown = await answer.json();
      if (statusCode !== 200 || !isResult(result))
        throw new Error(`The subgraph answered ${statusCode} without a GraphQL result.`);
      return result;
    },
    position: async (signal) => {
      const { statusCode, body } = await pool.request({
        path: "/position",
        method: "GET",
        headers: { ...proof, ...traceHeaders() },
        signal,
      });
      const answer = (await body.json()) as { position?: unknown };
      if (statusCode !== 200 || typeof answer.position !== "string")
        throw new Error(`The subgraph did not tell its position (${statusCode}).`);
      return answer.position;
    },
    check: async (signal) => {
      const { statusCode, body } = await pool.request({ path: "/health/ready", method: "GET", signal });
      await body.dump();
      if (statusCode !== 200) throw new Error(`The subgraph is not ready (${statusCode}).`);
    },
    close: () => pool.close(),
  };
}

function isResult(value: unknown): value is FormattedExecutionResult {
  return typeof value === "object" && value !== null && ("data" in value || "errors" in value);
}

/** The gateway's view of one subgraph: every fetch has a deadline, and a subgraph that fails costs only its own fields. */
export class SubgraphSource implements GraphQLDataSource<GatewayContext> {
  constructor(
    private readonly name: string,
    private readonly client: SubgraphClient,
    private readonly deadlineMs: number,
  ) {}

  async process(options: GraphQLDataSourceProcessOptions<GatewayContext>): Promise<FormattedExecutionResult> {
    const { query = "", variables, operationName } = options.request;
    const context = options.context as Partial<GatewayContext>;
    const position = context.positions?.get(this.name);
    const headers = { ...context.forwarded, ...(position !== undefined && { "guide-position": position }) };
    const timed = subgraphSeconds.startTimer({ subgraph: this.name });
    try {
      const result = await withDeadline(
        this.deadlineMs,
        (signal) => this.client.execute({ query, variables, operationName, headers }, signal),
        context.signal,
      );
      if (!result.data && !result.errors?.length) throw new Error("The subgraph answered neither data nor an error.");
      timed({ outcome: "answered" });
      for (const typename of missingEntities(result, variables?.["representations"])) context.findings?.missing.add(typename);
      noteChange(context.findings, result.extensions?.["changesAt"]);
      return result;
    } catch (error) {
      timed({ outcome: "failed" });
      // The span is the library's, which has no way to see that this failed.
      failSpan(trace.getActiveSpan(), error);
      context.log?.warn({ err: error, subgraph: this.name }, "a subgraph did not answer");
      return {
        data: null,
        errors: lacking(query, variables?.["representations"], context.signal?.aborted ? TIMED_OUT : UNAVAILABLE),
      };
    }
  }
}

/** Runs something that must end within a time, or when an outer signal comes, also when it does not heed the signal. */
export async function withDeadline<T>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const controller = new AbortController();
  // Each fetch or statement under way listens to it.
  setMaxListeners(0, controller.signal);
  let end: (reason: string) => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    end = (reason) => {
      reject(new Error(reason));
      controller.abort();
    };
  });
  const timer = setTimeout(() => end(`No answer within ${milliseconds} ms.`), milliseconds);
  const giveUp = (): void => end("The request was given up.");
  if (outer?.aborted) giveUp();
  outer?.addEventListener("abort", giveUp, { once: true });
  try {
    return await Promise.race([ended, work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", giveUp);
  }
}

/** The whole answer changes when the first of its parts does. */
function noteChange(findings: Findings | undefined, changesAt: unknown): void {
  if (!findings || typeof changesAt !== "string") return;
  const instant = new Date(changesAt);
  if (!findings.changesAt || instant < findings.changesAt) findings.changesAt = instant;
}

/** The types of the entities that were asked for and do not exist. */
function missingEntities({ data }: FormattedExecutionResult, representations: unknown): string[] {
  const entities = (data as { _entities?: unknown } | null | undefined)?._entities;
  if (!Array.isArray(entities) || !Array.isArray(representations)) return [];
  return (representations as { __typename: string }[])
    .filter((_, index) => entities[index] === null)
    .map(({ __typename: typename }) => typename);
}

/** One error for each place of the answer that now lacks what the subgraph would have given. */
function lacking(
  query: string,
  representations: unknown,
  { message, code }: { message: string; code: string },
): GraphQLFormattedError[] {
  const paths: (string | number)[][] = Array.isArray(representations)
    ? representations.map((_, index) => ["_entities", index])
    : rootFields(query).map((field) => [field]);
  return paths.map((path) => ({ message, path, extensions: { code } }));
}

/** The keys of the answer to a query, whichever fragments and conditions its fields stand in. */
function rootFields(query: string): string[] {
  const { definitions } = parse(query, { noLocation: true });
  const keys = (set: SelectionSetNode): string[] =>
    set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection.alias?.value ?? selection.name.value];
      if (selection.kind === Kind.INLINE_FRAGMENT) return keys(selection.selectionSet);
      const { value: name } = selection.name;
      return definitions.flatMap((each) =>
        each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === name ? keys(each.selectionSet) : [],
      );
    });
  return definitions.flatMap((each) => (each.kind === Kind.OPERATION_DEFINITION ? keys(each.selectionSet) : []));
}
