import { Counter, Gauge, Histogram } from "prom-client";
import { SECONDS } from "../telemetry/metrics";
import type { Refusal } from "./refusal";

/** What a gateway counts. No label holds what a stranger can choose, so there are only so many series. */

export const requestSeconds = new Histogram({
  name: "guide_request_duration_seconds",
  help: "Time from a GraphQL request to its answer, by operation (of a trusted document; else `other`), HTTP status and whether the answer was a kept one.",
  labelNames: ["operation", "status", "cache"] as const,
  buckets: SECONDS,
});

export const refusals = new Counter({
  name: "guide_refused_total",
  help: "GraphQL requests that were refused, by error code and, for limits, the limit.",
  labelNames: ["code", "limit"] as const,
});

export function countRefusal({ formatted: { extensions } }: Refusal): void {
  const { code, limit = "" } = extensions as { code: string; limit?: string };
  refusals.inc({ code, limit });
}

export const answerErrors = new Counter({
  name: "guide_errors_total",
  help: "Errors in answers to operations that were carried out, by code: what a part of the guide could not give, and what clients got wrong.",
  labelNames: ["code"] as const,
});

export const untrustedDocuments = new Counter({
  name: "guide_untrusted_documents_total",
  help: "Requests with a document that is not a trusted one, while trusted documents are reported or enforced.",
});

export const plans = new Counter({
  name: "guide_query_plans_total",
  help: "Operations carried out, by whether their plan was made (`made`) or at hand (`kept`).",
  labelNames: ["plan"] as const,
});

export const subgraphSeconds = new Histogram({
  name: "guide_subgraph_fetch_duration_seconds",
  help: "Time of a fetch from a subgraph, by subgraph and whether it answered.",
  labelNames: ["subgraph", "outcome"] as const,
  buckets: SECONDS,
});

export const supergraphReloads = new Counter({
  name: "guide_supergraph_reloads_total",
  help: "New supergraph files, by whether they were taken up (`served`) or refused (`refused`).",
  labelNames: ["outcome"] as const,
});

// What is counted from nothing has to be seen at nothing first: else the first time is no increase.
for (const outcome of ["served", "refused"]) supergraphReloads.inc({ outcome }, 0);
refusals.inc({ code: "OVERLOADED", limit: "" }, 0);

/** What a running gateway tells of itself at the moment it is asked. */
export interface GatewayGauges {
  readonly running: () => number;
  readonly waiting: () => number;
  readonly cacheBytes: () => number;
  readonly cacheEntries: () => number;
  readonly followers: () => number;
}

const gateways = new Set<GatewayGauges>();

/** Counts a gateway in; the answer counts it out again. */
export function observeGateway(gateway: GatewayGauges): () => void {
  gateways.add(gateway);
  return () => void gateways.delete(gateway);
}

gauge("guide_requests_running", "Operations under way.", "running");
gauge("guide_requests_waiting", "Operations that wait their turn.", "waiting");
gauge("guide_answer_cache_bytes", "Memory that kept answers take, estimated.", "cacheBytes");
gauge("guide_answer_cache_entries", "Answers that are kept.", "cacheEntries");
gauge("guide_change_followers", "Streams of changes that are open.", "followers");

function gauge(name: string, help: string, value: keyof GatewayGauges): Gauge {
  return new Gauge({
    name,
    help,
    collect() {
      this.set([...gateways].reduce((sum, gateway) => sum + gateway[value](), 0));
    },
  });
}
