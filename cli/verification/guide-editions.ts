import { GUIDE_EDITION, type GuideEditionRow, hashOfGuideEdition } from "../../subgraphs/governance/guide-editions";
import { Broken, entryInWords, type Named } from "./broken";
import type { Snapshot } from "./snapshot";

type Entry = Named & { readonly code: string; readonly after: string };

/** Holds the editions of the guide against what the chain says was named when; there were none before the chain. */
export async function verifyGuideEditions(snapshot: Snapshot): Promise<void> {
  const rows = await snapshot.rows<GuideEditionRow>("SELECT * FROM governance.guide_edition ORDER BY number");
  const entries = await snapshot.rows<Entry>(
    `SELECT sequence, action, kind, code, edition, after_hash AS after FROM governance.audit_entry
     WHERE kind = $1 AND action = 'EDITION' ORDER BY sequence`,
    [GUIDE_EDITION],
  );
  const left = new Map(rows.map((row) => [row.code, row]));
  for (const entry of entries) {
    const row = left.get(entry.code);
    if (!row) throw new Broken(`${entryInWords(entry)}: that edition of the guide is missing.`);
    const found = hashOfGuideEdition(row);
    if (found !== entry.after)
      throw new Broken(
        `${entryInWords(entry)}: that edition of the guide is not what was published: expected the hash ${entry.after}, found ${found}.`,
      );
    left.delete(entry.code);
  }
  for (const { code } of left.values()) throw new Broken(`The edition ${code} of the guide is in no entry of the audit chain.`);
}
