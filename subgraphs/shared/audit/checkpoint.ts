/** Where the audit chain stood at the end of a day. */
export interface Checkpoint {
  /** The day in UTC, such as 2026-01-31. */
  readonly day: string;
  /** The last entry of the day, and its hash. */
  readonly sequence: number;
  readonly hash: string;
  /** UTC to the microsecond, as instants of entries. */
  readonly signedAt: string;
}

/** What the signature of a checkpoint covers: its canonical JSON (RFC 8785). */
export function textOfCheckpoint({ day, hash, sequence, signedAt }: Checkpoint): string {
  return JSON.stringify({ day, hash, sequence, signedAt });
}
