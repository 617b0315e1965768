import type { MigrationInterface, QueryRunner } from "typeorm";
import { createEditionTables, dropEditionTables, type EditionTable } from "../../shared/editions/migration";

const tables: readonly EditionTable[] = [
  { table: "channel", columns: ["type text NOT NULL", "operator text"], lookups: ["type"] },
  { table: "evidence_type", columns: ["issuing_entity text", "produced_by text"], lookups: ["issuing_entity", "produced_by"] },
  { table: "legal_resource", columns: ["type text NOT NULL", "legal_status text NOT NULL"] },
  { table: "life_event", columns: ["type text NOT NULL", "parent text"], lookups: ["parent"] },
  {
    table: "service",
    columns: [
      "competent_authority text NOT NULL",
      "owning_unit text",
      "category text NOT NULL",
      "type text NOT NULL",
      "parent_service text",
      "delivery_scope text NOT NULL",
      "availability text NOT NULL",
      "is_free boolean NOT NULL",
      "online text[] NOT NULL",
      "audience text[] NOT NULL",
      "life_events text[] NOT NULL",
      "channels text[] NOT NULL",
      "requires text[] NOT NULL",
      "requirements text[] NOT NULL",
      "legal_resources text[] NOT NULL",
      "evidence text[] NOT NULL",
    ],
    lookups: ["competent_authority", "owning_unit", "parent_service"],
    memberships: ["audience", "life_events", "channels", "requires", "requirements", "legal_resources", "evidence"],
  },
  {
    table: "journey",
    columns: ["owner text NOT NULL", "event text", "services text[] NOT NULL"],
    lookups: ["owner", "event"],
    memberships: ["services"],
  },
];

export class CreateCatalogue1763769600000 implements MigrationInterface {
  readonly name = "CreateCatalogue1763769600000";

  async up(runner: QueryRunner): Promise<void> {
    await createEditionTables(runner, "catalogue", tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropEditionTables(runner, "catalogue", tables);
  }
}
