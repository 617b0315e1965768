import { type SubgraphClient, withDeadline } from "./subgraph-request";

export interface Health {
  readonly status: "ok" | "unavailable";
  /** Whether each subgraph can answer, its database included. */
  readonly subgraphs: Readonly<Record<string, "ok" | "unavailable">>;
}

const CHECK_DEADLINE_MS = 2_000;

/** Asks every subgraph whether it can answer; who asks while others are being answered gets the same answer. */
export function healthCheck(subgraphs: ReadonlyMap<string, SubgraphClient>): () => Promise<Health> {
  let underWay: Promise<Health> | undefined;
  return () => (underWay ??= check(subgraphs).finally(() => (underWay = undefined)));
}

async function check(subgraphs: ReadonlyMap<string, SubgraphClient>): Promise<Health> {
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
