import { createHash } from "node:crypto";

/**
 * One entry of the audit chain as its hash covers it. People are pseudonyms and free text is a hash, so that both can be
 * erased without breaking the chain.
 */
export interface AuditEntry {
  /** 1, 2, 3 and so on, without gaps. */
  readonly sequence: number;
  /** UTC to the microsecond, as `2026-01-31T12:00:00.000000Z`. */
  readonly occurredAt: string;
  readonly action: string;
  readonly person: string | null;
  readonly role: string;
  readonly system: string | null;
  readonly kind: string | null;
  readonly code: string | null;
  readonly edition: number | null;
  readonly entity: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly detail: string | null;
  readonly previous: string;
}

/** What an entry says that may have to be erased one day. */
export interface AuditDetail {
  readonly reason: string | null;
  readonly requestId: string | null;
  /** How often the same was seen, where that is written once. */
  readonly count: number | null;
}

/** The hash "before" the first entry. */
export const NO_HASH = "0".repeat(64);

/**
 * SHA-256 of the canonical JSON (RFC 8785) of an entry: every member below, null where there is nothing, in the order of
 * their names, without white space. Whoever has the columns can compute it anywhere.
 */
export function hashOfEntry(entry: AuditEntry): string {
  const { action, after, before, code, detail, edition, entity, kind, occurredAt, person, previous, role, sequence, system } =
    entry;
  return sha256(
    JSON.stringify({
      action,
      after,
      before,
      code,
      detail,
      edition,
      entity,
      kind,
      occurredAt,
      person,
      previous,
      role,
      sequence,
      system,
    }),
  );
}

/** SHA-256 of a salt, so that nobody finds a short text by trying, and the canonical JSON of a detail. */
export function hashOfDetail(salt: string, { count, reason, requestId }: AuditDetail): string {
  return sha256(salt + JSON.stringify({ count, reason, requestId }));
}

/** An instant as entries have it. */
export function auditInstant(instant: Date): string {
  return instant.toISOString().replace("Z", "000Z");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
