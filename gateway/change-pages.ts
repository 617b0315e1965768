import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { type Ask, ownQuestion } from "./own-questions";
import type { Positions } from "./positions";
import { Refusal } from "./refusal";

/** One change as followers of the stream are told. */
export interface ChangeEvent {
  readonly cursor: string;
  readonly change: {
    readonly action: string;
    readonly kind: string;
    readonly code: string;
    readonly id: string;
    readonly edition: number | null;
    readonly entity: string | null;
    /** Whose record it was until then; null unless it is another's now. */
    readonly previousEntity: string | null;
    readonly occurredAt: string;
  };
}

/** Which changes a follower wants to hear of. */
export interface ChangeFilter {
  readonly kinds?: readonly string[] | undefined;
  readonly entity?: string | undefined;
}

export interface ChangePage {
  readonly events: readonly ChangeEvent[];
  /** Behind the last change that was looked at. */
  readonly cursor: string;
  /** Whether there was nothing more when it was read. */
  readonly isLast: boolean;
  /** How often the log had been seen to move when it began to be read. */
  readonly moves: number;
}

interface FeedAnswer {
  readonly changes: {
    readonly edges: readonly { readonly cursor: string; readonly node: ChangeEvent["change"] }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

const PAGE = 100;
const FEED = ownQuestion(/* GraphQL */ `
  query FeedOfStream($after: String!, $kinds: [String!], $entity: Code) {
    changes(first: ${PAGE}, after: $after, kinds: $kinds, entity: $entity) {
      edges { cursor node { action kind code id: recordId edition entity: entityCode previousEntity: previousEntityCode occurredAt } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
const CURSOR = ownQuestion("query CursorOfStream { changeCursor }");

/** How often the log is looked at while somebody waits for it: an event comes well within a quarter of a second. */
const LOOK_MS = 100;
/** How long it is left alone when it cannot be looked at. */
const REST_MS = 1_000;

/**
 * The change feed as all streams of this gateway read it. They share what they read: those who stand at the same place
 * put one question. One look at the position of the log, which other requests share too, tells all of them when there is
 * something new; the gateway has no connection to the database on which it could be told.
 */
export class ChangePages {
  readonly #reads = new Map<string, Promise<ChangePage>>();
  readonly #waiting = new Set<() => void>();
  #moves = 0;
  #stamp: string | undefined;
  #isLooking = false;
  /** Who answers for the feed; until that is known, everybody is looked at. */
  #subgraphs: readonly string[] | undefined;

  constructor(
    private readonly ask: Ask,
    private readonly positions: Positions,
    private readonly logger: Logger,
  ) {}

  /** Where the log ends now. */
  async end(signal: AbortSignal): Promise<string> {
    return (await this.ask<{ changeCursor: string }>(CURSOR, {}, signal)).data.changeCursor;
  }

  read(after: string, { kinds, entity }: ChangeFilter = {}): Promise<ChangePage> {
    const key = JSON.stringify([after, kinds, entity]);
    let reading = this.#reads.get(key);
    if (!reading) {
      reading = this.#read({ after, kinds, entity }).finally(() => this.#reads.delete(key));
      reading.catch((error: unknown) => this.#failed(error));
      this.#reads.set(key, reading);
    }
    return reading;
  }

  /** Waits until the log moved on from what a page has seen, or the signal comes. */
  moved({ moves }: ChangePage, signal: AbortSignal): Promise<void> {
    if (this.#moves > moves || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener("abort", wake, { once: true });
      if (!this.#isLooking) void this.#look();
    });
  }

  async #read(variables: { readonly [name in "after" | keyof ChangeFilter]: unknown }): Promise<ChangePage> {
    const moves = this.#moves;
    // Others may share it, so it is not given up with the one who asked first; each fetch has a deadline of its own.
    const { data, subgraphs } = await this.ask<FeedAnswer>(FEED, variables, new AbortController().signal);
    this.#subgraphs = subgraphs;
    const { edges, pageInfo } = data.changes;
    const events = edges.map(({ cursor, node }) => ({ cursor, change: node }));
    return { events, cursor: pageInfo.endCursor, isLast: !pageInfo.hasNextPage, moves };
  }

  /** Told once for all who share a read; what is wrong with a question is told to who asked it. */
  #failed(error: unknown): void {
    if (error instanceof Refusal && error.status < 500) return;
    this.logger.warn({ err: error }, "the change feed cannot be read");
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    while (this.#waiting.size > 0) {
      const told = await this.positions.newest(this.#subgraphs);
      const stamp = told && [...told].join(" ");
      if (stamp !== undefined && stamp !== this.#stamp) {
        this.#stamp = stamp;
        this.#moves++;
        for (const wake of this.#waiting) wake();
      }
      await sleep(told ? LOOK_MS : REST_MS, undefined, { ref: false });
    }
    this.#isLooking = false;
  }
}
