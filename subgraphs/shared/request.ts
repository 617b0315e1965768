import { randomUUID } from "node:crypto";
import { Temporal } from "@js-temporal/polyfill";
import type { Logger } from "pino";
import { DateTime, DEFAULT_TIME_ZONE } from "../../schema/vocabulary";
import { isSettled, settledBefore } from "./changes/change-log";
import type { Database } from "./database";
import { Records } from "./editions/records";
import { badUserInput } from "./errors";

/** Headers by lower-case name, as the gateway forwards them. */
export type RequestHeaders = Readonly<Record<string, string | undefined>>;

/** What resolvers of a subgraph get of one request. */
export interface SubgraphContext {
  readonly records: Records;
  readonly clock: Clock;
  readonly requestId: string;
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

export function subgraphContext(
  database: Database,
  headers: RequestHeaders,
  logger: Logger,
  signal?: AbortSignal,
): SubgraphContext {
  const asOf = headers["guide-as-of"] === undefined ? undefined : parseInstant(headers["guide-as-of"]);
  const requestId = headers["x-request-id"] ?? randomUUID();
  // What a recent instant holds may still be on its way to the log, beyond any position that could be named.
  const position = asOf && !isSettled(asOf) ? undefined : parsePosition(headers["guide-position"]);
  const reader = database.reader(signal, position);
  return {
    records: new Records(asOf ? settledBefore(database.log, asOf, reader) : reader, asOf),
    clock: new Clock(asOf ?? new Date(), asOf !== undefined),
    requestId,
    log: logger.child({ requestId }),
  };
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
