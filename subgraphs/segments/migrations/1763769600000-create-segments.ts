import type { MigrationInterface, QueryRunner } from "typeorm";
import { createEditionTables, dropEditionTables, type EditionTable } from "../../shared/editions/migration";

const tables: readonly EditionTable[] = [
  {
    table: "customer_segment",
    columns: ["party text NOT NULL", "parent text", "is_priority boolean NOT NULL", "concepts text[] NOT NULL"],
    lookups: ["party", "parent"],
    memberships: ["concepts"],
  },
  { table: "information_concept", columns: ["value_type text NOT NULL"], lookups: ["value_type"] },
  { table: "requirement", columns: ["concepts text[] NOT NULL"], memberships: ["concepts"] },
];

export class CreateSegments1763769600000 implements MigrationInterface {
  readonly name = "CreateSegments1763769600000";

  async up(runner: QueryRunner): Promise<void> {
    await createEditionTables(runner, "segments", tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropEditionTables(runner, "segments", tables);
  }
}
