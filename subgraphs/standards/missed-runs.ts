import sql, { empty, type Sql } from "sql-template-tag";
import type { Records } from "../shared/editions/records";
import { MeasurementFrequency } from "./indicator.entity";
import { newestPeriods } from "./period.rules";

/** Which standards: missed in so many periods running, the last of which ended by a day. */
export interface Missing {
  readonly periods: number;
  readonly endedBy: string;
  /** Only those of one entity. */
  readonly entity?: string | undefined;
}

/**
 * Every standard `e` with its indicator `i` and each subject `s` that missed it in the newest `periods` that can be
 * judged, and what was measured then (`run`).
 *
 * A period that cannot be judged (nothing reported, nothing happened, no target) neither ends a run nor belongs to it:
 * or silence would end one, and the first day of each month would end all. How far apart they may lie has an end: a run
 * lies within twice as many periods.
 *
 * It judges as `performanceIn` does, whose words the answer shows; a test holds the two to one another.
 */
export function missedRuns(records: Records, { periods, endedBy, entity }: Missing): Sql {
  const frequencies = Object.keys(MeasurementFrequency) as MeasurementFrequency[];
  const spans = frequencies.map((frequency) => newestPeriods(2 * periods, frequency, endedBy));
  return sql`service_standard e
    JOIN indicator i ON i.code = e.indicator AND ${records.inForce("i")}
    JOIN unnest(${frequencies}::text[], ${spans.map(({ start }) => start)}::date[], ${spans.map(({ end }) => end)}::date[])
      AS rhythm(frequency, starts, ends) ON rhythm.frequency = i.frequency
    CROSS JOIN LATERAL unnest(e.subjects) AS s(subject)
    CROSS JOIN LATERAL (
      WITH candidate AS MATERIALIZED (${candidates(records)}), judgement AS (
        SELECT m.document, m.period_end, CASE i.document->>'direction'
          WHEN 'LOWER' THEN ${VALUE} > target.value ELSE ${VALUE} < target.value END AS is_missed
        FROM measurement m CROSS JOIN LATERAL (${APPLICABLE}) target
        WHERE m.indicator = e.indicator AND m.subject = s.subject AND m.channel IS NOT DISTINCT FROM e.channel
          AND m.period_start >= rhythm.starts AND m.period_end <= rhythm.ends
          AND m.denominator > 0 AND target.value <> 0 AND ${records.inForce("m")}
        ORDER BY m.period_end DESC LIMIT ${periods})
      SELECT count(*) AS judged, bool_and(is_missed) AS is_missed, jsonb_agg(document ORDER BY period_end) AS measurements
      FROM judgement) run
    WHERE ${records.inForce("e")} AND run.judged = ${periods} AND run.is_missed ${entity ? sql`AND e.entity = ${entity}` : empty}`;
}

/** Numerator divided by denominator, rounded half up to four decimals with nothing lost on the way. */
const VALUE = sql`div(m.numerator * 20000 + m.denominator, m.denominator * 2) / 10000.0`;

/** The targets that reach the subject, whenever effective. */
function candidates(records: Records): Sql {
  return sql`SELECT t.code, (t.document->>'value')::numeric AS value, (t.document->>'effectiveFrom')::date AS starts,
      coalesce((t.document->>'effectiveTo')::date, 'infinity') AS ends,
      array_position(ARRAY['CHANNEL', 'SERVICE', 'ENTITY', 'POLICY'], t.scope) AS distance
    FROM target t WHERE t.indicator = e.indicator AND ${records.inForce("t")} AND CASE t.scope
      WHEN 'POLICY' THEN true
      WHEN 'ENTITY' THEN t.entity = CASE WHEN s.subject LIKE 'ENTITY:%' THEN substr(s.subject, 8) ELSE e.entity END
      WHEN 'SERVICE' THEN 'SERVICE:' || t.service = s.subject
      WHEN 'CHANNEL' THEN 'SERVICE:' || t.service = s.subject AND t.document->>'channel' = e.channel
    END`;
}

/** The target that held at the end of the period: of those effective, the nearest; of equals, the latest set. */
const APPLICABLE = sql`SELECT value FROM candidate WHERE starts <= m.period_end AND ends >= m.period_end
  ORDER BY distance, starts DESC, code LIMIT 1`;
