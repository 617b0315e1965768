import { randomUUID } from "node:crypto";
import { Temporal } from "@js-temporal/polyfill";
import type { Logger } from "pino";
import type { Caller } from "../../identity/caller";
import { KeysUnavailable } from "../../identity/keys";
import { TokenRefused, type TokenVerifier } from "../../identity/tokens";
import { DateTime, DEFAULT_TIME_ZONE } from "../../schema/vocabulary";
import type { AccessAudit } from "./audit/access-audit";
import { isSettled, settledBefore } from "./changes/change-log";
import type { SubgraphConfiguration } from "./configuration";
import type { Database } from "./database";
import { Records } from "./editions/records";
import { badUserInput, serviceUnavailable, unauthenticated } from "./errors";
import type { Workflow } from "./workflow/workflow";

/** Headers by lower-case name, as the gateway forwards them. */
export type RequestHeaders = Readonly<Record<string, string | undefined>>;

/** What resolvers of a subgraph get of one request. */
export interface SubgraphContext {
  readonly records: Records;
  readonly clock: Clock;
  readonly requestId: string;
  /** Who asks; undefined for anybody. */
  readonly caller: Caller | undefined;
  /** Where a resolver notes that something restricted was read. */
  readonly audit: AccessAudit;
  /** The way by which records are changed. */
  readonly workflow: Workflow;
  /** For what a mutation writes. */
  readonly database: Database;
  readonly configuration: SubgraphConfiguration;
  readonly log: Logger;
}

const MINUTE_MS = 60_000;

/**
 * The time a request reads: `Guide-As-Of`, or the moment it arrived. Whoever asks it what time it is makes the answer
 * one that changes by itself, and the clock remembers when; the gateway keeps no answer longer.
 */
export class Clock {
  #changesAt: number | undefined;
  #today: { readonly date: string; readonly end: number } | undefined;

  constructor(
    private readonly time: Date,
    /** Whether the time read is past, which never changes. */
    private readonly stands: boolean,
  ) {}

  /** The minute it is, as its first instant: hours are told to the minute, so the answer holds until it ends. */
  minute(): Date {
    const start = Math.floor(this.time.getTime() / MINUTE_MS) * MINUTE_MS;
    this.#holdsUntil(start + MINUTE_MS);
    return new Date(start);
  }

  /** The day it is in the guide's time zone, such as 2026-11-22: the answer holds until it ends. */
  today(): string {
    if (!this.#today) {
      const day = Temporal.Instant.fromEpochMilliseconds(this.time.getTime()).toZonedDateTimeISO(DEFAULT_TIME_ZONE).startOfDay();
      this.#today = { date: day.toPlainDate().toString(), end: day.add({ days: 1 }).epochMilliseconds };
    }
    this.#holdsUntil(this.#today.end);
    return this.#today.date;
  }

  /** When the answer changes although nothing is published; undefined when it does not. */
  get changesAt(): Date | undefined {
    return this.#changesAt === undefined ? undefined : new Date(this.#changesAt);
  }

  #holdsUntil(instant: number): void {
    if (!this.stands) this.#changesAt = Math.min(instant, this.#changesAt ?? instant);
  }
}

/** What a subgraph that runs gives to every request. */
export interface RequestServices {
  readonly configuration: SubgraphConfiguration;
  readonly database: Database;
  readonly tokens: TokenVerifier;
  readonly audit: AccessAudit;
  readonly workflow: Workflow;
  readonly logger: Logger;
}

export async function subgraphContext(
  { configuration, database, tokens, audit, workflow, logger }: RequestServices,
  headers: RequestHeaders,
  signal?: AbortSignal,
): Promise<SubgraphContext> {
  const asOf = headers["guide-as-of"] === undefined ? undefined : parseInstant(headers["guide-as-of"]);
  const requestId = headers["x-request-id"] ?? randomUUID();
  // What a recent instant holds may still be on its way to the log, beyond any position that could be named.
  const position = asOf && !isSettled(asOf) ? undefined : parsePosition(headers["guide-position"]);
  const reader = database.reader(signal, position);
  const log = logger.child({ requestId });
  return {
    records: new Records(asOf ? settledBefore(database.log, asOf, reader) : reader, asOf),
    clock: new Clock(asOf ?? new Date(), asOf !== undefined),
    requestId,
    caller: await callerOf(headers["authorization"], tokens, log),
    audit,
    workflow,
    database,
    configuration,
    log,
  };
}

/** A subgraph believes no one but the issuer of a token, not even the gateway. */
async function callerOf(authorization: string | undefined, tokens: TokenVerifier, log: Logger): Promise<Caller | undefined> {
  if (authorization === undefined) return undefined;
  try {
    return await tokens.callerOf(authorization);
  } catch (error) {
    if (error instanceof TokenRefused) throw unauthenticated(error.message);
    if (!(error instanceof KeysUnavailable)) throw error;
    log.error({ err: error.cause }, "the keys of a trusted issuer cannot be had");
    throw serviceUnavailable("Who asks cannot be verified right now. Try again shortly.");
  }
}

/** The change-log position that an answer must contain, as the gateway found it when the caller came. */
function parsePosition(value: string | undefined): bigint | undefined {
  return value !== undefined && /^\d{1,19}$/.test(value) ? BigInt(value) : undefined;
}

function parseInstant(value: string): Date {
  try {
    return DateTime.parseValue(value);
  } catch {
    throw badUserInput('`Guide-As-Of` expects an RFC 3339 instant such as "2026-01-31T12:00:00Z".');
  }
}
