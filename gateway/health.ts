import { type SubgraphClient, withDeadline } from "./subgraph-request";

export interface Health {
  readonly status: "ok" | "unavailable";
  /** Whether each subgraph can answer, its database included. */
  readonly subgraphs: Readonly<Record<string, "ok" | "unavailable">>;
}

const CHECK_DEADLINE_MS = 2_000;

/** Asks every subgraph whether it can answer. */
export async function checkSubgraphs(subgraphs: ReadonlyMap<string, SubgraphClient>): Promise<Health> {
  const checks = await Promise.all(
    [...subgraphs].map(async ([name, client]) => {
      const ok = await withDeadline(CHECK_DEADLINE_MS, (signal) => client.check(signal)).then(
        () => true,
        () => false,
      );
      return [name, ok ? "ok" : "unavailable"] as const;
    }),
  );
  return {
    status: checks.every(([, status]) => status === "ok") ? "ok" : "unavailable",
    subgraphs: Object.fromEntries(checks),
  };
}
