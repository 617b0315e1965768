import { randomBytes, randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { type AuditDetail, type AuditEntry, auditInstant, hashOfDetail, hashOfEntry } from "./audit-hash";

/** What is done that the chain keeps. */
export const AUDIT_ACTIONS = [
  "GENESIS",
  "SAVE",
  "SUBMIT",
  "APPROVE",
  "REQUEST_CHANGES",
  "SCHEDULE",
  "PUBLISH",
  "WITHDRAW",
  "RESTORE",
  "DISCARD",
  "EDITION",
  "WEBHOOK",
  "REFUSED",
  "READ",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Someone as the provider of their identity knows them. */
export interface Person {
  readonly issuer: string;
  readonly subject: string;
  readonly name?: string;
}

/** Who acts, and as what. */
export interface Actor {
  readonly person?: Person;
  /** author, approver, secretariat, auditor, anonymous or system. */
  readonly role: string;
  /** What acts when no person does: seed, schedule and the like. */
  readonly system?: string;
}

/** Something that happened, as its writer tells it. */
export interface AuditEvent {
  readonly action: AuditAction;
  readonly by: Actor;
  /** The type of the record it concerns, or what else it is that `code` names. */
  readonly kind?: string;
  readonly code?: string;
  readonly edition?: number | null;
  readonly entity?: string | null;
  readonly reason?: string;
  /** SHA-256 of the document before and after. */
  readonly before?: string | null;
  readonly after?: string | null;
  readonly requestId?: string;
  /** How often the same was seen, where that is written once. */
  readonly count?: number;
}

interface Head {
  readonly sequence: string;
  readonly hash: string;
}

type EntryRow = AuditEntry & { readonly hash: string };
type DetailRow = AuditDetail & { readonly sequence: number; readonly salt: string };

/**
 * Appends events to the chain, in the transaction of what they tell of. The caller holds the log's lock and took the
 * instant from it, so that entries follow one another in one order and their instants only grow.
 */
export async function appendAudit(manager: EntityManager, occurredAt: Date, events: readonly AuditEvent[]): Promise<void> {
  if (events.length === 0) return;
  const people = await pseudonyms(manager, events);
  const [head] = await manager.query<Head[]>("SELECT sequence, hash FROM governance.audit_entry ORDER BY sequence DESC LIMIT 1");
  if (!head) throw new Error("The audit chain has lost its first entry; nothing was written.");
  const { entries, details } = chained(head, auditInstant(occurredAt), events, people);
  await manager.query(
    `WITH entries AS (
       INSERT INTO governance.audit_entry (sequence, occurred_at, action, person, role, system, kind, code, edition, entity,
         before_hash, after_hash, detail_hash, previous_hash, hash)
       SELECT sequence, "occurredAt", action, person, role, system, kind, code, edition, entity,
         before, after, detail, previous, hash
       FROM json_to_recordset($1::json) AS row(sequence bigint, "occurredAt" timestamptz, action text, person uuid, role text,
         system text, kind text, code text, edition integer, entity text, before text, after text, detail text,
         previous text, hash text))
     INSERT INTO governance.audit_detail (sequence, salt, reason, request_id, count)
     SELECT sequence, salt, reason, "requestId", count
     FROM json_to_recordset($2::json) AS row(sequence bigint, salt text, reason text, "requestId" text, count integer)`,
    [JSON.stringify(entries), JSON.stringify(details)],
  );
}

/** Events as entries, each of which covers the one before. */
function chained(
  head: Head,
  occurredAt: string,
  events: readonly AuditEvent[],
  people: ReadonlyMap<string, string>,
): { entries: EntryRow[]; details: DetailRow[] } {
  const entries: EntryRow[] = [];
  const details: DetailRow[] = [];
  const salts = randomBytes(events.length * SALT_BYTES).toString("hex");
  let previous = head.hash;
  let sequence = Number(head.sequence);
  for (const [index, event] of events.entries()) {
    sequence += 1;
    const detail = detailOf(event, sequence, salts.slice(index * SALT_LENGTH, (index + 1) * SALT_LENGTH));
    if (detail) details.push(detail);
    const { action, by, kind = null, code = null, edition = null, entity = null, before = null, after = null } = event;
    const person = by.person ? (people.get(keyOf(by.person)) ?? null) : null;
    const entry: AuditEntry = {
      ...{ sequence, occurredAt, action, person, role: by.role, system: by.system ?? null },
      ...{ kind, code, edition, entity, before, after, previous },
      detail: detail ? hashOfDetail(detail.salt, detail) : null,
    };
    previous = hashOfEntry(entry);
    entries.push({ ...entry, hash: previous });
  }
  return { entries, details };
}

const SALT_BYTES = 16;
const SALT_LENGTH = SALT_BYTES * 2;

function detailOf({ reason, requestId, count }: AuditEvent, sequence: number, salt: string): DetailRow | undefined {
  if (reason === undefined && requestId === undefined && count === undefined) return undefined;
  return { sequence, salt, reason: storable(reason), requestId: storable(requestId), count: count ?? null };
}

/** Text as the database can hold it, so that what was hashed is what is read again. */
function storable(text: string | undefined): string | null {
  // Half of a surrogate pair has no UTF-8; the buffer puts the sign for "unknown" in its place.
  return text === undefined ? null : Buffer.from(text.replaceAll("\0", "\uFFFD")).toString();
}

const keyOf = ({ issuer, subject }: Person): string => JSON.stringify([issuer, subject]);

async function pseudonyms(manager: EntityManager, events: readonly AuditEvent[]): Promise<Map<string, string>> {
  const people = new Map(events.flatMap(({ by: { person } }) => (person ? [[keyOf(person), person] as const] : [])));
  const ids = new Map<string, string>();
  for (const [key, person] of people) ids.set(key, await personId(manager, person));
  return ids;
}

/**
 * The pseudonym of someone, made when they are first seen, in the transaction of the writer. Only its row knows who is
 * behind it: once that is erased, nothing in the chain leads to them.
 */
export async function personId(manager: EntityManager, { issuer, subject, name }: Person): Promise<string> {
  const find = () =>
    manager.query<{ id: string }[]>("SELECT id FROM governance.person WHERE issuer = $1 AND subject = $2", [issuer, subject]);
  const [known] = await find();
  if (known) return known.id;
  await manager.query(
    "INSERT INTO governance.person (id, issuer, subject, name) VALUES ($1, $2, $3, $4) ON CONFLICT (issuer, subject) DO NOTHING",
    [randomUUID(), issuer, subject, name ?? null],
  );
  const [made] = await find();
  return (made as { id: string }).id;
}
