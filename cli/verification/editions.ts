import { subgraphs } from "../../subgraphs";
import { hashOf } from "../../subgraphs/shared/editions/hash";
import { tableName, typenameOf } from "../../subgraphs/shared/editions/kind";
import { Broken, entryInWords, type Named } from "./broken";
import type { ChainSummary } from "./chain";
import { merged } from "./merge";
import type { Snapshot } from "./snapshot";

/** How many editions are as the chain says, and how many were there before it and are not in it. */
export interface EditionsSummary {
  readonly proved: number;
  readonly before: number;
}

/** An entry that published or withdrew a record. */
type Act = Named & {
  readonly code: string;
  readonly at: string;
  readonly before: string | null;
  readonly after: string | null;
};

interface Row {
  readonly code: string;
  readonly number: number;
  readonly from: string;
  readonly to: string | null;
  readonly hash: string;
  readonly document: object;
}

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;
const ACTS = `
  SELECT sequence, action, kind, code, edition, to_char(occurred_at, ${INSTANT}) AS at, before_hash AS before, after_hash AS after
  FROM governance.audit_entry WHERE kind = $1 AND action IN ('PUBLISH', 'WITHDRAW') ORDER BY code, sequence`;

/** Holds the editions of every record against what the chain says was published and withdrawn. */
export async function verifyEditions(snapshot: Snapshot, chain: ChainSummary): Promise<EditionsSummary> {
  const summary = { proved: 0, before: 0 };
  for (const subgraph of subgraphs) {
    for (const kind of subgraph.kinds) {
      const name = typenameOf(kind);
      const rows = snapshot.stream<Row>(`
        SELECT code, number, to_char(valid_from, ${INSTANT}) AS from, to_char(valid_to, ${INSTANT}) AS to, hash, document
        FROM ${subgraph.name}.${tableName(kind)} WHERE valid_from IS NOT NULL ORDER BY code, number`);
      for await (const [acts, editions] of merged(snapshot.stream<Act>(ACTS, [name]), rows)) {
        const before = verifyRecord(name, acts, editions, chain);
        summary.before += before;
        summary.proved += editions.length - before;
      }
    }
  }
  return summary;
}

/** Follows one record through the chain. Answers how many of its editions are older than the chain. */
function verifyRecord(kind: string, acts: readonly Act[], rows: readonly Row[], chain: ChainSummary): number {
  const left = new Map(rows.map((row) => [row.number, row]));
  const named = new Set(acts.map(({ action, edition }) => (action === "PUBLISH" ? edition : null)));
  const older = rows.filter(({ number }) => !named.has(number));
  for (const row of older) checkOlder(kind, row, chain);
  const last = older.at(-1);
  let live = last && (last.to === null || last.to > chain.from) ? last : undefined;
  for (const act of acts) {
    checkBefore(act, live);
    if (live) checkEnd(kind, live, act.at);
    live = act.action === "PUBLISH" ? published(act, left) : undefined;
  }
  if (live && acts.length > 0) checkEnd(kind, live, null);
  return older.length;
}

/** The edition that an entry published, as it is now. */
function published(act: Act, rows: ReadonlyMap<number, Row>): Row {
  const row = rows.get(act.edition ?? 0);
  if (!row) throw new Broken(`${entryInWords(act)}: that edition is missing.`);
  checkDocument(entryInWords(act), row, act.after);
  if (row.from !== act.at)
    throw new Broken(`${entryInWords(act)}: that edition now begins at another time: expected ${act.at}, found ${row.from}.`);
  return row;
}

function checkDocument(name: string, { hash, document }: Row, expected: string | null): void {
  const found = hashOf(document);
  if (found !== expected)
    throw new Broken(`${name}: that edition is not what was published: expected the hash ${expected}, found ${found}.`);
  if (hash !== expected) throw new Broken(`${name}: that edition was given another hash: expected ${expected}, found ${hash}.`);
}

/** What an entry ended must be what was live. */
function checkBefore(act: Act, live: Row | undefined): void {
  if (act.before === null) return;
  if (!live) throw new Broken(`${entryInWords(act)} ended an edition that is not there.`);
  checkDocument(`${entryInWords(act)} ended edition ${live.number}`, live, act.before);
}

function checkEnd(kind: string, { code, number, to }: Row, expected: string | null): void {
  if (to === expected) return;
  throw new Broken(
    `Edition ${number} of ${kind} ${code} ends at another time: expected ${expected ?? "no end"}, found ${to ?? "no end"}.`,
  );
}

/** An edition that the chain does not name must be older than the chain. */
function checkOlder(kind: string, { code, number, from }: Row, { begunBehind, from: began }: ChainSummary): void {
  if (begunBehind === "0" || from > began)
    throw new Broken(`Edition ${number} of ${kind} ${code} is in no entry of the audit chain.`);
}
