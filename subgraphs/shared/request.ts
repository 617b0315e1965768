import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { DateTime } from "../../schema/vocabulary";
import { settledBefore } from "./changes/change-log";
import type { Queryable } from "./database";
import { Records } from "./editions/records";
import { badUserInput } from "./errors";

/** Headers by lower-case name, as the gateway forwards them. */
export type RequestHeaders = Readonly<Record<string, string | undefined>>;

/** What resolvers of a subgraph get of one request. */
export interface SubgraphContext {
  readonly records: Records;
  readonly requestId: string;
  /** The instant the request reads: `Guide-As-Of`, or the moment it arrived. */
  readonly at: Date;
  readonly log: Logger;
}

export function subgraphContext(database: Queryable, headers: RequestHeaders, logger: Logger): SubgraphContext {
  const asOf = headers["guide-as-of"] === undefined ? undefined : parseInstant(headers["guide-as-of"]);
  const requestId = headers["x-request-id"] ?? randomUUID();
  const records = new Records(asOf ? settledBefore(database, asOf) : database, asOf);
  return { records, requestId, at: asOf ?? new Date(), log: logger.child({ requestId }) };
}

function parseInstant(value: string): Date {
  try {
    return DateTime.parseValue(value);
  } catch {
    throw badUserInput('`Guide-As-Of` expects an RFC 3339 instant such as "2026-01-31T12:00:00Z".');
  }
}
