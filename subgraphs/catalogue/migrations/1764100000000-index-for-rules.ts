import type { MigrationInterface, QueryRunner } from "typeorm";
import type { Texts } from "../../../schema/vocabulary";
import { roleOf } from "../../shared/database";
import { isLive } from "../../shared/editions/edition.entity";
import { likenessKeys } from "../../shared/editions/rules/likeness";
import { type ComparedTable, createRuleIndexes, dropRuleIndexes } from "../../shared/editions/rules/migration";

const tables: readonly ComparedTable[] = [
  { table: "channel" },
  { table: "evidence_type" },
  { table: "legal_resource" },
  { table: "life_event", text: "description" },
  { table: "service", text: "description" },
  { table: "journey", text: "description" },
];

/** How many services get the keys of their names in one statement. */
const BATCH = 1_000;

export class IndexForRules1764100000000 implements MigrationInterface {
  readonly name = "IndexForRules1764100000000";

  /**
   * Beside the indexes, services get the keys by which those that are named nearly the same find each other, and a table
   * of the keys of live services: however many services there are, and whatever the database knows of them yet, looking
   * up a key costs the same.
   */
  async up(runner: QueryRunner): Promise<void> {
    await createRuleIndexes(runner, "catalogue", tables);
    await runner.query("ALTER TABLE catalogue.service ADD COLUMN likeness integer[] NOT NULL DEFAULT '{}'");
    await fillLikeness(runner);
    await createNameKeys(runner);
    await runner.query(`
      CREATE INDEX service_judged ON catalogue.service (competent_authority) INCLUDE (quality, findings) WHERE ${isLive()};
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX catalogue.service_judged;
      DROP TRIGGER service_begins ON catalogue.service;
      DROP TRIGGER service_ends ON catalogue.service;
      DROP FUNCTION catalogue.add_name_keys();
      DROP FUNCTION catalogue.remove_name_keys();
      DROP TABLE catalogue.service_name_key;
    `);
    await runner.query("ALTER TABLE catalogue.service DROP COLUMN likeness");
    await dropRuleIndexes(runner, "catalogue", tables);
  }
}

async function createNameKeys(runner: QueryRunner): Promise<void> {
  const definer = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp";
  await runner.query(`
    CREATE TABLE catalogue.service_name_key (key integer NOT NULL, code text COLLATE "C" NOT NULL, PRIMARY KEY (key, code));
    GRANT SELECT ON catalogue.service_name_key TO ${roleOf("catalogue")};
    INSERT INTO catalogue.service_name_key
      SELECT DISTINCT unnest(likeness), code FROM catalogue.service WHERE ${isLive()};
    CREATE FUNCTION catalogue.add_name_keys() RETURNS trigger ${definer} AS $$
    BEGIN
      INSERT INTO catalogue.service_name_key SELECT DISTINCT unnest(likeness), code FROM begun WHERE ${isLive()} ON CONFLICT DO NOTHING;
      RETURN NULL;
    END $$;
    CREATE FUNCTION catalogue.remove_name_keys() RETURNS trigger ${definer} AS $$
    BEGIN
      DELETE FROM catalogue.service_name_key k USING (SELECT unnest(likeness) AS key, code FROM ended WHERE valid_to IS NOT NULL) e
        WHERE k.key = e.key AND k.code = e.code;
      RETURN NULL;
    END $$;
    CREATE TRIGGER service_begins AFTER INSERT ON catalogue.service REFERENCING NEW TABLE AS begun
      FOR EACH STATEMENT EXECUTE FUNCTION catalogue.add_name_keys();
    CREATE TRIGGER service_ends AFTER UPDATE ON catalogue.service REFERENCING NEW TABLE AS ended
      FOR EACH STATEMENT EXECUTE FUNCTION catalogue.remove_name_keys();
  `);
}

async function fillLikeness(runner: QueryRunner): Promise<void> {
  for (let after = ""; ;) {
    const rows = (await runner.query(
      `SELECT code, document -> 'name' AS name FROM catalogue.service WHERE code > $1 AND ${isLive()} ORDER BY code LIMIT ${BATCH}`,
      [after],
    )) as { code: string; name: Texts }[];
    const last = rows.at(-1);
    if (!last) return;
    after = last.code;
    const keys = rows.map(({ code, name }) => ({ code, keys: likenessKeys(name) }));
    await runner.query(
      `UPDATE catalogue.service s SET likeness = k.keys FROM json_to_recordset($1::json) AS k(code text, keys integer[])
       WHERE s.code = k.code AND ${isLive("s.")}`,
      [JSON.stringify(keys)],
    );
  }
}
