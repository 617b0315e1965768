import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { GraphQLError } from "graphql";
import type { Logger } from "pino";

/** What the gateway knows of one request, and hands on to every subgraph it asks. */
export interface GatewayContext {
  readonly requestId: string;
  /** The past instant the request reads; undefined for now. */
  readonly asOf: Date | undefined;
  /** Headers for the subgraphs: an allow-list, by lower-case name. */
  readonly forwarded: Readonly<Record<string, string>>;
  readonly log: Logger;
  /** Set when a subgraph answered that an entity it was asked for does not exist, which is not an error. */
  foundNothing: boolean;
}

const REQUEST_ID = /^[\w.:-]{1,128}$/;
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;

export function gatewayContext(
  headers: IncomingHttpHeaders,
  log: Logger,
  requestId: string = requestIdOf(headers),
): GatewayContext {
  const asOf = instantOf(headers["guide-as-of"]);
  const language = headers["accept-language"];
  return {
    requestId,
    asOf,
    forwarded: {
      "x-request-id": requestId,
      ...(asOf && { "guide-as-of": asOf.toISOString() }),
      ...(language && { "accept-language": language }),
    },
    log: log.child({ requestId }),
    foundNothing: false,
  };
}

/** The caller's request id when it is one, else a new one. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID();
}

function instantOf(header: string | string[] | undefined): Date | undefined {
  if (header === undefined) return undefined;
  const instant = new Date(String(header));
  if (!RFC_3339.test(String(header)) || Number.isNaN(instant.getTime())) {
    throw badHeader('`Guide-As-Of` expects an RFC 3339 instant such as "2026-01-31T12:00:00Z".');
  }
  if (instant.getTime() > Date.now()) {
    throw badHeader("`Guide-As-Of` names an instant in the future. Leave the header out to read the guide as it is now.");
  }
  return instant;
}

function badHeader(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT", http: { status: 400 } } });
}
