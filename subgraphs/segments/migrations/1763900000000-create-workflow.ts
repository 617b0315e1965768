import type { MigrationInterface, QueryRunner } from "typeorm";
import { createWorkflow, dropWorkflow } from "../../shared/workflow/migration";

const EDITION_TABLES = ["customer_segment", "information_concept", "requirement"];

export class CreateWorkflow1763900000000 implements MigrationInterface {
  readonly name = "CreateWorkflow1763900000000";

  async up(runner: QueryRunner): Promise<void> {
    await createWorkflow(runner, "segments", EDITION_TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropWorkflow(runner, "segments", EDITION_TABLES);
  }
}
