import type { DataSource } from "typeorm";
import type { Logger } from "../../telemetry/logger";
import { auditInstant } from "../shared/audit/audit-hash";
import { type Checkpoint, textOfCheckpoint } from "../shared/audit/checkpoint";
import { type SigningKey, signingKey } from "../shared/audit/signing";
import { lockChangeLog } from "../shared/changes/change-log";
import type { RunningSubgraph } from "../shared/execute";
import type { Job } from "../shared/jobs";

const LOOKS_EVERY_MS = 60_000;

const warned = new WeakSet<RunningSubgraph>();

/** Signs where the audit chain stood at the end of each day, in UTC, once the day is over. */
export const checkpointJob: Job = {
  name: "checkpoint",
  everyMs: LOOKS_EVERY_MS,
  run: async (running, logger) => {
    const pem = running.configuration.auditSigningKey;
    if (pem !== undefined) return signFinishedDays(await running.database.source(), signingKey(pem), logger);
    if (!warned.has(running)) logger.warn("there are no checkpoints of the audit chain, as AUDIT_SIGNING_KEY is not set");
    warned.add(running);
  },
};

/** Signs the days that are over and have entries but no checkpoint. The primary key sees to it that each has one only. */
export async function signFinishedDays(source: DataSource, key: SigningKey, logger: Logger): Promise<void> {
  await source.query(
    `INSERT INTO governance.audit_key (id, public_key, first_used_at) SELECT $1, $2, clock_timestamp()
     WHERE NOT EXISTS (SELECT 1 FROM governance.audit_key WHERE id = $1) ON CONFLICT (id) DO NOTHING`,
    [key.id, key.publicKey],
  );
  if (!(await hasFinishedDay(source))) return;
  // Whoever writes the log holds it until commit, so behind this instant no day before it gets another entry.
  const now = await source.transaction((manager) => lockChangeLog(manager));
  for (const { day, sequence, hash } of await finishedDays(source, now)) {
    const checkpoint: Checkpoint = { day, sequence: Number(sequence), hash, signedAt: auditInstant(now) };
    const made = await source.query<object[]>(
      `INSERT INTO governance.checkpoint (day, sequence, hash, signed_at, key_id, signature)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING day`,
      [day, sequence, hash, checkpoint.signedAt, key.id, key.sign(textOfCheckpoint(checkpoint))],
    );
    if (made.length > 0) logger.info({ day, sequence }, "signed a checkpoint of the audit chain");
  }
}

/** Whether the first entry behind the newest checkpoint is of a day before the newest entry's, or before today. */
async function hasFinishedDay(source: DataSource): Promise<boolean> {
  const [row] = await source.query<{ isFinished: boolean }[]>(`
    SELECT date_trunc('day', first.occurred_at) < date_trunc('day', greatest(clock_timestamp(), last.occurred_at)) AS "isFinished"
    FROM (SELECT occurred_at FROM governance.audit_entry
      WHERE sequence > (SELECT coalesce(max(sequence), 0) FROM governance.checkpoint) ORDER BY sequence LIMIT 1) first,
      (SELECT occurred_at FROM governance.audit_entry ORDER BY sequence DESC LIMIT 1) last`);
  return row?.isFinished === true;
}

/** The last entry of each day that was over at an instant, of those behind the newest checkpoint. */
function finishedDays(source: DataSource, now: Date): Promise<{ day: string; sequence: string; hash: string }[]> {
  return source.query(
    `SELECT to_char(last.day, 'YYYY-MM-DD') AS day, last.sequence, e.hash
     FROM (SELECT date_trunc('day', occurred_at) AS day, max(sequence) AS sequence FROM governance.audit_entry
       WHERE sequence > (SELECT coalesce(max(sequence), 0) FROM governance.checkpoint)
         AND occurred_at < date_trunc('day', $1::timestamptz)
       GROUP BY 1) last
     JOIN governance.audit_entry e USING (sequence) ORDER BY last.day`,
    [now],
  );
}
