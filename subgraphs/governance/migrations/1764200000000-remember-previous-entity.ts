import type { MigrationInterface, QueryRunner } from "typeorm";

/** Lets the log say whose a record was, so that followers of an entity hear that one of its records became another's. */
export class RememberPreviousEntity1764200000000 implements MigrationInterface {
  readonly name = "RememberPreviousEntity1764200000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE governance.change ADD COLUMN previous_entity text;
      CREATE INDEX change_previous_entity ON governance.change (previous_entity, position) WHERE previous_entity IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE governance.change DROP COLUMN previous_entity");
  }
}
