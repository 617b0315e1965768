import { randomUUID } from "node:crypto";
import type { GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import { answerErrors } from "./metrics";

/** The codes a client may see with the message that came with them. */
const PUBLIC_CODES = new Set([
  "BAD_REQUEST",
  "BAD_USER_INPUT",
  "FORBIDDEN",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "INTERNAL_SERVER_ERROR",
  "NOT_FOUND",
  "OPERATION_RESOLUTION_FAILURE",
  "REQUEST_TIMEOUT",
  "SERVICE_UNAVAILABLE",
  "UNAUTHENTICATED",
]);

/**
 * What a client is told: message, place and code, and nothing of the machinery behind (names of subgraphs, stacks,
 * addresses). What has no public code is logged under an id that the client can quote.
 */
export function formatGatewayError(formatted: GraphQLFormattedError, error: unknown, logger: Logger): GraphQLFormattedError {
  const { message, locations, path, extensions = {} } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  const code = extensions["code"];
  const errorId = extensions["errorId"];
  // An error that a subgraph masked already carries the id it logged.
  const told =
    typeof code === "string" && PUBLIC_CODES.has(code) && (code !== "INTERNAL_SERVER_ERROR" || typeof errorId === "string");
  answerErrors.inc({ code: told ? code : "INTERNAL_SERVER_ERROR" });
  if (told) return { message, ...place, extensions: { code, ...(typeof errorId === "string" && { errorId }) } };
  const id = randomUUID();
  logger.error({ err: error, errorId: id, path }, "unexpected error");
  return {
    message: "Something went wrong in the guide. Quote the errorId to its operators.",
    ...place,
    extensions: { code: "INTERNAL_SERVER_ERROR", errorId: id },
  };
}
