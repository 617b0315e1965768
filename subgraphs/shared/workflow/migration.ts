import type { QueryRunner } from "typeorm";
import { roleOf } from "../database";

/** The statuses of what is being prepared, and of what became of it. */
const STATUSES = ["DRAFT", "IN_REVIEW", "CHANGES_REQUESTED", "APPROVED", "SCHEDULED", "PUBLISHED", "WITHDRAWN", "DISCARDED"];

/**
 * Creates what the workflow of a subgraph needs: one table for what is being prepared, of whatever kind; the answers
 * that were given under a key of the caller; and, beside each edition, what it refers to and what its rules found.
 */
export async function createWorkflow(runner: QueryRunner, schema: string, editionTables: readonly string[]): Promise<void> {
  await runner.query(`
    CREATE TABLE ${schema}.draft (
      kind text NOT NULL,
      code text COLLATE "C" NOT NULL,
      number integer NOT NULL,
      status text NOT NULL CHECK (status IN (${STATUSES.map((status) => `'${status}'`).join(", ")})),
      base integer,
      entity text,
      document json,
      hash text,
      note text,
      reason text,
      comment text,
      publish_at timestamptz CHECK ((publish_at IS NOT NULL) = (status = 'SCHEDULED')),
      authors uuid[] NOT NULL,
      approved_by uuid,
      changed_by uuid,
      changed_at timestamptz NOT NULL,
      CHECK ((document IS NULL) = (status IN ('PUBLISHED', 'WITHDRAWN', 'DISCARDED'))),
      PRIMARY KEY (kind, code)
    );
    CREATE INDEX draft_open ON ${schema}.draft (kind, status, code) WHERE document IS NOT NULL;
    CREATE INDEX draft_due ON ${schema}.draft (publish_at) WHERE status = 'SCHEDULED';
    CREATE TABLE ${schema}.given_answer (
      caller text NOT NULL,
      key text NOT NULL,
      request_hash text NOT NULL,
      answer json NOT NULL,
      given_at timestamptz NOT NULL,
      PRIMARY KEY (caller, key)
    );
    CREATE INDEX given_answer_age ON ${schema}.given_answer (given_at);
    GRANT SELECT, INSERT, UPDATE ON ${schema}.draft TO ${roleOf(schema)};
    GRANT SELECT, INSERT, DELETE ON ${schema}.given_answer TO ${roleOf(schema)};
  `);
  for (const table of editionTables) {
    await runner.query(`
      ALTER TABLE ${schema}.${table}
        ADD COLUMN refs text[] NOT NULL DEFAULT '{}',
        ADD COLUMN quality smallint,
        ADD COLUMN findings text[] NOT NULL DEFAULT '{}';
      CREATE INDEX ${table}_refs ON ${schema}.${table} USING gin (refs) WHERE valid_from IS NOT NULL AND valid_to IS NULL;
    `);
  }
}

export async function dropWorkflow(runner: QueryRunner, schema: string, editionTables: readonly string[]): Promise<void> {
  for (const table of editionTables) {
    await runner.query(`ALTER TABLE ${schema}.${table} DROP COLUMN refs, DROP COLUMN quality, DROP COLUMN findings`);
  }
  await runner.query(`DROP TABLE ${schema}.given_answer, ${schema}.draft`);
}
