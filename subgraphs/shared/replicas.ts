import type { Pool } from "pg";
import type { Sql } from "sql-template-tag";
import type { Logger } from "../../telemetry/logger";
import { newestPosition } from "./changes/change-log";
import type { Queryable } from "./database";
import { BusyError, isUnavailable } from "./errors";

/** How long a replica that failed is left out. */
const REST_MS = 5_000;
/** How long a replica counts as being there after it last told its position. */
const PRESENT_MS = 1_000;
const STATEMENT_TIMEOUT = "57014";

/** A copy of the database that follows it at some distance. */
export class Replica {
  /** The highest change-log position that it was seen to have; positions become visible in their order. */
  #position = -1n;
  #toldAt = -Infinity;
  #restsUntil = -Infinity;
  #asking: Promise<void> | undefined;

  constructor(
    readonly pool: Pool,
    /** A connection for questions about its position, which never wait behind statements and have little time. */
    private readonly questions: Pool,
    private readonly logger: Logger,
  ) {
    // A connection that ends while nobody uses it.
    for (const each of [pool, questions]) each.on("error", (error) => this.#rest(error));
  }

  get isResting(): boolean {
    return performance.now() < this.#restsUntil;
  }

  /** Whether it is known to have a position, without asking it. */
  isKnownToHave(position: bigint): boolean {
    return this.#position >= position && performance.now() - this.#toldAt < PRESENT_MS;
  }

  /** Whether it says that it has a position; those who ask at the same time share the answer. */
  async has(position: bigint): Promise<boolean> {
    await (this.#asking ??= this.#ask().finally(() => (this.#asking = undefined)));
    return this.isKnownToHave(position);
  }

  /**
   * Takes note of a statement that failed. True when another database may do better: then the replica rests, unless it
   * only has more to do than it can.
   */
  failed(error: unknown): boolean {
    if (error instanceof BusyError) return true;
    const { code } = error as { code?: string };
    // Replaying a change may take away what a statement reads; a statement that takes too long would do so anywhere.
    const isOwn = code?.startsWith("40") || (isUnavailable(error) && code !== STATEMENT_TIMEOUT);
    if (isOwn) this.#rest(error);
    return isOwn;
  }

  async close(): Promise<void> {
    await Promise.all([this.pool.end(), this.questions.end()]);
  }

  async #ask(): Promise<void> {
    try {
      const questions: Queryable = {
        query: async <Row extends object>(statement: Sql) => (await this.questions.query<Row>(statement)).rows,
      };
      this.#position = BigInt(await newestPosition(questions));
      this.#toldAt = performance.now();
    } catch (error) {
      this.#rest(error);
    }
  }

  /** It may be another copy when it comes back, so what it had is forgotten. */
  #rest(error: unknown): void {
    if (!this.isResting) this.logger.warn({ err: error }, "a replica of the database is left out for a while");
    this.#position = -1n;
    this.#restsUntil = performance.now() + REST_MS;
  }
}

/** The replicas of a database, which take turns. */
export class Replicas {
  #turn = 0;

  constructor(private readonly replicas: readonly Replica[]) {}

  /** A replica that has a change-log position: one that is known to, or else the next in turn if it says so. */
  async withPosition(position: bigint): Promise<Replica | undefined> {
    const start = this.#turn++ % Math.max(this.replicas.length, 1);
    const inTurn = [...this.replicas.slice(start), ...this.replicas.slice(0, start)];
    const present = inTurn.filter(({ isResting }) => !isResting);
    const known = present.find((replica) => replica.isKnownToHave(position));
    if (known) return known;
    const [next] = present;
    return (await next?.has(position)) ? next : undefined;
  }

  get pools(): Pool[] {
    return this.replicas.map(({ pool }) => pool);
  }

  async close(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.close()));
  }
}
