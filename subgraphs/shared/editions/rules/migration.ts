import type { QueryRunner } from "typeorm";
import { isLive } from "../edition.entity";
import { bareCode } from "./codes";
import { textHash } from "./copies";

/** An edition table whose records are compared with one another. */
export interface ComparedTable {
  readonly table: string;
  /** The property whose text is looked for in other records. */
  readonly text?: string;
}

const LIVE = isLive();

/** Lets rules find records that are alike at once, and lists begin with the record of the lowest quality. */
export async function createRuleIndexes(runner: QueryRunner, schema: string, tables: readonly ComparedTable[]): Promise<void> {
  for (const { table, text } of tables) {
    await runner.query(`
      CREATE INDEX ${table}_bare_code ON ${schema}.${table} (${bareCode("code")}) WHERE ${LIVE};
      CREATE INDEX ${table}_quality ON ${schema}.${table} ((coalesce(quality, 100)), code) WHERE ${LIVE};
      ${text === undefined ? "" : `CREATE INDEX ${table}_${text} ON ${schema}.${table} ((${textHash(text)})) WHERE ${LIVE};`}
    `);
  }
}

export async function dropRuleIndexes(runner: QueryRunner, schema: string, tables: readonly ComparedTable[]): Promise<void> {
  for (const { table, text } of tables) {
    for (const name of ["bare_code", "quality", ...(text === undefined ? [] : [text])]) {
      await runner.query(`DROP INDEX ${schema}.${table}_${name}`);
    }
  }
}
