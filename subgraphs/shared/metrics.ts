import { SpanKind, trace } from "@opentelemetry/api";
import type { Pool } from "pg";
import { Gauge, Histogram } from "prom-client";
import { SECONDS } from "../../telemetry/metrics";
import { traced } from "../../telemetry/tracing";

/** What subgraphs count. */

export const requestSeconds = new Histogram({
  name: "guide_subgraph_request_duration_seconds",
  help: "Time a subgraph takes for a request of the gateway, by subgraph and whether its answer was `complete` or had `errors`.",
  labelNames: ["subgraph", "outcome"] as const,
  buckets: SECONDS,
});

const statementSeconds = new Histogram({
  name: "guide_database_statement_duration_seconds",
  help: "Time of an SQL statement, with the wait for a connection, by subgraph and whether it was `answered`, `failed` or `given_up`.",
  labelNames: ["subgraph", "outcome"] as const,
  buckets: SECONDS,
});

/**
 * Runs a statement, timed and as a span of the trace under way. Of the statement only its text is told, which has
 * places for values and never the values. What a subgraph does for itself, such as looking after its database, is no trace.
 */
export async function observeStatement<T>(
  { subgraph, text, signal }: { subgraph: string; text: string; signal: AbortSignal | undefined },
  run: () => Promise<T>,
): Promise<T> {
  const timed = statementSeconds.startTimer({ subgraph });
  try {
    const result = trace.getActiveSpan()
      ? await traced(
          `SQL ${subgraph}`,
          {
            kind: SpanKind.CLIENT,
            attributes: { "db.system.name": "postgresql", "db.namespace": subgraph, "db.query.text": text },
          },
          run,
        )
      : await run();
    timed({ outcome: "answered" });
    return result;
  } catch (error) {
    timed({ outcome: signal?.aborted ? "given_up" : "failed" });
    throw error;
  }
}

/** The pools of connections that a subgraph has right now: to its database, and to replicas of it. */
export interface DatabasePools {
  readonly subgraph: string;
  readonly pools: () => readonly (readonly ["primary" | "replica", Pool])[];
}

const databases = new Set<DatabasePools>();

/** Counts the pools of a database in; the answer counts them out again. */
export function observePools(pools: DatabasePools): () => void {
  databases.add(pools);
  return () => void databases.delete(pools);
}

new Gauge({
  name: "guide_database_pool_connections",
  help: "Connections by subgraph, database (`primary` or `replica`) and state: `busy`, `idle`, or `waiting` for one to become free.",
  labelNames: ["subgraph", "database", "state"] as const,
  collect() {
    this.reset();
    for (const { subgraph, pools } of databases) {
      for (const [database, pool] of pools()) {
        this.inc({ subgraph, database, state: "busy" }, pool.totalCount - pool.idleCount);
        this.inc({ subgraph, database, state: "idle" }, pool.idleCount);
        this.inc({ subgraph, database, state: "waiting" }, pool.waitingCount);
      }
    }
  },
});
