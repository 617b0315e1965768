import type { MigrationInterface, QueryRunner } from "typeorm";

/** Answers "what is the newest change of these kinds" at once, which gateways ask before they use an answer they keep. */
export class IndexChangesByKind1763812800000 implements MigrationInterface {
  readonly name = "IndexChangesByKind1763812800000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("CREATE INDEX change_kind ON governance.change (kind, position DESC)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX governance.change_kind");
  }
}
