import { type FormattedExecutionResult, type GraphQLFormattedError, Kind, parse } from "graphql";
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from "@apollo/gateway";
import { Pool } from "undici";
import type { GatewayContext } from "./request";

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
  /** Throws when the subgraph cannot answer. */
  readonly check: (signal: AbortSignal) => Promise<void>;
  readonly close: () => Promise<void>;
}

const UNAVAILABLE = "This part of the guide is unavailable right now. Try again shortly.";
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
        headers: { ...headers, ...proof, "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify(body),
        signal,
      });
      const result: unknown = await answer.json();
      if (statusCode !== 200 || !isResult(result))
        throw new Error(`The subgraph answered ${statusCode} without a GraphQL result.`);
      return result;
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
    try {
      const result = await withDeadline(this.deadlineMs, (signal) =>
        this.client.execute({ query, variables, operationName, headers: context.forwarded ?? {} }, signal),
      );
      for (const typename of missingEntities(result, variables?.["representations"])) context.missing?.add(typename);
      return result;
    } catch (error) {
      context.log?.warn({ err: error, subgraph: this.name }, "a subgraph did not answer");
      return { data: null, errors: unavailable(query, variables?.["representations"]) };
    }
  }
}

/** Runs something that must end within a time, also when it does not heed the signal. */
export async function withDeadline<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`No answer within ${milliseconds} ms.`));
      controller.abort();
    }, milliseconds);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
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
function unavailable(query: string, representations: unknown): GraphQLFormattedError[] {
  const paths: (string | number)[][] = Array.isArray(representations)
    ? representations.map((_, index) => ["_entities", index])
    : rootFields(query).map((field) => [field]);
  return paths.map((path) => ({ message: UNAVAILABLE, path, extensions: { code: "SERVICE_UNAVAILABLE" } }));
}

function rootFields(query: string): string[] {
  return parse(query).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? definition.selectionSet.selections.flatMap((selection) =>
          selection.kind === Kind.FIELD ? [selection.alias?.value ?? selection.name.value] : [],
        )
      : [],
  );
}
