import { timingSafeEqual } from "node:crypto";
import { collectDefaultMetrics, register } from "prom-client";

/** What this process counts, for Prometheus. All parts of the guide in one process share one registry. */

// Memory, processor time, garbage collection and the lag of the event loop, once for all parts.
collectDefaultMetrics();

/** The buckets of times, in seconds. */
export const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const metricsType = register.contentType;
export const printMetrics = (): Promise<string> => register.metrics();

/** Whether a request for metrics has the token; anybody's has where none is needed. */
export function maySeeMetrics(authorization: string | undefined, token: string | undefined): boolean {
  if (token === undefined) return true;
  const given = Buffer.from(authorization ?? "");
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
