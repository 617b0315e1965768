import type { MigrationInterface, QueryRunner } from "typeorm";
import { createWorkflow, dropWorkflow } from "../../shared/workflow/migration";

const EDITION_TABLES = ["channel", "evidence_type", "legal_resource", "life_event", "service", "journey"];

export class CreateWorkflow1763900000000 implements MigrationInterface {
  readonly name = "CreateWorkflow1763900000000";

  async up(runner: QueryRunner): Promise<void> {
    await createWorkflow(runner, "catalogue", EDITION_TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropWorkflow(runner, "catalogue", EDITION_TABLES);
  }
}
