import type { VerifyingKey } from "../../subgraphs/shared/audit/signing";
import { type ChainSummary, type Expected, verifyChain } from "./chain";
import { verifyChanges } from "./changes";
import { Checkpoints } from "./checkpoints";
import { type EditionsSummary, verifyEditions } from "./editions";
import { verifyGuideEditions } from "./guide-editions";
import { withSnapshot } from "./snapshot";

/** What a verification rests on besides the database itself. */
export interface Evidence {
  /** The keys that checkpoints may be signed with; those the database names when there are none. */
  readonly keys: readonly VerifyingKey[];
  /** Entries that were noted earlier. */
  readonly expected: readonly Expected[];
}

export interface Verified {
  readonly chain: ChainSummary;
  readonly checkpoints: number;
  readonly editions: EditionsSummary;
}

/** Recomputes everything that a database says happened, as of one moment; throws `Broken` at the first that is not so. */
export function verifyGuide(url: string, { keys, expected }: Evidence): Promise<Verified> {
  return withSnapshot(url, async (snapshot) => {
    const checkpoints = await Checkpoints.read(snapshot, keys);
    const chain = await verifyChain(snapshot, checkpoints, expected);
    await verifyChanges(snapshot, chain.begunBehind);
    await verifyGuideEditions(snapshot);
    return { chain, checkpoints: checkpoints.count, editions: await verifyEditions(snapshot, chain) };
  });
}
