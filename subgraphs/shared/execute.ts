import {
  type ASTNode,
  type DocumentNode,
  execute,
  type ExecutionResult,
  type FieldNode,
  type FormattedExecutionResult,
  GraphQLError,
  Kind,
  parse,
  type SelectionNode,
  validate,
  visit,
} from "graphql";
import { SpanKind } from "@opentelemetry/api";
import { LRUCache } from "lru-cache";
import sql from "sql-template-tag";
import type { TokenVerifier } from "../../identity/tokens";
import type { Logger } from "../../telemetry/logger";
import { traced } from "../../telemetry/tracing";
import { AccessAudit } from "./audit/access-audit";
import { actorOf } from "./audit/actor";
import { noteRefusals } from "./audit/refusals";
import { newestPosition } from "./changes/change-log";
import type { SubgraphConfiguration } from "./configuration";
import type { Database } from "./database";
import { Checker } from "./editions/checker";
import { typenameOf } from "./editions/kind";
import { referredTypes } from "./editions/validation";
import { formatSubgraphError } from "./errors";
import { startJobs } from "./jobs";
import { requestSeconds } from "./metrics";
import { type RequestHeaders, subgraphContext } from "./request";
import type { Subgraph } from "./subgraph";
import { Workflow } from "./workflow/workflow";

/** A GraphQL request as the gateway makes it of a subgraph. */
export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
  readonly headers: RequestHeaders;
}

/** A subgraph with its database connections. */
export interface RunningSubgraph {
  readonly name: string;
  readonly configuration: SubgraphConfiguration;
  readonly database: Database;
  readonly workflow: Workflow;
  /** Answers a request; never throws. What it still does when the signal comes is given up. */
  readonly execute: (request: SubgraphRequest, signal?: AbortSignal) => Promise<FormattedExecutionResult>;
  /** The change-log position of the newest change of what it reads: equal positions mean equal answers. */
  readonly position: () => Promise<string>;
  /** Throws when the subgraph cannot answer because its database is away. */
  readonly check: () => Promise<void>;
  /** Starts what it does by itself, where the guide is served; closing stops it. */
  readonly startJobs: () => void;
  readonly close: () => Promise<void>;
}

/** How much text of distinct queries is kept parsed and validated; parsed, it takes some twenty times the room. */
const PREPARED_CHARACTERS = 1_000_000;
const LONGEST_PREPARED = 50_000;

type Prepared = { readonly document?: DocumentNode; readonly errors?: readonly GraphQLError[] };

/** What a subgraph runs with. */
export interface RunningServices {
  readonly configuration: SubgraphConfiguration;
  readonly database: Database;
  readonly tokens: TokenVerifier;
  readonly logger: Logger;
}

export function runSubgraph(
  { name, schema, readsWholeLog, readsChangesOf = [], kinds, jobs = [] }: Subgraph,
  { configuration, database, tokens, logger }: RunningServices,
): RunningSubgraph {
  const audit = new AccessAudit(database, logger);
  const checker = new Checker(
    kinds.map((kind) => ({ kind, database })),
    database,
    configuration,
  );
  const workflow = new Workflow(database, checker, kinds);
  // The history of a record says which of those it refers to have changed, whoever owns them.
  const read = new Set([...kinds.flatMap((kind) => [typenameOf(kind), ...referredTypes(kind)]), ...readsChangesOf]);
  const preparedQueries = new LRUCache<string, Prepared>({
    maxSize: PREPARED_CHARACTERS,
    maxEntrySize: LONGEST_PREPARED,
    sizeCalculation: (_, query) => query.length,
  });
  let stopJobs: (() => Promise<void>) | undefined;
  const running: RunningSubgraph = {
    name,
    configuration,
    database,
    workflow,
    execute: (request, signal) =>
      traced(`subgraph ${name}`, { kind: SpanKind.SERVER, attributes: { "guide.subgraph": name } }, async () => {
        const timed = requestSeconds.startTimer({ subgraph: name });
        const result = await answer(request, signal);
        timed({ outcome: result.errors ? "errors" : "complete" });
        return result;
      }),
    position: () => newestPosition(database.log, readsWholeLog ? undefined : [...read]),
    check: async () => void (await database.query(sql`SELECT 1`)),
    startJobs: () => void (stopJobs ??= startJobs(running, jobs, logger)),
    close: async () => {
      await stopJobs?.();
      await audit.close();
      await database.close();
    },
  };
  return running;

  async function answer(
    { query, variables, operationName, headers }: SubgraphRequest,
    signal?: AbortSignal,
  ): Promise<FormattedExecutionResult> {
    let log = logger;
    try {
      const contextValue = await subgraphContext({ configuration, database, tokens, audit, workflow, logger }, headers, signal);
      log = contextValue.log;
      const { document, errors } = prepare(query);
      if (!document || errors) return formatted({ errors: errors ?? [] }, log);
      const result = await execute({
        schema,
        document,
        contextValue,
        ...(variables && { variableValues: variables }),
        ...(operationName !== undefined && { operationName }),
      });
      if (result.errors) {
        const { caller, requestId } = contextValue;
        noteRefusals(audit, { schema, document, errors: result.errors, by: actorOf(caller), requestId });
      }
      const placedErrors = result.errors?.map((error) => placed(error, document));
      const { changesAt } = contextValue.clock;
      return {
        ...formatted({ ...result, ...(placedErrors && { errors: placedErrors }) }, log),
        ...(changesAt && { extensions: { changesAt: changesAt.toISOString() } }),
      };
    } catch (error) {
      return formatted({ errors: [asGraphQLError(error)] }, log);
    }
  }

  function prepare(query: string): Prepared {
    let prepared = preparedQueries.get(query);
    if (!prepared) preparedQueries.set(query, (prepared = parseAndValidate(query)));
    return prepared;
  }

  function parseAndValidate(query: string): Prepared {
    try {
      const document = parse(query, { noLocation: true });
      const errors = validate(schema, document);
      return errors.length === 0
        ? { document }
        : { errors: errors.map((error) => placed(coded(error, "GRAPHQL_VALIDATION_FAILED"), document)) };
    } catch (error) {
      return { errors: [coded(asGraphQLError(error), "GRAPHQL_PARSE_FAILED")] };
    }
  }

  function formatted({ data, errors }: ExecutionResult, log: Logger): FormattedExecutionResult {
    return {
      ...(errors && { errors: errors.map((error) => formatSubgraphError(error, log)) }),
      ...(data !== undefined && { data }),
    };
  }
}

/** An error that stopped the whole query says at least which of its fields it is about. */
function placed(error: GraphQLError, document: DocumentNode): GraphQLError {
  if (error.path) return error;
  const path = pathOf(error.nodes ?? [], document);
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    path,
    originalError: error.originalError,
    extensions: error.extensions,
  });
}

function pathOf(nodes: readonly ASTNode[], document: DocumentNode): (string | number)[] | undefined {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const roots = fieldsIn(operation?.selectionSet.selections ?? []);
  // In a fetch of entities, the fields that the caller knows are those of the entity.
  const entities = roots.find(({ name }) => name.value === "_entities");
  const candidates = entities ? fieldsIn(entities.selectionSet?.selections ?? []) : roots;
  const field = candidates.find((candidate) => nodes.some((node) => concerns(candidate, node))) ?? candidates[0];
  if (!field) return undefined;
  const key = field.alias?.value ?? field.name.value;
  return entities ? ["_entities", 0, key] : [key];
}

function fieldsIn(selections: readonly SelectionNode[]): FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsIn(selection.selectionSet.selections) : [];
  });
}

/** Whether a node stands in a field, or defines a variable that the field uses. */
function concerns(field: FieldNode, node: ASTNode): boolean {
  const variable = node.kind === Kind.VARIABLE_DEFINITION ? node.variable.name.value : undefined;
  let found = false;
  visit(field, {
    enter: (each) => {
      found ||= each === node || (each.kind === Kind.VARIABLE && each.name.value === variable);
    },
  });
  return found;
}

function coded(error: GraphQLError, code: string): GraphQLError {
  if (error.extensions["code"]) return error;
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    originalError: error.originalError,
    extensions: { ...error.extensions, code },
  });
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError("Unexpected error.", { originalError });
}
