import type { MigrationInterface, QueryRunner } from "typeorm";

/** Lets the log say that a publication changed wording only, and lets followers of one entity read its changes at once. */
export class FollowChanges1764000100000 implements MigrationInterface {
  readonly name = "FollowChanges1764000100000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE governance.change DROP CONSTRAINT change_action_check;
      ALTER TABLE governance.change ADD CONSTRAINT change_action_check CHECK (action IN ('PUBLISH', 'CORRECT', 'WITHDRAW'));
      CREATE INDEX change_entity ON governance.change (entity, position);
    `);
  }

  /** Corrections stay in the log, as publications. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX governance.change_entity;
      ALTER TABLE governance.change DROP CONSTRAINT change_action_check;
      UPDATE governance.change SET action = 'PUBLISH' WHERE action = 'CORRECT';
      ALTER TABLE governance.change ADD CONSTRAINT change_action_check CHECK (action IN ('PUBLISH', 'WITHDRAW'));
    `);
  }
}
