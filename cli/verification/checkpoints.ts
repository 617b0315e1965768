import { type Checkpoint, textOfCheckpoint } from "../../subgraphs/shared/audit/checkpoint";
import { type VerifyingKey, verifyingKey } from "../../subgraphs/shared/audit/signing";
import { Broken } from "./broken";
import type { Snapshot } from "./snapshot";

type SignedCheckpoint = Checkpoint & { readonly keyId: string; readonly signature: string };

/** What a checkpoint is held against: an entry of the chain. */
interface Place {
  readonly sequence: number;
  readonly hash: string;
  /** The day of the entry in UTC. */
  readonly day: string;
}

/** The checkpoints of a guide, held against the chain one entry after another. */
export class Checkpoints {
  readonly #open: Map<number, SignedCheckpoint>;
  readonly #keys: ReadonlyMap<string, VerifyingKey>;
  readonly #last: number;
  readonly count: number;
  #before: Place | undefined;

  private constructor(checkpoints: readonly SignedCheckpoint[], keys: readonly VerifyingKey[]) {
    this.count = checkpoints.length;
    this.#open = new Map(checkpoints.map((checkpoint) => [checkpoint.sequence, checkpoint]));
    this.#last = Math.max(0, ...this.#open.keys());
    this.#keys = new Map(keys.map((key) => [key.id, key]));
  }

  /** Reads them; they are checked with the keys given, or else with those that the database itself names. */
  static async read(snapshot: Snapshot, given: readonly VerifyingKey[]): Promise<Checkpoints> {
    const checkpoints = await snapshot.rows<SignedCheckpoint>(`
      SELECT to_char(day, 'YYYY-MM-DD') AS day, sequence::float8 AS sequence, hash, key_id AS "keyId", signature,
        to_char(signed_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "signedAt"
      FROM governance.checkpoint`);
    if (given.length > 0) return new Checkpoints(checkpoints, given);
    const named = await snapshot.rows<{ key: string }>("SELECT public_key AS key FROM governance.audit_key");
    return new Checkpoints(checkpoints, named.flatMap(readableKey));
  }

  /** The next entry of the chain: a checkpoint that names it must be right, and the last of a day must have one. */
  pass(place: Place): void {
    const before = this.#before;
    this.#before = place;
    if (before && before.day < place.day) this.#requireClosed(before);
    const checkpoint = this.#open.get(place.sequence);
    if (checkpoint) this.#check(checkpoint, place);
  }

  /** The chain has ended: all checkpoints must have been passed. */
  end(): void {
    for (const { day, sequence } of this.#open.values()) {
      if (sequence > (this.#before?.sequence ?? 0))
        throw new Broken(`Entry ${sequence} is missing: the checkpoint of ${day} names it, and the chain ends before it.`);
    }
  }

  #check({ day, sequence, hash, signedAt, keyId, signature }: SignedCheckpoint, place: Place): void {
    const name = `The checkpoint of ${day} (entry ${sequence})`;
    if (hash !== place.hash) throw new Broken(`${name} names another hash: expected ${hash}, found ${place.hash}.`);
    if (day !== place.day) throw new Broken(`${name} is of another day than its entry, which is of ${place.day}.`);
    const key = this.#keys.get(keyId);
    if (!key) throw new Broken(`${name} was signed with the key ${keyId}, which is none of those given with --public-key.`);
    if (!key.verifies(textOfCheckpoint({ day, sequence, hash, signedAt }), signature))
      throw new Broken(`${name} does not bear the signature of the key ${keyId}.`);
  }

  /** Checkpoints are made day by day, so before the last there are no days without one. */
  #requireClosed({ sequence, day }: Place): void {
    if (sequence < this.#last && !this.#open.has(sequence))
      throw new Broken(`The checkpoint of ${day} (entry ${sequence}) is missing, or names another entry.`);
  }
}

/** A key that cannot be read is as good as none: what was signed with it is reported. */
function readableKey({ key }: { readonly key: string }): VerifyingKey[] {
  try {
    return [verifyingKey(key)];
  } catch {
    return [];
  }
}
