import { createHash } from "node:crypto";
import type { Pool } from "pg";
import { DataSource, DefaultNamingStrategy } from "typeorm";
import type { PostgresDriver } from "typeorm/driver/postgres/PostgresDriver.js";
import type { Sql } from "sql-template-tag";
import type { DatabaseSettings } from "./configuration";
import { serviceUnavailable } from "./errors";
import { snakeCase } from "./snake-case";

/** Columns are snake_case in SQL, as Postgres folds names to lower case. */
class SnakeCase extends DefaultNamingStrategy {
  override columnName(property: string, custom: string | undefined): string {
    return custom ?? snakeCase(property);
  }
}

/** The database role of a subgraph: it may do in its own schema what the subgraph does, and nothing else. */
export const roleOf = (schema: string): string => `guide_${schema}`;

/** The TypeORM data source of one subgraph: its schema, its entities, its migrations. */
export function dataSourceOf(
  schema: string,
  entities: readonly (new () => object)[],
  migrations: readonly (new () => object)[],
  settings: DatabaseSettings,
  as: "subgraph" | "owner" = "subgraph",
): DataSource {
  const options = [
    `search_path=${schema}`,
    "timezone=UTC",
    ...(as === "subgraph"
      ? [
          `role=${roleOf(schema)}`,
          `statement_timeout=${settings.statementTimeoutMs}`,
          `lock_timeout=${settings.lockTimeoutMs}`,
          "idle_in_transaction_session_timeout=60000",
          // A statement whose caller has gone is ended within this time: giving one up is closing its connection.
          "client_connection_check_interval=250",
        ]
      : []),
  ];
  return new DataSource({
    type: "postgres",
    url: settings.url,
    schema,
    entities: [...entities] as never,
    migrations: [...migrations] as never,
    migrationsTableName: "migration",
    migrationsTransactionMode: "all",
    namingStrategy: new SnakeCase(),
    synchronize: false,
    poolSize: as === "owner" ? 2 : settings.poolSize,
    connectTimeoutMS: settings.connectTimeoutMs,
    applicationName: `guide-${schema}`,
    extra: {
      options: options.map((option) => `-c ${option}`).join(" "),
      keepAlive: true,
      maxLifetimeSeconds: 3600,
    },
  });
}

/**
 * How a statement is planned: once for whatever values come, or each time for the values it comes with. The latter
 * costs the database a millisecond, and saves it from reading a whole table where the best way depends on them.
 */
export type Planning = "once" | "for its values";

/** What a reader needs of a database: one way to run one statement. */
export interface Queryable {
  query<Row extends object>(statement: Sql, planning?: Planning): Promise<Row[]>;
}

const statementNames = new Map<string, string>();
const NAMED_STATEMENTS = 300;

/** A name under which Postgres keeps a statement parsed; undefined once too many different ones were seen. */
function statementName(text: string): string | undefined {
  let name = statementNames.get(text);
  if (name === undefined && statementNames.size < NAMED_STATEMENTS) {
    name = createHash("sha256").update(text).digest("hex").slice(0, 40);
    statementNames.set(text, name);
  }
  return name;
}

/**
 * The database of one running subgraph. It connects on first use and again after a failure, so a subgraph starts
 * before its database and outlives it.
 */
export class Database implements Queryable {
  #connecting: Promise<DataSource> | undefined;
  #closing: Promise<void> | undefined;
  /** Called with the text of every statement; tests count them. */
  onStatement: ((text: string) => void) | undefined;

  constructor(private readonly create: () => DataSource) {}

  /** The initialised TypeORM data source, for writes. */
  async source(): Promise<DataSource> {
    if (this.#closing) throw serviceUnavailable("This part of the guide is stopping.");
    this.#connecting ??= this.create()
      .initialize()
      .catch((error: unknown) => {
        this.#connecting = undefined;
        throw error;
      });
    return this.#connecting;
  }

  query<Row extends object>(statement: Sql, planning?: Planning): Promise<Row[]> {
    return this.#run(statement, planning);
  }

  /** This database for one request: what it still runs when the request is given up ends with it. */
  reader(signal: AbortSignal | undefined): Queryable {
    return { query: (statement, planning) => this.#run(statement, planning, signal) };
  }

  async #run<Row extends object>(statement: Sql, planning: Planning = "once", signal?: AbortSignal): Promise<Row[]> {
    const source = await this.source();
    const pool = (source.driver as PostgresDriver).master as Pool;
    if (signal?.aborted) throw givenUp();
    const client = await pool.connect();
    let isHeld = true;
    const release = (destroy: boolean): void => {
      if (isHeld) client.release(destroy);
      isHeld = false;
    };
    const giveUp = (): void => release(true);
    signal?.addEventListener("abort", giveUp, { once: true });
    try {
      if (signal?.aborted) throw givenUp();
      this.onStatement?.(statement.text);
      const name = planning === "once" ? statementName(statement.text) : undefined;
      const { rows } = await client.query<Row>({ ...(name && { name }), text: statement.text, values: statement.values });
      release(false);
      return rows;
    } catch (error) {
      release(true);
      throw signal?.aborted ? givenUp() : error;
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
  }

  /** Closes for good: whoever asks afterwards is refused. */
  close(): Promise<void> {
    return (this.#closing ??= this.#connecting?.then((source) => source.destroy()).catch(() => undefined) ?? Promise.resolve());
  }
}

const givenUp = () => serviceUnavailable("The request was given up before this part of the guide had answered.");
