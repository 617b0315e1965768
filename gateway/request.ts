import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { GraphQLError } from "graphql";
import { GraphQLDateTime } from "graphql-scalars";
import type { Logger } from "pino";

/** What the gateway knows of one request, and hands on to every subgraph it asks. */
export interface GatewayContext {
  readonly requestId: string;
  /** The past instant the request reads; undefined for now. */
  readonly asOf: Date | undefined;
  /** Headers for the subgraphs: an allow-list, by lower-case name. */
  readonly forwarded: Readonly<Record<string, string>>;
  readonly log: Logger;
  /** Types of which an entity was referred to that does not exist (any more), which is not an error. */
  readonly missing: Set<string>;
}

const REQUEST_ID = /^[\w.:-]{1,128}$/;

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
    missing: new Set(),
  };
}

/** The caller's request id when it is one, else a new one. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID();
}

function instantOf(header: string | string[] | undefined): Date | undefined {
  if (header === undefined) return undefined;
  const instant = parsed(String(header));
  if (!instant) throw badHeader('`Guide-As-Of` expects an RFC 3339 instant such as "2026-01-31T12:00:00Z".');
  if (instant.getTime() > Date.now()) {
    throw badHeader("`Guide-As-Of` names an instant in the future. Leave the header out to read the guide as it is now.");
  }
  return instant;
}

/** The instant that RFC 3339 text names; undefined when it names none, such as 30 February. */
function parsed(text: string): Date | undefined {
  try {
    return GraphQLDateTime.parseValue(text);
  } catch {
    return undefined;
  }
}

function badHeader(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT", http: { status: 400 } } });
}
