import { subgraphs } from "../../subgraphs";
import { typenameOf } from "../../subgraphs/shared/editions/kind";
import { Broken, entryInWords, inWords, type Named } from "./broken";
import type { Snapshot } from "./snapshot";

/** What the change log says of some kinds is one line for many records; the chain has an entry for each of them. */
const batches = subgraphs.flatMap(({ kinds }) => kinds.filter(({ loggedAs }) => loggedAs).map(typenameOf));

/**
 * A change `c` and an entry `e` made in one transaction tell of the same kind of act; a correction is a publication, and
 * so is naming an edition of the guide.
 */
const SAME_ACT = `e.kind = c.kind AND e.occurred_at = c.occurred_at
  AND c.action = ANY(CASE e.action WHEN 'PUBLISH' THEN ARRAY['PUBLISH', 'CORRECT'] WHEN 'EDITION' THEN ARRAY['PUBLISH'] ELSE ARRAY[e.action] END)`;
const SAME_RECORD = `${SAME_ACT} AND e.code = c.code AND e.entity IS NOT DISTINCT FROM c.entity
  AND (c.action = 'WITHDRAW' OR e.edition IS NOT DISTINCT FROM c.edition)`;

const CHANGE = "c.position AS sequence, c.action, c.kind, c.code, c.edition";
const ENTRY = "e.sequence, e.action, e.kind, e.code, e.edition";

/** Holds the change log against the chain, behind the change with which the chain began: neither says what the other does not. */
export async function verifyChanges(snapshot: Snapshot, begunBehind: string): Promise<void> {
  for (const [kinds, same] of [
    ["kind <> ALL($1)", SAME_RECORD],
    ["kind = ANY($1)", SAME_ACT],
  ] as const) {
    const [change] = await snapshot.rows<Named>(
      `SELECT ${CHANGE} FROM governance.change c WHERE c.position > $2 AND c.${kinds}
       AND NOT EXISTS (SELECT 1 FROM governance.audit_entry e WHERE ${same}) ORDER BY c.position LIMIT 1`,
      [batches, begunBehind],
    );
    if (change)
      throw new Broken(`The change log says at position ${change.sequence} (${inWords(change)}) what the audit chain does not.`);
    const [entry] = await snapshot.rows<Named>(
      `SELECT ${ENTRY} FROM governance.audit_entry e WHERE e.action IN ('PUBLISH', 'WITHDRAW', 'EDITION') AND e.${kinds}
       AND NOT EXISTS (SELECT 1 FROM governance.change c WHERE ${same}) ORDER BY e.sequence LIMIT 1`,
      [batches],
    );
    if (entry) throw new Broken(`${entryInWords(entry)} has no change in the change log.`);
  }
}
