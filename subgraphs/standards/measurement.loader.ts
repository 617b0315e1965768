import DataLoader from "dataloader";
import sql from "sql-template-tag";
import type { Records } from "../shared/editions/records";
import { groupBy } from "../shared/editions/records";
import type { Measurement } from "./measurement.entity";
import type { Span } from "./period.rules";

/** Which measurements: of one indicator and subject, through all channels and each, within some days. */
export interface SeriesKey extends Span {
  readonly indicator: string;
  readonly subject: string;
}

const loaders = new WeakMap<Records, DataLoader<SeriesKey, readonly Measurement[], string>>();

/** Measurements in the order of their periods; all series asked for in one tick share one statement. */
export function measurementsOf(records: Records, key: SeriesKey): Promise<readonly Measurement[]> {
  let loader = loaders.get(records);
  if (!loader) {
    loader = new DataLoader((keys) => load(records, keys), {
      cacheKeyFn: ({ indicator, subject, start, end }) => [indicator, subject, start, end].join(),
    });
    loaders.set(records, loader);
  }
  return loader.load(key);
}

async function load(records: Records, keys: readonly SeriesKey[]): Promise<Measurement[][]> {
  const rows = await records.query<{ ordinal: number; document: Measurement }>(sql`
    SELECT k.ordinal::int AS ordinal, m.document
    FROM unnest(${keys.map(({ indicator }) => indicator)}::text[], ${keys.map(({ subject }) => subject)}::text[],
      ${keys.map(({ start }) => start)}::date[], ${keys.map(({ end }) => end)}::date[])
      WITH ORDINALITY AS k(indicator, subject, starts, ends, ordinal)
    JOIN measurement m ON m.indicator = k.indicator AND m.subject = k.subject AND m.period_start >= k.starts AND m.period_end <= k.ends
    WHERE ${records.inForce("m")} ORDER BY m.period_end, m.code`);
  const byKey = groupBy(rows, ({ ordinal }) => ordinal - 1);
  return keys.map((_, index) => (byKey.get(index) ?? []).map(({ document }) => document));
}
