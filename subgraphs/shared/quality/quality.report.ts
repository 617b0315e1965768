import DataLoader from "dataloader";
import sql, { empty, raw } from "sql-template-tag";
import { type Kind, tableName } from "../editions/kind";
import { MOST_TIMES, pointsOf } from "../editions/quality";
import { groupBy, type Records } from "../editions/records";
import { severityOf, titleOf } from "../editions/rules/described";
import type { QualityFinding, QualityReport } from "./quality.entity";

/** Whose records are reported on: those of an entity, or all there are. */
export const EVERYONE = "";

/** The reports on records of one kind, by whose they are; one statement for any number of entities. */
export class QualityReports {
  readonly #loaders = new WeakMap<Records, DataLoader<string, QualityReport>>();

  constructor(
    private readonly kind: Kind,
    /** The column that says whose a record is. */
    private readonly owner: string,
  ) {}

  of(records: Records, entity: string = EVERYONE): Promise<QualityReport> {
    let loader = this.#loaders.get(records);
    if (!loader) {
      loader = new DataLoader((entities) => this.#load(records, entities));
      this.#loaders.set(records, loader);
    }
    return loader.load(entity);
  }

  async #load(records: Records, entities: readonly string[]): Promise<QualityReport[]> {
    const isAll = entities.includes(EVERYONE);
    const rows = await records.query<Row>(sql`
      WITH judged AS MATERIALIZED (
        SELECT e.code AS record, e.${raw(this.owner)} AS entity, e.quality, e.findings FROM ${raw(tableName(this.kind))} e
        WHERE ${records.inForce("e")} AND e.quality IS NOT NULL
          ${isAll ? empty : sql`AND e.${raw(this.owner)} = ANY(${entities}::text[])`}),
      found AS (
        SELECT record, entity, finding, least(count(*), ${MOST_TIMES}::int) AS times
        FROM judged CROSS JOIN LATERAL unnest(findings) AS f(finding) GROUP BY record, entity, finding)
      SELECT entity, NULL::text AS finding, count(*)::int AS records, sum(quality)::int AS total FROM judged GROUP BY entity
      UNION ALL
      SELECT entity, finding, count(*)::int, sum(times)::int FROM found GROUP BY entity, finding`);
    const byEntity = groupBy(rows, ({ entity }) => entity);
    return entities.map((entity) => reportOf(entity === EVERYONE ? rows : (byEntity.get(entity) ?? [])));
  }
}

/** What an entity's records score in all; or how many of them break a rule, how often in all. */
interface Row {
  readonly entity: string;
  readonly finding: string | null;
  readonly records: number;
  readonly total: number;
}

function reportOf(rows: readonly Row[]): QualityReport {
  const scores = rows.filter(({ finding }) => finding === null);
  const records = sum(scores, ({ records: count }) => count);
  const byFinding = groupBy(
    rows.filter((row): row is Row & { finding: string } => row.finding !== null),
    ({ finding }) => finding,
  );
  const findings = [...byFinding].map(([code, found]): QualityFinding => ({
    code,
    severity: severityOf(code),
    title: titleOf(code),
    records: sum(found, ({ records: count }) => count),
    points: rounded((pointsOf(code) * sum(found, ({ total }) => total)) / records),
  }));
  return {
    records,
    score: records === 0 ? undefined : rounded(sum(scores, ({ total }) => total) / records),
    findings: findings.sort((a, b) => b.points - a.points || (a.code < b.code ? -1 : 1)),
  };
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
const rounded = (value: number): number => Math.round(value * 100) / 100;
