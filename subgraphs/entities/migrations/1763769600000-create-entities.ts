import type { MigrationInterface, QueryRunner } from "typeorm";
import { createEditionTables, dropEditionTables, type EditionTable } from "../../shared/editions/migration";

const tables: readonly EditionTable[] = [
  {
    table: "government_entity",
    columns: ["kind text NOT NULL", "parent text", "is_service_provider boolean NOT NULL"],
    lookups: ["kind", "parent"],
  },
  {
    table: "organizational_unit",
    columns: ["level text NOT NULL", "entity text NOT NULL", "parent text"],
    lookups: ["entity", "parent"],
  },
  {
    table: "service_centre",
    columns: [
      "entity text NOT NULL",
      "unit text",
      "city text NOT NULL",
      "services text[] NOT NULL",
      "latitude double precision NOT NULL",
      "longitude double precision NOT NULL",
    ],
    lookups: ["entity", "unit", "city"],
    memberships: ["services"],
  },
];

export class CreateEntities1763769600000 implements MigrationInterface {
  readonly name = "CreateEntities1763769600000";

  async up(runner: QueryRunner): Promise<void> {
    await createEditionTables(runner, "entities", tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropEditionTables(runner, "entities", tables);
  }
}
