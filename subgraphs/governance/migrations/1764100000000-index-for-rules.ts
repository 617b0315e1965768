import type { MigrationInterface, QueryRunner } from "typeorm";
import { type ComparedTable, createRuleIndexes, dropRuleIndexes } from "../../shared/editions/rules/migration";

const tables: readonly ComparedTable[] = [{ table: "guide" }];

export class IndexForRules1764100000000 implements MigrationInterface {
  readonly name = "IndexForRules1764100000000";

  async up(runner: QueryRunner): Promise<void> {
    await createRuleIndexes(runner, "governance", tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropRuleIndexes(runner, "governance", tables);
  }
}
