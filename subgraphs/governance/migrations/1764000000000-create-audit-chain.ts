import type { MigrationInterface, QueryRunner } from "typeorm";
import { type AuditEntry, auditInstant, hashOfEntry, NO_HASH } from "../../shared/audit/audit-hash";

export class CreateAuditChain1764000000000 implements MigrationInterface {
  readonly name = "CreateAuditChain1764000000000";

  /** Every subgraph appends to the chain and sees where it ends; only this one reads it, and nobody alters it. */
  async up(runner: QueryRunner): Promise<void> {
    await createChain(runner);
    await createDetails(runner);
    await createCheckpoints(runner);
    await begin(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["checkpoint", "audit_key", "audit_detail", "person", "audit_entry"]) {
      await runner.query(`DROP TABLE governance.${table}`);
    }
    await runner.query("DROP FUNCTION governance.keep_the_chain()");
  }
}

async function createChain(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE governance.audit_entry (
      sequence bigint PRIMARY KEY CHECK (sequence > 0),
      occurred_at timestamptz NOT NULL,
      action text NOT NULL,
      person uuid,
      role text NOT NULL,
      system text,
      kind text,
      code text COLLATE "C",
      edition integer,
      entity text,
      before_hash text,
      after_hash text,
      detail_hash text,
      previous_hash text NOT NULL UNIQUE,
      hash text NOT NULL
    );
    CREATE INDEX audit_entry_record ON governance.audit_entry (kind, code, sequence);
    CREATE INDEX audit_entry_instant ON governance.audit_entry (occurred_at, sequence);
    CREATE INDEX audit_entry_entity ON governance.audit_entry (entity, sequence) WHERE entity IS NOT NULL;
    CREATE INDEX audit_entry_person ON governance.audit_entry (person, sequence) WHERE person IS NOT NULL;
    CREATE FUNCTION governance.keep_the_chain() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'The audit chain is never changed.' USING ERRCODE = 'integrity_constraint_violation'; END $$;
    CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON governance.audit_entry
      EXECUTE FUNCTION governance.keep_the_chain();
    GRANT SELECT (sequence, hash, occurred_at), INSERT ON governance.audit_entry TO guide_change_log;
    GRANT SELECT ON governance.audit_entry TO guide_governance;
  `);
}

/** What may have to be erased: the owner can, and the chain holds all the same. */
async function createDetails(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE governance.audit_detail (
      sequence bigint PRIMARY KEY,
      salt text NOT NULL,
      reason text,
      request_id text,
      count integer
    );
    CREATE TRIGGER audit_detail_stays BEFORE UPDATE ON governance.audit_detail EXECUTE FUNCTION governance.keep_the_chain();
    GRANT INSERT ON governance.audit_detail TO guide_change_log;
    GRANT SELECT ON governance.audit_detail TO guide_governance;
    CREATE TABLE governance.person (
      id uuid PRIMARY KEY,
      issuer text NOT NULL,
      subject text NOT NULL,
      name text,
      UNIQUE (issuer, subject)
    );
    GRANT SELECT, INSERT ON governance.person TO guide_change_log;
  `);
}

async function createCheckpoints(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE governance.audit_key (
      id text PRIMARY KEY,
      public_key text NOT NULL,
      first_used_at timestamptz NOT NULL
    );
    CREATE TABLE governance.checkpoint (
      day date PRIMARY KEY,
      sequence bigint NOT NULL UNIQUE,
      hash text NOT NULL,
      signed_at timestamptz NOT NULL,
      key_id text NOT NULL REFERENCES governance.audit_key,
      signature text NOT NULL
    );
    CREATE TRIGGER checkpoint_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON governance.checkpoint
      EXECUTE FUNCTION governance.keep_the_chain();
    CREATE TRIGGER audit_key_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON governance.audit_key
      EXECUTE FUNCTION governance.keep_the_chain();
    GRANT SELECT, INSERT ON governance.checkpoint, governance.audit_key TO guide_governance;
  `);
}

/** The first entry names the newest change there was before it: none later may be without an entry of its own. */
async function begin(runner: QueryRunner): Promise<void> {
  const [start] = (await runner.query(`
    SELECT coalesce(max(position), 0) AS position, greatest(date_trunc('milliseconds', clock_timestamp()), max(occurred_at)) AS now
    FROM governance.change`)) as [{ position: string; now: Date }];
  const entry: AuditEntry = {
    ...{ sequence: 1, occurredAt: auditInstant(start.now), action: "GENESIS", person: null, role: "system", system: "migration" },
    ...{ kind: "Change", code: start.position, edition: null, entity: null, before: null, after: null, detail: null },
    previous: NO_HASH,
  };
  await runner.query(
    `INSERT INTO governance.audit_entry (sequence, occurred_at, action, role, system, kind, code, previous_hash, hash)
     VALUES (1, $1, 'GENESIS', 'system', 'migration', 'Change', $2, $3, $4)`,
    [entry.occurredAt, entry.code, entry.previous, hashOfEntry(entry)],
  );
}
