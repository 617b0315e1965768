import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { GraphQLDateTime } from "graphql-scalars";
import type { Logger } from "pino";
import type { MediaType } from "./http-request";
import type { PastInstant } from "./past-instants";
import { badUserInput } from "./refusal";

/** What is found out while a request is carried out. */
export interface Findings {
  /** Types of which an entity was referred to that does not exist (any more), which is not an error. */
  readonly missing: Set<string>;
  /** The subgraphs that the plan of the operation asks. */
  subgraphs?: readonly string[];
  /** When the answer changes although nothing is published. */
  changesAt?: Date;
  /** Whether the answer has all that was asked for. */
  isComplete?: boolean;
}

/** What the gateway knows of one request, and hands on to every subgraph it asks. */
export interface GatewayContext {
  readonly requestId: string;
  /** The past instant the request reads; undefined for now. */
  readonly past: PastInstant | undefined;
  /** Headers for the subgraphs: an allow-list, by lower-case name. */
  readonly forwarded: Readonly<Record<string, string>>;
  /** How the answer is to be sent. */
  readonly mediaType: MediaType;
  /** Comes when the caller has gone, or when its time is up. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** What is found out while the request is carried out. Apollo Server hands on a copy of this context, which shares it. */
  readonly findings: Findings;
  /** For each subgraph, the change-log position that its answers must contain; none when it is not known. */
  readonly positions: ReadonlyMap<string, string> | undefined;
}

type Asker = Pick<GatewayContext, "requestId" | "mediaType"> & { readonly headers: IncomingHttpHeaders };
type Circumstances = Pick<GatewayContext, "past" | "positions" | "signal"> & { readonly logger: Logger };

const REQUEST_ID = /^[\w.:-]{1,128}$/;

export function gatewayContext(
  { requestId, mediaType, headers: { authorization } }: Asker,
  { past, positions, signal, logger }: Circumstances,
): GatewayContext {
  return {
    requestId,
    past,
    forwarded: {
      "x-request-id": requestId,
      ...(past && { "guide-as-of": past.instant.toISOString() }),
      // Whoever owns the data verifies for itself who asks.
      ...(authorization !== undefined && { authorization }),
    },
    mediaType,
    signal,
    log: logger.child({ requestId }),
    findings: { missing: new Set() },
    positions,
  };
}

/** The caller's request id when it is one, else a new one. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID();
}

/** The past instant that `Guide-As-Of` names; undefined where it is not sent. */
export function instantOf(header: string | string[] | undefined): Date | undefined {
  if (header === undefined) return undefined;
  const instant = parsed(String(header));
  if (!instant)
    throw badUserInput(
      '`Guide-As-Of` expects an RFC 3339 instant such as "2026-01-31T12:00:00Z", or the code of an edition of the guide.',
    );
  if (instant.getTime() > Date.now()) {
    throw badUserInput("`Guide-As-Of` names an instant in the future. Leave the header out to read the guide as it is now.");
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
