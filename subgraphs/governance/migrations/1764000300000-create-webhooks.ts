import type { MigrationInterface, QueryRunner } from "typeorm";

export class CreateWebhooks1764000300000 implements MigrationInterface {
  readonly name = "CreateWebhooks1764000300000";

  /** Only this subgraph's role reads them: the secrets are kept as they are, as they have to sign. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE governance.webhook (
        id uuid PRIMARY KEY,
        url text NOT NULL,
        kinds text[],
        entity text,
        description text,
        state text NOT NULL CHECK (state IN ('ACTIVE', 'PAUSED', 'GONE')),
        position bigint NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE TABLE governance.webhook_secret (
        webhook uuid NOT NULL REFERENCES governance.webhook ON DELETE CASCADE,
        secret text NOT NULL,
        made_at timestamptz NOT NULL,
        ends_at timestamptz,
        PRIMARY KEY (webhook, made_at)
      );
      CREATE TABLE governance.webhook_delivery (
        webhook uuid NOT NULL REFERENCES governance.webhook ON DELETE CASCADE,
        position bigint NOT NULL,
        state text NOT NULL CHECK (state IN ('PENDING', 'DELIVERED', 'DEAD')),
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL,
        claim uuid,
        status integer,
        failure text,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (webhook, position)
      );
      CREATE INDEX webhook_delivery_due ON governance.webhook_delivery (webhook, next_attempt_at, position)
        WHERE state = 'PENDING';
      CREATE INDEX webhook_delivery_age ON governance.webhook_delivery (changed_at) WHERE state <> 'PENDING';
      GRANT SELECT, INSERT, UPDATE, DELETE ON governance.webhook, governance.webhook_secret, governance.webhook_delivery
        TO guide_governance;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE governance.webhook_delivery, governance.webhook_secret, governance.webhook");
  }
}
