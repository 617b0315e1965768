import type { MigrationInterface, QueryRunner } from "typeorm";
import { createEditionTables, dropEditionTables, type EditionTable } from "../../shared/editions/migration";

const tables: readonly EditionTable[] = [{ table: "guide" }];

export class CreateGovernance1763769600000 implements MigrationInterface {
  readonly name = "CreateGovernance1763769600000";

  /** Every subgraph appends to the change log and reads it; none can alter it. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE governance.change (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        kind text NOT NULL,
        code text COLLATE "C" NOT NULL,
        edition integer,
        action text NOT NULL CHECK (action IN ('PUBLISH', 'WITHDRAW')),
        entity text,
        occurred_at timestamptz NOT NULL
      );
      CREATE INDEX change_record ON governance.change (kind, code, position DESC);
      GRANT USAGE ON SCHEMA governance TO guide_change_log;
      GRANT SELECT, INSERT ON governance.change TO guide_change_log;
    `);
    await createEditionTables(runner, "governance", tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropEditionTables(runner, "governance", tables);
    await runner.query("DROP TABLE governance.change");
  }
}
