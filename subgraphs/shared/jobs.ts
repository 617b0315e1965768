import type { Logger } from "../../telemetry/logger";
import { isUnavailable } from "./errors";
import type { RunningSubgraph } from "./execute";

/**
 * What a subgraph does by itself again and again while it is served. Every instance runs it, so what must happen once
 * is for the database to see to.
 */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  readonly run: (running: RunningSubgraph, logger: Logger) => Promise<void>;
  /** Ends what a run left under way, before the database is closed. */
  readonly stop?: (running: RunningSubgraph) => Promise<void>;
}

/** Starts jobs; the answer stops them and waits for what is under way. A job never overlaps itself. */
export function startJobs(running: RunningSubgraph, jobs: readonly Job[], logger: Logger): () => Promise<void> {
  const stops = jobs.map((job) => startJob(running, job, logger.child({ job: job.name })));
  return async () => void (await Promise.all(stops.map((stop) => stop())));
}

function startJob(running: RunningSubgraph, { everyMs, run, stop }: Job, logger: Logger): () => Promise<void> {
  let isStopped = false;
  let current: Promise<void> = Promise.resolve();
  // Instances that were started together do not go on together.
  let timer = after(everyMs * (0.5 + Math.random() * 0.5));
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await current;
    await stop?.(running);
  };

  function after(delayMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      current = attempt().then(() => {
        if (!isStopped) timer = after(everyMs * (0.9 + Math.random() * 0.2));
      });
    }, delayMs).unref();
  }

  async function attempt(): Promise<void> {
    try {
      await run(running, logger);
    } catch (error) {
      // A database that is away is told of where requests need it; the next run is the remedy.
      if (isUnavailable(error)) logger.warn({ err: error }, "a job was put off, as the database is unavailable");
      else logger.error({ err: error }, "a job failed");
    }
  }
}
