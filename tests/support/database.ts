import { randomBytes } from "node:crypto";
import { Client } from "pg";

/** The environment variable in which the test runner hands its database server to the test files. */
export const TEST_SERVER = "GUIDE_TEST_SERVER";
export const EMPTY_TEMPLATE = "guide_empty";
export const SAMPLE_TEMPLATE = "guide_sample";

/** A database of one's own. */
export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  /** Runs a statement as the owner of the database. */
  readonly query: <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>;
  readonly drop: () => Promise<void>;
}

export function databaseUrl(name: string): string {
  const url = new URL(process.env[TEST_SERVER] ?? "");
  url.pathname = `/${name}`;
  return url.toString();
}

/** Copies a template into a new database. */
export async function createDatabase(template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asAdmin((admin) => admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const url = databaseUrl(name);
  return {
    url,
    name,
    query: async <Row extends object>(text: string, values: unknown[] = []) => {
      const client = new Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query<Row>(text, values)).rows;
      } finally {
        await client.end();
      }
    },
    drop: () => asAdmin((admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

/** Runs something on the server's maintenance database. */
export async function asAdmin(work: (admin: Client) => Promise<unknown>): Promise<void> {
  const admin = new Client({ connectionString: process.env[TEST_SERVER] ?? "" });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
