import type { Logger } from "../../../telemetry/logger";
import { lockChangeLog } from "../changes/change-log";
import type { Database } from "../database";
import { appendAudit, type AuditEvent } from "./audit-chain";

/** For how long the same thing is counted before it is written once more. Without a token, anyone can ask without end. */
const COUNTED_MS = 1_000;
const COUNTED_ANONYMOUS_MS = 60_000;
const WRITTEN_EVERY_MS = 1_000;
/** Things that differ and wait to be written; beyond it nothing is added, as the database has been away for long. */
const MOST_WAITING = 10_000;

interface Counted {
  event: AuditEvent;
  count: number;
  /** When it may be written. */
  due: number;
}

/**
 * Accesses that were refused or are restricted, on their way to the audit chain: noted at once, written together soon
 * after in a transaction of their own. The first is written as soon as any, the same again only with its count.
 */
export class AccessAudit {
  readonly #counted = new Map<string, Counted>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  /** Told to the log once, not every second. */
  #isFull = false;
  #isFailing = false;
  #isClosed = false;

  constructor(
    private readonly database: Pick<Database, "source">,
    private readonly logger: Logger,
    private readonly now: () => number = Date.now,
  ) {}

  /** Never throws and never waits. */
  note(event: AuditEvent): void {
    const key = identityOf(event);
    const known = this.#counted.get(key);
    if (known) {
      if (known.count === 0) known.event = event;
      known.count += event.count ?? 1;
    } else if (this.#counted.size < MOST_WAITING) {
      this.#counted.set(key, { event, count: event.count ?? 1, due: this.now() });
    } else this.#refuse();
    this.#wake();
  }

  /** Writes what is due; what cannot be written now stays for the next time. Never throws. */
  flush(): Promise<void> {
    return (this.#writing = this.#writing.then(() => this.#write(this.now())));
  }

  /** Writes everything that is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#writing;
    await this.#write(Infinity);
  }

  #wake(): void {
    if (this.#timer !== undefined || this.#isClosed) return;
    this.#timer = setTimeout(() => {
      void this.flush().then(() => {
        this.#timer = undefined;
        if (this.#counted.size > 0) this.#wake();
      });
    }, WRITTEN_EVERY_MS).unref();
  }

  async #write(now: number): Promise<void> {
    const due = [...this.#counted].filter(([, counted]) => counted.due <= now);
    const written = due.flatMap(([, counted]) => (counted.count > 0 ? [{ counted, count: counted.count }] : []));
    try {
      if (written.length > 0) await this.#append(written.map(({ counted: { event }, count }) => ({ ...event, count })));
    } catch (error) {
      if (!this.#isFailing) this.logger.error({ err: error }, "accesses cannot be written to the audit chain; they wait");
      this.#isFailing = true;
      return;
    }
    for (const { counted, count } of written) {
      counted.count -= count;
      counted.due = now + (counted.event.by.person ? COUNTED_MS : COUNTED_ANONYMOUS_MS);
    }
    // What was not seen again while it was counted is forgotten.
    for (const [key, { count, due: until }] of this.#counted) if (count === 0 && until <= now) this.#counted.delete(key);
    this.#isFull = false;
    this.#isFailing = false;
  }

  async #append(events: readonly AuditEvent[]): Promise<void> {
    const source = await this.database.source();
    await source.transaction(async (manager) => appendAudit(manager, await lockChangeLog(manager), events));
  }

  #refuse(): void {
    if (!this.#isFull) this.logger.error("too many accesses wait for the audit chain; more are not kept");
    this.#isFull = true;
  }
}

/** What makes two events the same thing. */
function identityOf({ action, by, kind, code, edition, entity, reason }: AuditEvent): string {
  return JSON.stringify([action, by.person?.issuer, by.person?.subject, by.role, by.system, kind, code, edition, entity, reason]);
}
