import { type SubgraphClient, withDeadline } from "./subgraph-request";

export interface Health {
  readonly status: "ok" | "unavailable";
  /** Whether each subgraph can answer, its database included. */
  readonly subgraphs: Readonly<Record<string, "ok" | "unavailable">>;
}

const CHECK_DEADLINE_MS = 2_000;

const underWay = new WeakMap<ReadonlyMap<string, SubgraphClient>, Promise<Health>>();

/** Asks every subgraph whether it can answer; who asks while others are being answered gets the same answer. */
export function checkSubgraphs(subgraphs: ReadonlyMap<string, SubgraphClient>): Promise<Health> {
  let health = underWay.get(subgraphs);
  if (!health) {
    health = check(subgraphs).finally(() => underWay.delete(subgraphs));
    underWay.set(subgraphs, health);
  }
  return health;
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
