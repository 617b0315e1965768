import type { MigrationInterface, QueryRunner } from "typeorm";
import { createEditionTables, dropEditionTables, type EditionTable } from "../../shared/editions/migration";

const tables: readonly EditionTable[] = [
  { table: "code_list" },
  { table: "code_list_item", columns: ["list text NOT NULL"], lookups: ["list"] },
  {
    table: "policy_document",
    columns: ["kind text NOT NULL", "pillar text", "supersedes text"],
    lookups: ["supersedes"],
  },
  {
    table: "criterion",
    columns: ["policy_document text NOT NULL", "pillar text NOT NULL", "level text NOT NULL"],
    lookups: ["policy_document"],
  },
  { table: "indicator", columns: ["frequency text NOT NULL", "method text NOT NULL"] },
  {
    table: "service_standard",
    columns: [
      "entity text NOT NULL",
      "type text NOT NULL",
      "subjects text[] NOT NULL",
      "subject_types text[] NOT NULL",
      "channel text",
      "indicator text",
      "criterion text",
    ],
    lookups: ["entity", "indicator", "criterion"],
    memberships: ["subjects", "subject_types"],
  },
  {
    table: "target",
    columns: ["indicator text NOT NULL", "scope text NOT NULL", "entity text", "service text"],
    lookups: ["indicator"],
  },
  {
    table: "measurement",
    named: false,
    columns: [
      "indicator text NOT NULL",
      "subject text NOT NULL",
      "entity text NOT NULL",
      "channel text",
      "period text NOT NULL",
      "period_start date NOT NULL",
      "period_end date NOT NULL",
      "numerator numeric",
      "denominator numeric",
      "reason_missing text",
      "measurement_status text NOT NULL",
    ],
    lookups: ["entity", "subject"],
  },
  {
    table: "assessment",
    columns: [
      "policy_document text NOT NULL",
      "cycle text NOT NULL",
      "subject text NOT NULL",
      "entity text NOT NULL",
      "assessed_on date NOT NULL",
    ],
    lookups: ["entity", "subject", "policy_document"],
  },
];

export class CreateStandards1763769600000 implements MigrationInterface {
  readonly name = "CreateStandards1763769600000";

  /** Series are read by indicator, subject and period, also as they were in the past, so their index is not for live rows only. */
  async up(runner: QueryRunner): Promise<void> {
    await createEditionTables(runner, "standards", tables);
    await runner.query("CREATE INDEX measurement_series ON standards.measurement (indicator, subject, period_end)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropEditionTables(runner, "standards", tables);
  }
}
