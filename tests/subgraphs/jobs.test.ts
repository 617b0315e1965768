import { setTimeout as sleep } from "node:timers/promises";
import { Writable } from "node:stream";
import pino from "pino";
import type { RunningSubgraph } from "../../subgraphs/shared/execute";
import { type Job, startJobs } from "../../subgraphs/shared/jobs";
import { createLogger } from "../../telemetry/logger";
import { eventually } from "../support/eventually";

const running = { name: "nothing" } as RunningSubgraph;
const silent = createLogger("silent");
const aJob = (run: Job["run"], everyMs = 5): Job => ({ name: "tried", everyMs, run });

test("a job is run again and again, and never overlaps itself", async () => {
  let [runs, atOnce, most] = [0, 0, 0];
  const stop = startJobs(
    running,
    [
      aJob(async () => {
        most = Math.max(most, ++atOnce);
        await sleep(20);
        atOnce -= 1;
        runs += 1;
      }),
    ],
    silent,
  );
  await eventually(() => expect(runs).toBeGreaterThan(3));
  await stop();
  expect(most).toBe(1);
});

test("a job that fails says so and is run again, beside the others", async () => {
  const lines: { level: number; msg: string; job: string }[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      lines.push(JSON.parse(chunk.toString()) as never);
      done();
    },
  });
  let others = 0;
  const stop = startJobs(
    running,
    [
      aJob(() => Promise.reject(new Error("broken"))),
      aJob(() => Promise.reject(Object.assign(new Error("away"), { code: "ECONNREFUSED" }))),
      aJob(async () => void (others += 1)),
    ],
    pino(stream),
  );
  await eventually(() => expect(lines.length).toBeGreaterThan(6));
  await stop();
  expect(others).toBeGreaterThan(0);
  expect(new Set(lines.map(({ level, msg, job }) => `${level} ${job}: ${msg}`))).toEqual(
    new Set(["50 tried: a job failed", "40 tried: a job was put off, as the database is unavailable"]),
  );
});

test("stopping waits for what is under way, and nothing begins afterwards", async () => {
  let [begun, ended] = [0, 0];
  const stop = startJobs(
    running,
    [
      aJob(async () => {
        begun += 1;
        await sleep(100);
        ended += 1;
      }),
    ],
    silent,
  );
  await eventually(() => expect(begun).toBe(1));
  await stop();
  expect(ended).toBe(1);
  await sleep(50);
  expect(begun).toBe(1);
});
