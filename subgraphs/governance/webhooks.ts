import { randomUUID } from "node:crypto";
import sql, { empty, type Sql } from "sql-template-tag";
import type { EntityManager } from "typeorm";
import type { Connection } from "../../schema/vocabulary";
import { actorOf } from "../shared/audit/actor";
import { appendAudit } from "../shared/audit/audit-chain";
import { lockChangeLog } from "../shared/changes/change-log";
import { hashOf } from "../shared/editions/hash";
import type { Records } from "../shared/editions/records";
import { badUserInput } from "../shared/errors";
import { connectionOfPage, pageOf } from "../shared/keyset";
import type { SubgraphContext } from "../shared/request";
import { changeOf } from "./change-feed.entity";
import type { Webhook, WebhookDelivery } from "./webhook.entity";
import { messageIdOf, newSecret } from "./webhook-message";

/** What may be said of a webhook; the secret is not among it. */
export type WebhookSettings = Pick<Webhook, "url" | "kinds" | "entity" | "description" | "state">;

const COLUMNS = `id, url, kinds, entity, description, state, created_at AS "createdAt",
  (SELECT max(ends_at) FROM governance.webhook_secret s WHERE s.webhook = w.id AND s.ends_at > clock_timestamp())
    AS "earlierSecretUntil"`;
const SELECT = `SELECT ${COLUMNS} FROM governance.webhook w`;

export const MOST_WEBHOOKS = 100;

export function allWebhooks(records: Records): Promise<Webhook[]> {
  return records.query<Webhook>(sql([`${SELECT} ORDER BY created_at, id LIMIT ${MOST_WEBHOOKS}`]));
}

export async function webhookWith(manager: EntityManager, id: string): Promise<Webhook | undefined> {
  const [found] = await manager.query<Webhook[]>(`${SELECT} WHERE id::text = $1`, [id.toLowerCase()]);
  return found;
}

export async function countWebhooks(manager: EntityManager): Promise<number> {
  const [row] = await manager.query<{ count: string }[]>("SELECT count(*) AS count FROM governance.webhook");
  return Number(row?.count);
}

/** What a change of a webhook is done with: the transaction, and the instant of the change. */
export interface Changing {
  readonly manager: EntityManager;
  readonly now: Date;
}

/** Changes webhooks in one transaction, holding the log: its place in the log is exact, and the audit chain has it. */
export async function changeWebhooks<T>(
  { database }: Pick<SubgraphContext, "database">,
  work: (changing: Changing) => Promise<T>,
): Promise<T> {
  const source = await database.source();
  return source.transaction(async (manager) => work({ manager, now: await lockChangeLog(manager) }));
}

/** Makes a webhook that is sent what changes after this. Answers its id and its secret. */
export async function insertWebhook(
  { manager, now }: Changing,
  { url, kinds, entity, description }: Omit<WebhookSettings, "state">,
): Promise<{ id: string; secret: string }> {
  const id = randomUUID();
  await manager.query(
    `INSERT INTO governance.webhook (id, url, kinds, entity, description, state, position, created_at)
     SELECT $1, $2, $3, $4, $5, 'ACTIVE', coalesce(max(position), 0), $6 FROM governance.change`,
    [id, url, kinds, entity, description, now],
  );
  return { id, secret: await addSecret({ manager, now }, id) };
}

export async function updateWebhook({ manager }: Changing, id: string, settings: WebhookSettings): Promise<void> {
  const { url, kinds, entity, description, state } = settings;
  await manager.query(
    "UPDATE governance.webhook SET url = $2, kinds = $3, entity = $4, description = $5, state = $6 WHERE id = $1",
    [id, url, kinds, entity, description, state],
  );
}

/** Adds a secret; the earlier ones hold for so many hours more. */
export async function rotateSecret(changing: Changing, id: string, graceHours: number): Promise<string> {
  const { manager, now } = changing;
  await manager.query("DELETE FROM governance.webhook_secret WHERE webhook = $1 AND ends_at <= $2", [id, now]);
  await manager.query(
    `UPDATE governance.webhook_secret SET ends_at = least(ends_at, $2::timestamptz + make_interval(hours => $3))
     WHERE webhook = $1`,
    [id, now, graceHours],
  );
  return addSecret(changing, id);
}

async function addSecret({ manager, now }: Changing, id: string): Promise<string> {
  const secret = newSecret();
  await manager.query("INSERT INTO governance.webhook_secret (webhook, secret, made_at) VALUES ($1, $2, $3)", [id, secret, now]);
  return secret;
}

export async function deleteWebhook({ manager }: Changing, id: string): Promise<void> {
  await manager.query("DELETE FROM governance.webhook WHERE id = $1", [id]);
}

/** Lets a webhook begin anew behind a place of the log; one that it has not come to yet is not passed over. */
export async function replayFrom({ manager }: Changing, id: string, position: string): Promise<void> {
  const [log] = await manager.query<{ end: string }[]>('SELECT coalesce(max(position), 0) AS "end" FROM governance.change');
  if (BigInt(position) > BigInt(log?.end ?? 0))
    throw badUserInput(
      "The cursor in `after` lies behind the newest change. Use a cursor that the change feed of this guide returned.",
    );
  await manager.query("UPDATE governance.webhook SET position = least(position, $2) WHERE id = $1", [id, position]);
}

/** Who changes webhooks, and in which request. */
export type Changer = Pick<SubgraphContext, "caller" | "requestId">;

/** Notes in the audit chain what was done with a webhook. */
export function auditWebhook(
  { manager, now }: Changing,
  { caller, requestId }: Changer,
  change: { readonly what: string; readonly id: string; readonly before?: Webhook; readonly after?: Webhook },
): Promise<void> {
  const { what, id, before, after } = change;
  const by = actorOf(caller, "secretariat");
  const hashes = { before: before ? hashOfSettings(before) : null, after: after ? hashOfSettings(after) : null };
  return appendAudit(manager, now, [
    {
      action: "WEBHOOK",
      by,
      kind: "Webhook",
      code: id,
      entity: (after ?? before)?.entity ?? null,
      reason: what,
      requestId,
      ...hashes,
    },
  ]);
}

export const hashOfSettings = ({ url, kinds, entity, description, state }: WebhookSettings): string =>
  hashOf({ url, kinds, entity, description, state });

interface DeliveryRow extends Pick<WebhookDelivery, "state" | "attempts" | "status" | "failure"> {
  readonly position: string;
  readonly next: Date;
  readonly changed: Date;
  readonly kind: string;
  readonly code: string;
  readonly edition: number | null;
  readonly action: WebhookDelivery["change"]["action"];
  readonly entity: string | null;
  readonly previousEntity: string | null;
  readonly at: Date;
}

/** What was sent and is to be sent to a webhook, the newest change first. */
export async function deliveriesOf(
  records: Records,
  { webhook, state }: { readonly webhook: string; readonly state: WebhookDelivery["state"] | undefined },
  first: number,
  after: string | undefined,
): Promise<Connection<WebhookDelivery>> {
  const page = pageOf(["webhook-deliveries", webhook, state ?? null], first, after);
  const of: Sql = sql`d.webhook::text = ${webhook.toLowerCase()} ${state === undefined ? empty : sql`AND d.state = ${state}`}`;
  const behind = page.position ? sql`AND d.position < ${placeOf(page.position.code)}::bigint` : empty;
  const rows = await records.query<DeliveryRow>(sql`
    SELECT d.position, d.state, d.attempts, d.status, d.failure, d.next_attempt_at AS next, d.changed_at AS changed,
      c.kind, c.code, c.edition, c.action, c.entity, c.previous_entity AS "previousEntity", c.occurred_at AS at
    FROM governance.webhook_delivery d JOIN governance.change c ON c.position = d.position
    WHERE ${of} ${behind} ORDER BY d.position DESC LIMIT ${page.first + 1}`);
  const entries = rows.map((row) => ({ position: { sort: null, code: row.position }, node: deliveryOf(webhook, row) }));
  return connectionOfPage(page, entries, async () => {
    const [row] = await records.query<{ count: string }>(
      sql`SELECT count(*) AS count FROM governance.webhook_delivery d WHERE ${of}`,
    );
    return Number(row?.count);
  });
}

function placeOf(text: string): string {
  if (/^\d{1,18}$/.test(text)) return text;
  throw badUserInput("The cursor in `after` is malformed. Use an `endCursor` or `cursor` that this list returned.");
}

function deliveryOf(webhook: string, { position, next, changed, at, ...row }: DeliveryRow): WebhookDelivery {
  const { state, attempts, status, failure } = row;
  return {
    messageId: messageIdOf(webhook, position),
    change: changeOf({ ...row, occurredAt: at }),
    ...{ state, attempts, status, failure },
    nextAttemptAt: state === "PENDING" ? next : null,
    changedAt: changed,
  };
}
