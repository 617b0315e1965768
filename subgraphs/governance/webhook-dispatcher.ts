import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "../../telemetry/logger";
import { appendAudit } from "../shared/audit/audit-chain";
import { lockChangeLog } from "../shared/changes/change-log";
import type { Database } from "../shared/database";
import type { Webhook } from "./webhook.entity";
import {
  claim,
  delivered,
  failed,
  giveBack,
  type Message,
  type Target,
  targetOf,
  walk,
  webhooksBehind,
  webhooksDue,
} from "./webhook-queue";
import type { Attempt, WebhookSender } from "./webhook-sender";
import { hashOfSettings, webhookWith } from "./webhooks";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long is waited after each attempt that failed, as the specification proposes. */
const AGAIN_MS = [5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR_MS)];
const LONGEST_WAIT_MS = 24 * HOUR_MS;
const JITTER = 0.2;
/** How long a target that took nothing is left alone. */
const REST_MS = 5 * SECOND_MS;
const GONE = 410;

/**
 * Sends changes to webhooks. Each webhook has a line of its own, so one that does not answer holds nobody up; what is to
 * be sent lies in the database, so memory does not grow with it. Any number of processes may do this at a time.
 */
export class WebhookDispatcher {
  readonly #lines = new Map<string, Promise<void>>();
  readonly #stopped = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly sender: WebhookSender,
    private readonly logger: Logger,
  ) {}

  /** Makes messages of what changed, and sees to it that what is due is being sent. */
  async run(): Promise<void> {
    for (const webhook of await webhooksBehind(this.database)) await walk(this.database, webhook);
    for (const webhook of await webhooksDue(this.database)) {
      if (this.#lines.has(webhook) || this.#stopped.signal.aborted) continue;
      const line = this.#send(webhook)
        .catch((error: unknown) => this.logger.warn({ err: error, webhook }, "messages of a webhook wait"))
        .finally(() => this.#lines.delete(webhook));
      this.#lines.set(webhook, line);
    }
  }

  /** Gives up what is under way; it is sent again when somebody runs this. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.sender.close();
    await Promise.all(this.#lines.values());
  }

  async #send(webhook: string): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const target = await targetOf(this.database, webhook);
      const messages = target ? await claim(this.database, webhook) : [];
      if (!target || messages.length === 0) return;
      const taken = await Promise.all(messages.map((message) => this.#deliver(target, message)));
      if (!taken.includes(true)) await sleep(REST_MS, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
    }
  }

  /** Whether the target took it. */
  async #deliver(target: Target, message: Message): Promise<boolean> {
    const attempt = await this.sender.send(target, message);
    if (!attempt) await giveBack(this.database, message);
    else if (attempt.isTaken) await delivered(this.database, message, attempt.status);
    else await this.#failed(message, attempt);
    return attempt?.isTaken ?? false;
  }

  async #failed(message: Message, attempt: Attempt & { readonly isTaken: false }): Promise<void> {
    const { status, failure } = attempt;
    const againMs = againAfter(message.attempts, attempt.retryAfterMs);
    await failed(this.database, message, { status, failure, againMs });
    if (againMs === undefined)
      this.logger.warn({ webhook: message.webhook, message: message.id }, "a message of a webhook is dead");
    if (status === GONE) await this.#gone(message.webhook);
  }

  /** A target that says it is gone is asked no more until somebody makes it active again. */
  async #gone(id: string): Promise<void> {
    const source = await this.database.source();
    await source.transaction(async (manager) => {
      const now = await lockChangeLog(manager);
      const before = await webhookWith(manager, id);
      if (before?.state !== "ACTIVE") return;
      await manager.query("UPDATE governance.webhook SET state = 'GONE' WHERE id = $1", [id]);
      const after: Webhook = { ...before, state: "GONE" };
      const hashes = { before: hashOfSettings(before), after: hashOfSettings(after) };
      const by = { role: "system", system: "webhooks" };
      await appendAudit(manager, now, [
        { action: "WEBHOOK", by, kind: "Webhook", code: id, entity: before.entity, reason: "its target is gone", ...hashes },
      ]);
    });
  }
}

/** How long to wait after so many attempts; undefined after the last. */
export function againAfter(attempts: number, retryAfterMs = 0): number | undefined {
  const againMs = AGAIN_MS[attempts - 1];
  if (againMs === undefined) return undefined;
  const spread = againMs * (1 - JITTER + Math.random() * 2 * JITTER);
  return Math.round(Math.min(Math.max(spread, retryAfterMs), LONGEST_WAIT_MS));
}
