import { Client } from "pg";
import { CommandError } from "../explain";

/** A database as it was at one moment, whoever writes to it meanwhile. */
export interface Snapshot {
  readonly rows: <Row extends object>(statement: string, values?: readonly unknown[]) => Promise<Row[]>;
  /** The rows of a statement one after another, however many they are. */
  readonly stream: <Row extends object>(statement: string, values?: readonly unknown[]) => AsyncGenerator<Row>;
}

/** Rows that are held at a time. */
const FETCHED = 2_000;

/** Reads a database in one transaction that sees one moment and can write nothing. */
export async function withSnapshot<Result>(url: string, read: (snapshot: Snapshot) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url, application_name: "guide-verify", options: "-c timezone=UTC" });
  await client.connect();
  try {
    await client.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await requireChain(client);
    return await read(snapshotOf(client));
  } finally {
    await client.end();
  }
}

async function requireChain(client: Client): Promise<void> {
  const { rows } = await client.query<{ has: boolean }>("SELECT to_regclass('governance.audit_entry') IS NOT NULL AS has");
  if (!rows[0]?.has) throw new CommandError("This database has no audit chain. `guide migrate` begins it.");
}

function snapshotOf(client: Client): Snapshot {
  let cursors = 0;
  return {
    rows: async <Row extends object>(statement: string, values: readonly unknown[] = []) =>
      (await client.query<Row>(statement, [...values])).rows,
    stream: async function* <Row extends object>(statement: string, values: readonly unknown[] = []) {
      const cursor = `verified_${++cursors}`;
      await client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${statement}`, [...values]);
      for (;;) {
        const { rows } = await client.query<Row>(`FETCH ${FETCHED} FROM ${cursor}`);
        yield* rows;
        if (rows.length < FETCHED) break;
      }
      await client.query(`CLOSE ${cursor}`);
    },
  };
}
