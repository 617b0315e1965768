import DataLoader from "dataloader";
import sql, { raw, type Sql } from "sql-template-tag";
import { groupBy, type Records } from "../shared/editions/records";
import { candidateTargets, editionJson, recordOf, type StoredEdition } from "./evidence";
import { Indicator } from "./indicator.entity";
import type { Measurement } from "./measurement.entity";
import { spanAsked } from "./period.rules";
import type { PromisedStandard } from "./scorecard.rules";
import { ServiceStandard } from "./service-standard.entity";
import { Target } from "./target.entity";

interface Row {
  readonly ordinal: number;
  readonly standard: StoredEdition;
  readonly indicator: StoredEdition;
  readonly targets: readonly StoredEdition[] | null;
  readonly measurements: readonly Measurement[] | null;
}

interface PromiseKey {
  readonly entity: string;
  readonly period: string;
}

const loaders = new WeakMap<Records, DataLoader<PromiseKey, PromisedStandard[], string>>();

/** What an entity's standards promise to measure, with what was measured in a period; one statement for any number of entities and periods. */
export function promisesOf(records: Records, key: PromiseKey): Promise<PromisedStandard[]> {
  let loader = loaders.get(records);
  if (!loader) {
    loader = new DataLoader((keys) => load(records, keys), { cacheKeyFn: ({ entity, period }) => `${entity} ${period}` });
    loaders.set(records, loader);
  }
  return loader.load(key);
}

/** The same of all entities. */
export async function allPromises(records: Records, period: string): Promise<PromisedStandard[]> {
  const { start, end } = spanAsked(period);
  const everyone = sql`(SELECT DISTINCT s.entity, ${start}::date AS starts, ${end}::date AS ends, 1::bigint AS ordinal
    FROM service_standard s WHERE ${records.inForce("s")})`;
  return (await records.query<Row>(promised(records, everyone))).map(promisedStandard);
}

async function load(records: Records, keys: readonly PromiseKey[]): Promise<PromisedStandard[][]> {
  const spans = keys.map(({ period }) => spanAsked(period));
  const asked = sql`unnest(${keys.map(({ entity }) => entity)}::text[], ${spans.map(({ start }) => start)}::date[], ${spans.map(({ end }) => end)}::date[])
    WITH ORDINALITY`;
  const byKey = groupBy(await records.query<Row>(promised(records, asked)), ({ ordinal }) => ordinal - 1);
  return keys.map((_, index) => (byKey.get(index) ?? []).map(promisedStandard));
}

function promised(records: Records, keys: Sql): Sql {
  const inForce = (alias: Sql) => records.inForce(alias.sql);
  return sql`
    SELECT k.ordinal::int AS ordinal, ${editionJson("e")} AS standard, ${editionJson("i")} AS indicator, ${candidateTargets(raw("e"), inForce)} AS targets,
      (SELECT jsonb_agg(m.document ORDER BY m.period_end, m.code) FROM measurement m
        WHERE m.indicator = e.indicator AND m.subject = ANY(e.subjects) AND m.channel IS NOT DISTINCT FROM e.channel
          AND m.period_start >= k.starts AND m.period_end <= k.ends AND ${records.inForce("m")}) AS measurements
    FROM ${keys} AS k(entity, starts, ends, ordinal)
    JOIN service_standard e ON e.entity = k.entity AND ${records.inForce("e")}
    JOIN indicator i ON i.code = e.indicator AND ${records.inForce("i")}
    ORDER BY e.code`;
}

function promisedStandard({ standard, indicator, targets, measurements }: Row): PromisedStandard {
  return {
    standard: recordOf(ServiceStandard, standard),
    indicator: recordOf(Indicator, indicator),
    targets: (targets ?? []).map((each) => recordOf(Target, each)),
    measurements: measurements ?? [],
  };
}
