import { createHash } from "node:crypto";
import { Pool } from "pg";
import { DataSource, DefaultNamingStrategy } from "typeorm";
import type { PostgresDriver } from "typeorm/driver/postgres/PostgresDriver.js";
import type { Sql } from "sql-template-tag";
import type { Logger } from "../../telemetry/logger";
import type { DatabaseSettings } from "./configuration";
import { BusyError, serviceUnavailable } from "./errors";
import { observePools, observeStatement } from "./metrics";
import { Replica, Replicas } from "./replicas";
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
    extra: connectionOptions(schema, settings, as),
  });
}

/** Connections for questions about the change log alone. */
const LOG_CONNECTIONS = 3;

/** Connections of a subgraph to its database on which nothing is asked but how far the change log is. */
export function logPoolOf(schema: string, settings: DatabaseSettings): Pool {
  return new Pool({
    connectionString: settings.url,
    application_name: `guide-${schema}`,
    ...connectionOptions(schema, settings, "subgraph"),
    max: LOG_CONNECTIONS,
    connectionTimeoutMillis: settings.connectTimeoutMs,
  });
}

/** How long a replica has to tell how far it is before it counts as away. */
const POSITION_MS = 500;

/** A replica of the database of a subgraph; connections to it are made when they are needed. */
export function replicaOf(schema: string, url: string, settings: DatabaseSettings, logger: Logger): Replica {
  const options = {
    connectionString: url,
    application_name: `guide-${schema}`,
    ...connectionOptions(schema, settings, "subgraph"),
  };
  return new Replica(
    new Pool({ ...options, max: settings.poolSize, connectionTimeoutMillis: settings.connectTimeoutMs }),
    new Pool({ ...options, max: 1, connectionTimeoutMillis: POSITION_MS, query_timeout: POSITION_MS }),
    logger,
  );
}

function connectionOptions(schema: string, settings: DatabaseSettings, as: "subgraph" | "owner") {
  const options = [
    `search_path=${schema}`,
    "timezone=UTC",
    ...(as === "subgraph"
      ? [
          `role=${roleOf(schema)}`,
          `statement_timeout=${settings.statementTimeoutMs}`,
          `lock_timeout=${settings.lockTimeoutMs}`,
          "idle_in_transaction_session_timeout=20000",
          // A statement whose caller has gone is ended within this time: giving one up is closing its connection.
          "client_connection_check_interval=250",
        ]
      : []),
  ];
  return { options: options.map((option) => `-c ${option}`).join(" "), keepAlive: true, maxLifetimeSeconds: 3600 };
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
  #pool: Pool | undefined;
  readonly #unobserve: () => void;
  /** Called with the text of every statement of a request; tests count them. */
  onStatement: ((text: string) => void) | undefined;

  /**
   * The same database for questions about the change log, which must be answered also when every other connection is
   * busy: kept answers hang on them.
   */
  readonly log: Queryable = { query: (statement, planning) => this.#run(this.logPool, statement, planning) };

  constructor(
    private readonly subgraph: string,
    private readonly create: () => DataSource,
    private readonly logPool: Pool,
    private readonly replicas = new Replicas([]),
  ) {
    // A connection that ends while nobody uses it.
    logPool.on("error", () => undefined);
    this.#unobserve = observePools({
      subgraph,
      pools: () => [
        ...(this.#pool ? [["primary", this.#pool] as const] : []),
        ...replicas.pools.map((pool) => ["replica", pool] as const),
      ],
    });
  }

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

  async query<Row extends object>(statement: Sql, planning?: Planning, signal?: AbortSignal): Promise<Row[]> {
    const source = await this.source();
    this.#pool = (source.driver as PostgresDriver).master as Pool;
    return this.#run(this.#pool, statement, planning, signal);
  }

  /**
   * This database for one request: what it still runs when the request is given up ends with it. When its answers need
   * only contain the changes up to a `position`, a replica that has them answers; without one, or when it fails, the
   * database itself.
   */
  reader(signal: AbortSignal | undefined, position?: bigint): Queryable {
    let choice: Promise<Replica | undefined> | undefined;
    return {
      query: async (statement, planning) => {
        this.onStatement?.(statement.text);
        const replica = position === undefined ? undefined : await (choice ??= this.replicas.withPosition(position));
        if (!replica) return this.query(statement, planning, signal);
        try {
          return await this.#run(replica.pool, statement, planning, signal);
        } catch (error) {
          if (signal?.aborted || !replica.failed(error)) throw error;
          choice = Promise.resolve(undefined);
          return this.query(statement, planning, signal);
        }
      },
    };
  }

  #run<Row extends object>(pool: Pool, statement: Sql, planning?: Planning, signal?: AbortSignal): Promise<Row[]> {
    const observed = { subgraph: this.subgraph, text: statement.text, signal };
    return observeStatement(observed, () => this.#send<Row>(pool, statement, planning, signal));
  }

  async #send<Row extends object>(pool: Pool, statement: Sql, planning: Planning = "once", signal?: AbortSignal): Promise<Row[]> {
    if (signal?.aborted) throw givenUp();
    const client = await pool.connect().catch((cause: unknown) => {
      throw pool.waitingCount > 0 && pool.totalCount >= pool.options.max
        ? new BusyError("Connection terminated before a statement could run: all connections are busy.", { cause })
        : new Error("Connection terminated before a statement could run.", { cause });
    });
    const connection = { isHeld: true, isLost: false };
    const release = (destroy: boolean): void => {
      if (connection.isHeld) client.release(destroy);
      connection.isHeld = false;
    };
    const giveUp = (): void => release(true);
    const lose = (): void => void (connection.isLost = true);
    client.once("error", lose);
    signal?.addEventListener("abort", giveUp, { once: true });
    try {
      if (signal?.aborted) throw givenUp();
      const name = planning === "once" ? statementName(statement.text) : undefined;
      const { rows } = await client.query<Row>({ ...(name && { name }), text: statement.text, values: statement.values });
      release(false);
      return rows;
    } catch (error) {
      // A statement that failed leaves the connection as good as it was.
      release(connection.isLost);
      if (signal?.aborted) throw givenUp();
      throw connection.isLost ? new Error("Connection terminated while a statement ran.", { cause: error }) : error;
    } finally {
      client.off("error", lose);
      signal?.removeEventListener("abort", giveUp);
    }
  }

  /** Closes for good: whoever asks afterwards is refused. */
  close(): Promise<void> {
    this.#unobserve();
    return (this.#closing ??= Promise.all([
      this.#connecting?.then((source) => source.destroy()).catch(() => undefined),
      this.logPool.end(),
      this.replicas.close(),
    ]).then(() => undefined));
  }
}

const givenUp = () => serviceUnavailable("The request was given up before this part of the guide had answered.");
