import { type AuditDetail, type AuditEntry, hashOfDetail, hashOfEntry, NO_HASH } from "../../subgraphs/shared/audit/audit-hash";
import { Broken, entryInWords } from "./broken";
import type { Checkpoints } from "./checkpoints";
import type { Snapshot } from "./snapshot";

/** An entry that was seen earlier and must still be there. */
export interface Expected {
  readonly sequence: number;
  readonly hash: string;
}

/** What the chain turned out to be. */
export interface ChainSummary {
  readonly entries: number;
  readonly from: string;
  readonly to: string;
  readonly head: string;
  /** Details that were erased, as they may be. */
  readonly erased: number;
  /** The newest change of the log that was there before the chain. */
  readonly begunBehind: string;
}

type Row = AuditEntry & AuditDetail & { readonly hash: string; readonly salt: string | null };

const ENTRIES = `
  SELECT e.sequence::float8 AS sequence, to_char(e.occurred_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "occurredAt",
    e.action, e.person, e.role, e.system, e.kind, e.code, e.edition, e.entity, e.before_hash AS before, e.after_hash AS after,
    e.detail_hash AS detail, e.previous_hash AS previous, e.hash, d.salt, d.reason, d.request_id AS "requestId", d.count
  FROM governance.audit_entry e LEFT JOIN governance.audit_detail d USING (sequence) ORDER BY e.sequence`;

/** Recomputes every entry; throws at the first that is not what was written. */
export async function verifyChain(
  snapshot: Snapshot,
  checkpoints: Checkpoints,
  expected: readonly Expected[],
): Promise<ChainSummary> {
  let first: Row | undefined;
  let last: Row | undefined;
  let erased = 0;
  for await (const entry of snapshot.stream<Row>(ENTRIES)) {
    checkPlace(entry, last);
    checkHash(entry);
    if (!checkDetail(entry)) erased += 1;
    checkExpected(entry, expected);
    checkpoints.pass({ sequence: entry.sequence, hash: entry.hash, day: entry.occurredAt.slice(0, 10) });
    first ??= entry;
    last = entry;
  }
  if (!first || !last) throw new Broken("Entry 1 is missing: the chain is empty.");
  const { sequence, hash, occurredAt } = last;
  const ahead = expected.find((each) => each.sequence > sequence);
  if (ahead) throw new Broken(`Entry ${ahead.sequence} is missing: the chain ends at entry ${sequence}.`);
  checkpoints.end();
  await checkOrphans(snapshot);
  return {
    entries: sequence,
    from: first.occurredAt,
    to: occurredAt,
    head: `${sequence}:${hash}`,
    erased,
    begunBehind: first.code ?? "0",
  };
}

function checkPlace(entry: Row, last: Row | undefined): void {
  const { sequence, previous, occurredAt, action } = entry;
  const place = (last?.sequence ?? 0) + 1;
  if (sequence !== place) throw new Broken(`Entry ${place} is missing: the next there is is entry ${sequence}.`);
  if (!last && action !== "GENESIS") throw new Broken(`${entryInWords(entry)} is not the beginning of a chain.`);
  const expected = last?.hash ?? NO_HASH;
  if (previous !== expected)
    throw new Broken(`${entryInWords(entry)} does not follow the entry before it: expected ${expected}, found ${previous}.`);
  if (last && occurredAt < last.occurredAt)
    throw new Broken(`${entryInWords(entry)} goes back in time: ${occurredAt} after ${last.occurredAt}.`);
}

function checkHash(entry: Row): void {
  const expected = hashOfEntry(entry);
  if (entry.hash !== expected)
    throw new Broken(`${entryInWords(entry)} is not what was written: expected the hash ${expected}, found ${entry.hash}.`);
}

/** Answers whether the detail is there, where there was one. */
function checkDetail(entry: Row): boolean {
  const { detail, salt } = entry;
  if (salt === null) return detail === null;
  const expected = hashOfDetail(salt, entry);
  if (detail !== expected)
    throw new Broken(
      `${entryInWords(entry)} has another detail (reason, request or count) than was written: expected the hash ${detail ?? "of none"}, found ${expected}.`,
    );
  return true;
}

function checkExpected({ sequence, hash }: Row, expected: readonly Expected[]): void {
  const noted = expected.find((each) => each.sequence === sequence);
  if (noted && noted.hash !== hash)
    throw new Broken(`Entry ${sequence} is not the one that was noted: expected the hash ${noted.hash}, found ${hash}.`);
}

async function checkOrphans(snapshot: Snapshot): Promise<void> {
  const [orphan] = await snapshot.rows<{ sequence: string }>(`
    SELECT sequence FROM governance.audit_detail d
    WHERE NOT EXISTS (SELECT 1 FROM governance.audit_entry e WHERE e.sequence = d.sequence) ORDER BY sequence LIMIT 1`);
  if (orphan) throw new Broken(`Entry ${orphan.sequence} is missing: there is a detail of it.`);
}
