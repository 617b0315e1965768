import type { MigrationInterface, QueryRunner } from "typeorm";
import { isLive } from "../../shared/editions/edition.entity";

/** Finds the centres in a band of latitude, for those who ask what is within reach of a place. */
export class IndexCentresByLatitude1763816400000 implements MigrationInterface {
  readonly name = "IndexCentresByLatitude1763816400000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX service_centre_latitude ON entities.service_centre (latitude) WHERE ${isLive()}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX entities.service_centre_latitude");
  }
}
