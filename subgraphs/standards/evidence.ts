import DataLoader from "dataloader";
import sql, { raw, type Sql } from "sql-template-tag";
import { requireKind } from "../shared/editions/kind";
import type { EditionValues, Records } from "../shared/editions/records";
import { toRecord } from "../shared/editions/records";
import type { IndicatorAggregation, IndicatorDirection } from "./indicator.entity";
import type { Measurement } from "./measurement.entity";
import { Target } from "./target.entity";
import type { ServiceStandard } from "./service-standard.entity";

/** What a standard is judged by: the ways of its indicator, the targets that may apply, and what was measured. */
export interface Evidence {
  readonly direction: IndicatorDirection;
  readonly aggregation: IndicatorAggregation;
  readonly targets: readonly Target[];
  /** By subject, newest first. */
  readonly measurements: Readonly<Record<string, readonly Measurement[] | null>>;
}

type StoredEvidence = Omit<Evidence, "targets" | "measurements"> & {
  readonly targets: readonly StoredEdition[] | null;
  readonly measurements: Evidence["measurements"] | null;
};

/** An edition as JSON, in which Postgres writes instants as text. */
export type StoredEdition = Omit<EditionValues, "valid_from"> & { readonly valid_from: string };

type InForce = (alias: Sql) => Sql;

/** Two spans of three periods make a trend. */
export const TREND_PERIODS = 3;

/**
 * What the database brings beside a standard for each field that asks how it is kept, in the statement that brings the
 * standard itself. Measurements are those with a value, of all subjects of the standard.
 */
export const evidenceAttachments = {
  performance: (row: Sql, inForce: InForce) => evidence(row, inForce, newest(row, inForce, 1)),
  trend: (row: Sql, inForce: InForce) => evidence(row, inForce, newest(row, inForce, 2 * TREND_PERIODS)),
  performanceByChannel: (row: Sql, inForce: InForce) => evidence(row, inForce, newestByChannel(row, inForce)),
  performanceSeries: (row: Sql, inForce: InForce) => evidence(row, inForce),
  target: (row: Sql, inForce: InForce) => evidence(row, inForce),
  isTargetInherited: (row: Sql, inForce: InForce) => evidence(row, inForce),
} as const;
export type EvidenceField = keyof typeof evidenceAttachments;

function evidence(row: Sql, inForce: InForce, measurements: Sql = sql`NULL::jsonb`): Sql {
  return sql`(SELECT jsonb_build_object(
      'direction', i.document->>'direction', 'aggregation', i.document->>'aggregation',
      'targets', ${candidateTargets(row, inForce)}, 'measurements', ${measurements})
    FROM indicator i WHERE i.code = ${row}.indicator AND ${inForce(raw("i"))})`;
}

/** The targets that may apply to a standard's subjects, whenever effective; which one does is decided by rule. */
export function candidateTargets(row: Sql, inForce: InForce): Sql {
  return sql`(SELECT jsonb_agg(${editionJson("t")}) FROM target t
    WHERE t.indicator = ${row}.indicator AND ${inForce(raw("t"))}
      AND (t.scope = 'POLICY' OR t.entity = ${row}.entity OR 'ENTITY:' || t.entity = ANY(${row}.subjects) OR 'SERVICE:' || t.service = ANY(${row}.subjects)))`;
}

function newest(row: Sql, inForce: InForce, count: number): Sql {
  return bySubject(
    row,
    sql`SELECT m.document, m.period_end, m.code FROM measurement m
    WHERE ${measured(row, inForce, "m")} AND m.channel IS NOT DISTINCT FROM ${row}.channel
    ORDER BY m.period_end DESC LIMIT ${count}`,
  );
}

function newestByChannel(row: Sql, inForce: InForce): Sql {
  const inChannel = (alias: string) => {
    const m = raw(alias);
    return sql`${measured(row, inForce, alias)} AND ${m}.channel = coalesce(${row}.channel, ${m}.channel)`;
  };
  return bySubject(
    row,
    sql`SELECT m.document, m.period_end, m.code FROM measurement m WHERE ${inChannel("m")}
    AND m.period_end = (SELECT max(n.period_end) FROM measurement n WHERE ${inChannel("n")})`,
  );
}

/** A measurement with a value of the subject `s` of a standard. */
function measured(row: Sql, inForce: InForce, alias: string): Sql {
  const m = raw(alias);
  return sql`${m}.indicator = ${row}.indicator AND ${m}.subject = s.subject AND ${m}.denominator > 0 AND ${inForce(m)}`;
}

function bySubject(row: Sql, measurements: Sql): Sql {
  return sql`(SELECT jsonb_object_agg(s.subject,
      (SELECT jsonb_agg(x.document ORDER BY x.period_end DESC, x.code) FROM (${measurements}) x))
    FROM unnest(${row}.subjects) AS s(subject))`;
}

/** A whole edition as JSON, for `recordOf`. */
export function editionJson(alias: string): Sql {
  const columns = ["code", "number", "status", "valid_from", "note", "document"];
  return raw(`jsonb_build_object(${columns.map((column) => `'${column}', ${alias}.${column}`).join(", ")})`);
}

/** The record of an edition that came as JSON. */
export function recordOf<T extends object>(type: new () => T, { valid_from: from, ...values }: StoredEdition): T {
  const edition = { ...values, valid_from: new Date(from) };
  return toRecord(requireKind(type), edition) as unknown as T;
}

/** What a standard is judged by, as one of its fields needs it; undefined when it is not measured. */
export async function evidenceFor(
  field: EvidenceField,
  standard: ServiceStandard,
  records: Records,
): Promise<Evidence | undefined> {
  if (standard.indicator === undefined) return undefined;
  const { attached } = standard as { attached?: Readonly<Record<string, StoredEvidence | null>> };
  const stored = attached && field in attached ? attached[field] : await missed(field, records).load(standard.code);
  return stored
    ? {
        ...stored,
        targets: (stored.targets ?? []).map((each) => recordOf(Target, each)),
        measurements: stored.measurements ?? {},
      }
    : undefined;
}

const loaders = new WeakMap<Records, Map<EvidenceField, DataLoader<string, StoredEvidence | null>>>();

/** Evidence of standards that came without it, such as through a field that was not foreseen: one statement for all of them. */
function missed(field: EvidenceField, records: Records): DataLoader<string, StoredEvidence | null> {
  let byField = loaders.get(records);
  if (!byField) loaders.set(records, (byField = new Map<EvidenceField, DataLoader<string, StoredEvidence | null>>()));
  let loader = byField.get(field);
  if (!loader) {
    loader = new DataLoader(async (codes) => {
      const evidenceOfRow = evidenceAttachments[field](raw("e"), (alias) => records.inForce(alias.sql));
      const rows = await records.query<{ code: string; evidence: StoredEvidence | null }>(
        sql`SELECT e.code, ${evidenceOfRow} AS evidence FROM service_standard e WHERE e.code = ANY(${codes}::text[]) AND ${records.inForce("e")}`,
      );
      const byCode = new Map(rows.map(({ code, evidence: found }) => [code, found]));
      return codes.map((code) => byCode.get(code) ?? null);
    });
    byField.set(field, loader);
  }
  return loader;
}
