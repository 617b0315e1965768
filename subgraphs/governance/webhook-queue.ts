import { randomUUID } from "node:crypto";
import sql from "sql-template-tag";
import type { Database } from "../shared/database";
import { changeOf } from "./change-feed.entity";
import type { WebhookDelivery } from "./webhook.entity";
import { bodyOf, messageIdOf } from "./webhook-message";

/** A message that this process has to send, and nobody else for now. */
export interface Message {
  readonly webhook: string;
  readonly position: string;
  /** Told again with what came of it: without it, somebody else has the message by now. */
  readonly claim: string;
  /** How many attempts this one makes. */
  readonly attempts: number;
  readonly id: string;
  readonly body: string;
}

/** Where the messages of a webhook go, and what they are signed with, the newest secret first. */
export interface Target {
  readonly url: string;
  readonly secrets: readonly string[];
}

/** How many changes are looked through at a time, and how many messages of one webhook are under way. */
const LOOKED_THROUGH = 1_000;
const AT_ONCE = 8;
/** How long a message is its sender's, who gives up long before; if he dies, another takes it then. */
const CLAIMED = "60 seconds";
const KEPT = "30 days";

/** The webhooks that are behind the log. */
export async function webhooksBehind(database: Database): Promise<string[]> {
  const rows = await database.query<{ id: string }>(sql`
    SELECT id FROM governance.webhook WHERE state = 'ACTIVE' AND position < (SELECT max(position) FROM governance.change)`);
  return rows.map(({ id }) => id);
}

/**
 * Walks a webhook along the log and makes a message of each change that is for it, in one statement: a change is never
 * passed over and never made twice, whichever processes walk. What is walked again is sent again.
 */
export async function walk(database: Database, webhook: string): Promise<void> {
  for (;;) {
    const moved = await database.query(sql`
      WITH hook AS (
        SELECT id, kinds, entity, position FROM governance.webhook
        WHERE id = ${webhook}::uuid AND state = 'ACTIVE' FOR UPDATE SKIP LOCKED),
      ahead AS (
        SELECT c.position, c.kind, c.entity, c.previous_entity FROM governance.change c
        WHERE c.position > (SELECT position FROM hook) ORDER BY c.position LIMIT ${LOOKED_THROUGH}),
      made AS (
        INSERT INTO governance.webhook_delivery (webhook, position, state, next_attempt_at, changed_at)
        SELECT hook.id, ahead.position, 'PENDING', now(), now() FROM hook JOIN ahead
          ON (hook.kinds IS NULL OR ahead.kind = ANY(hook.kinds))
            AND (hook.entity IS NULL OR hook.entity IN (ahead.entity, ahead.previous_entity))
        ORDER BY ahead.position
        ON CONFLICT (webhook, position) DO UPDATE SET state = 'PENDING', attempts = 0, claim = NULL,
          next_attempt_at = excluded.next_attempt_at, changed_at = excluded.changed_at, failure = NULL, status = NULL)
      UPDATE governance.webhook SET position = (SELECT max(position) FROM ahead)
      WHERE id = (SELECT id FROM hook) AND EXISTS (SELECT FROM ahead) RETURNING id`);
    if (moved.length === 0) return;
  }
}

/** The webhooks that have messages to send now. */
export async function webhooksDue(database: Database): Promise<string[]> {
  const rows = await database.query<{ id: string }>(sql`
    SELECT w.id FROM governance.webhook w WHERE w.state = 'ACTIVE' AND EXISTS (
      SELECT FROM governance.webhook_delivery d
      WHERE d.webhook = w.id AND d.state = 'PENDING' AND d.next_attempt_at <= clock_timestamp())`);
  return rows.map(({ id }) => id);
}

interface ClaimedRow {
  readonly position: string;
  readonly attempts: number;
  readonly kind: string;
  readonly code: string;
  readonly edition: number | null;
  readonly action: WebhookDelivery["change"]["action"];
  readonly entity: string | null;
  readonly previousEntity: string | null;
  readonly at: Date;
}

/** Takes the next messages of a webhook, those that wait longest first. */
export async function claim(database: Database, webhook: string): Promise<Message[]> {
  const token = randomUUID();
  const rows = await database.query<ClaimedRow>(sql`
    UPDATE governance.webhook_delivery d
    SET claim = ${token}::uuid, attempts = d.attempts + 1, next_attempt_at = clock_timestamp() + ${CLAIMED}::interval
    FROM (
      SELECT due.webhook, due.position FROM governance.webhook_delivery due
      JOIN governance.webhook w ON w.id = due.webhook AND w.state = 'ACTIVE'
      WHERE due.webhook = ${webhook}::uuid AND due.state = 'PENDING' AND due.next_attempt_at <= clock_timestamp()
      ORDER BY due.next_attempt_at, due.position LIMIT ${AT_ONCE} FOR UPDATE OF due SKIP LOCKED) taken,
      governance.change c
    WHERE d.webhook = taken.webhook AND d.position = taken.position AND c.position = d.position
    RETURNING d.position, d.attempts, c.kind, c.code, c.edition, c.action, c.entity,
      c.previous_entity AS "previousEntity", c.occurred_at AS at`);
  return rows
    .sort((one, other) => Number(BigInt(one.position) - BigInt(other.position)))
    .map(({ position, attempts, at, ...change }) => ({
      ...{ webhook, position, claim: token, attempts, id: messageIdOf(webhook, position) },
      body: bodyOf(position, changeOf({ ...change, occurredAt: at })),
    }));
}

export async function targetOf(database: Database, webhook: string): Promise<Target | undefined> {
  const [row] = await database.query<Target>(sql`
    SELECT w.url, array_agg(s.secret ORDER BY s.made_at DESC) AS secrets
    FROM governance.webhook w JOIN governance.webhook_secret s ON s.webhook = w.id
    WHERE w.id = ${webhook}::uuid AND (s.ends_at IS NULL OR s.ends_at > clock_timestamp()) GROUP BY w.id`);
  return row;
}

export async function delivered(database: Database, message: Message, status: number): Promise<void> {
  await settle(database, message, sql`state = 'DELIVERED', status = ${status}, failure = NULL`);
}

/** What came of an attempt that failed: tried again after a time, or, without one, not any more. */
export async function failed(
  database: Database,
  message: Message,
  {
    status,
    failure,
    againMs,
  }: { readonly status: number | undefined; readonly failure: string; readonly againMs: number | undefined },
): Promise<void> {
  const fate =
    againMs === undefined
      ? sql`state = 'DEAD'`
      : sql`next_attempt_at = clock_timestamp() + ${againMs} * interval '1 millisecond'`;
  await settle(database, message, sql`${fate}, status = ${status ?? null}, failure = ${failure}`);
}

/** Gives a message back that was not sent, or not to the end. */
export async function giveBack(database: Database, message: Message): Promise<void> {
  await settle(database, message, sql`attempts = attempts - 1, next_attempt_at = clock_timestamp()`);
}

async function settle(
  database: Database,
  { webhook, position, claim: token }: Message,
  change: ReturnType<typeof sql>,
): Promise<void> {
  await database.query(sql`
    UPDATE governance.webhook_delivery SET ${change}, claim = NULL, changed_at = clock_timestamp()
    WHERE webhook = ${webhook}::uuid AND position = ${position}::bigint AND claim = ${token}::uuid`);
}

/** Forgets what nobody asks for any more. What is not delivered and not dead stays. */
export async function forgetDeliveries(database: Database): Promise<void> {
  await database.query(sql`
    DELETE FROM governance.webhook_delivery WHERE state <> 'PENDING' AND changed_at < now() - ${KEPT}::interval`);
}
