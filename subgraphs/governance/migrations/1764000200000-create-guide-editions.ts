import type { MigrationInterface, QueryRunner } from "typeorm";

export class CreateGuideEditions1764000200000 implements MigrationInterface {
  readonly name = "CreateGuideEditions1764000200000";

  /** Editions are added and never altered: who was told an instant by its name can rely on it. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE governance.guide_edition (
        number integer PRIMARY KEY CHECK (number > 0),
        code text COLLATE "C" NOT NULL UNIQUE,
        name jsonb NOT NULL,
        instant timestamptz NOT NULL UNIQUE,
        note text,
        published_at timestamptz NOT NULL CHECK (instant <= published_at)
      );
      CREATE FUNCTION governance.keep_guide_editions() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'An edition of the guide is never changed.' USING ERRCODE = 'integrity_constraint_violation'; END $$;
      CREATE TRIGGER guide_edition_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON governance.guide_edition
        EXECUTE FUNCTION governance.keep_guide_editions();
      GRANT SELECT, INSERT ON governance.guide_edition TO guide_governance;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE governance.guide_edition");
    await runner.query("DROP FUNCTION governance.keep_guide_editions()");
  }
}
