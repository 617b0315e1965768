import type { MigrationInterface, QueryRunner } from "typeorm";
import { type ComparedTable, createRuleIndexes, dropRuleIndexes } from "../../shared/editions/rules/migration";

const tables: readonly ComparedTable[] = [
  { table: "code_list" },
  { table: "code_list_item" },
  { table: "policy_document" },
  { table: "criterion" },
  { table: "indicator" },
  { table: "service_standard" },
  { table: "target" },
  { table: "assessment" },
];

export class IndexForRules1764100000000 implements MigrationInterface {
  readonly name = "IndexForRules1764100000000";

  async up(runner: QueryRunner): Promise<void> {
    await createRuleIndexes(runner, "standards", tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropRuleIndexes(runner, "standards", tables);
  }
}
