import type { MigrationInterface, QueryRunner } from "typeorm";
import { createWorkflow, dropWorkflow } from "../../shared/workflow/migration";

const EDITION_TABLES = [
  "code_list",
  "code_list_item",
  "policy_document",
  "criterion",
  "indicator",
  "service_standard",
  "target",
  "measurement",
  "assessment",
];

export class CreateWorkflow1763900000000 implements MigrationInterface {
  readonly name = "CreateWorkflow1763900000000";

  async up(runner: QueryRunner): Promise<void> {
    await createWorkflow(runner, "standards", EDITION_TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropWorkflow(runner, "standards", EDITION_TABLES);
  }
}
