import { randomUUID } from "node:crypto";
import { GraphQLError, type GraphQLFormattedError, Kind } from "graphql";
import type { Logger } from "pino";
import { MalformedValueError } from "../../schema/vocabulary";

/** The codes a client may see. Anything else is a surprise: logged with an id, told without details. */
const PUBLIC_CODES = new Set([
  "BAD_USER_INPUT",
  "BAD_REQUEST",
  "FORBIDDEN",
  "GRAPHQL_PARSE_FAILED",
  "NOT_FOUND",
  "OPERATION_RESOLUTION_FAILURE",
  "SERVICE_UNAVAILABLE",
  "UNAUTHENTICATED",
]);

/** A mistake of the caller; the message says what to do instead. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT" } });
}

/** Nobody has said who asks, or not in a way that is believed. */
export function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "UNAUTHENTICATED" } });
}

/** Who asks is known, and may not do this. */
export function forbidden(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "FORBIDDEN" } });
}

/** What this process needs is not there right now; the same request may succeed later. */
export function serviceUnavailable(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "SERVICE_UNAVAILABLE" } });
}

/** There are connections, but too many wait for one. */
export class BusyError extends Error {}

/** SQLSTATE classes and system errors that mean: the database is away, overloaded or going down. */
const UNAVAILABLE = /^(08|53|55P03|57|ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN)/;

/** The same as libraries say it: the last two of a transaction that lost its connection between two statements. */
const LOST =
  /Connection terminated|timeout exceeded when trying to connect|Driver not Connected|is not queryable|already released/;

export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && UNAVAILABLE.test(code)) return true;
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  return LOST.test(error.message);
}

/** What was thrown; undefined when GraphQL itself found fault with the request. */
function causeOf({ originalError }: GraphQLError): Error | undefined {
  return originalError instanceof GraphQLError ? causeOf(originalError) : originalError;
}

/** Whether GraphQL itself refuses a value of the caller; what it says of a field as a whole is a fault of ours. */
function isAboutAnArgument(error: GraphQLError): boolean {
  const [node] = error.nodes ?? [];
  return !error.extensions["code"] && !causeOf(error) && node !== undefined && node.kind !== Kind.FIELD;
}

/**
 * What a caller is told of an error in a subgraph. Mistakes of the caller pass; a database that is away becomes
 * `SERVICE_UNAVAILABLE`; everything else is masked and logged under an id that the caller can quote.
 */
export function formatSubgraphError(error: GraphQLError, logger: Logger): GraphQLFormattedError {
  const { message, path, extensions } = error;
  const originalError = causeOf(error);
  const place = path ? { path } : {};
  const code = extensions["code"];
  if (isUnavailable(originalError)) {
    logger.warn({ err: originalError, path }, "the database is unavailable");
    return {
      message: "This part of the guide is unavailable right now. Try again shortly.",
      ...place,
      extensions: { code: "SERVICE_UNAVAILABLE" },
    };
  }
  // The gateway has validated the operation; what is left are values that the scalars of a subgraph refuse.
  if (code === "GRAPHQL_VALIDATION_FAILED" || originalError instanceof MalformedValueError || isAboutAnArgument(error)) {
    return { message, ...place, extensions: { code: "BAD_USER_INPUT" } };
  }
  if (typeof code === "string" && PUBLIC_CODES.has(code)) return { message, ...place, extensions: { code } };
  const errorId = randomUUID();
  logger.error({ err: originalError ?? error, path, errorId }, "unexpected error");
  return {
    message: "Something went wrong in the guide. Quote the errorId to its operators.",
    ...place,
    extensions: { code: "INTERNAL_SERVER_ERROR", errorId },
  };
}
