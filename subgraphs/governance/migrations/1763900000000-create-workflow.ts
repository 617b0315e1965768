import type { MigrationInterface, QueryRunner } from "typeorm";
import { createWorkflow, dropWorkflow } from "../../shared/workflow/migration";

const EDITION_TABLES = ["guide"];

export class CreateWorkflow1763900000000 implements MigrationInterface {
  readonly name = "CreateWorkflow1763900000000";

  /** Every subgraph says which of its records are about to be published, so that others may be prepared to refer to them. */
  async up(runner: QueryRunner): Promise<void> {
    await createWorkflow(runner, "governance", EDITION_TABLES);
    await runner.query(`
      CREATE TABLE governance.upcoming (kind text NOT NULL, code text COLLATE "C" NOT NULL, PRIMARY KEY (kind, code));
      GRANT SELECT, INSERT, DELETE ON governance.upcoming TO guide_change_log;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE governance.upcoming");
    await dropWorkflow(runner, "governance", EDITION_TABLES);
  }
}
