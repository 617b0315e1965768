import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { tokensFolder } from "../../cli/development-tokens";
import { readGuideFiles } from "../../cli/guide-files";
import { syntheticGuide } from "../../cli/synthetic-guide";
import { developmentToken } from "../../identity/development";
import { cpuOf, peakMemory } from "./cpu";
import { Client } from "./load";
import { freePort, type Process, ROOT, run, temporaryFolder, untilReady } from "./processes";
import { figure, median, printTable } from "./table";

/** What readers ask meanwhile: twenty services by name, which change all the time. */
const READ = { query: "{ services { nodes { code name { ar en } } totalCount } }", variables: {} };
const SLOW = 0.99;

/** Publishes services from a file into a running guide with its own database, while somebody reads. */
export async function publish(services: number): Promise<void> {
  const folder = temporaryFolder();
  const port = await freePort();
  const data = join(folder.path, "data");
  const environment = { NODE_ENV: "development", ANSWER_CACHE_BYTES: "0", RATE_LIMIT_PER_SECOND: "0" };
  const guide = run("cli/guide.js", ["start", "--empty", "--port", String(port), "--data", data], environment);
  try {
    await untilReady(`http://127.0.0.1:${port}/health/ready`, guide, 120_000);
    const url = `http://127.0.0.1:${port}/graphql`;
    const shared = join(folder.path, "shared.ndjson");
    const file = join(folder.path, "services.ndjson");
    await writeFiles(services, shared, file);
    await measured(sending(url, data, shared), url, guide);
    const sent = await measured(sending(url, data, file), url, guide);
    report(services, sent, peakMemory(guide.pid) ?? 0);
  } finally {
    await guide.stop();
    folder.remove();
  }
}

/** What all services share in one file, the services in another. */
async function writeFiles(services: number, shared: string, file: string): Promise<void> {
  const { records } = await readGuideFiles(join(ROOT, "data/code-lists"));
  const [first = []] = syntheticGuide(services);
  const line = (record: unknown) => `${JSON.stringify(record)}\n`;
  await pipeline(Readable.from([...records.map(({ value }) => value), ...first].map(line)), createWriteStream(shared));
  const lines = function* (): Generator<string> {
    for (const group of syntheticGuide(services)) {
      // A group begins with its service, but for the first, which is what all share.
      if (group[0]?.__typename === "Service") yield line(group[0]);
    }
  };
  await pipeline(Readable.from(lines()), createWriteStream(file));
}

function sending(url: string, data: string, file: string): Process {
  const token = (subject: string) => developmentToken(tokensFolder(data), { subject, grants: ["secretariat"], hours: 8 }) ?? "";
  return run("cli/guide.js", ["publish", file, "--url", url, "--reason", "Benchmark", "--report", `${file}.csv`], {
    GUIDE_TOKEN: token("author"),
    GUIDE_APPROVER_TOKEN: token("approver"),
  });
}

interface Sent {
  readonly seconds: number;
  /** Megabytes. */
  readonly clientMemory: number;
  /** Seconds of CPU. */
  readonly clientCpu: number;
  readonly guideCpu: number;
  /** Milliseconds. */
  readonly reads: readonly number[];
}

async function measured(publishing: Process, url: string, guide: Process): Promise<Sent> {
  const client = new Client(url);
  const began = performance.now();
  const reads: number[] = [];
  const guideBefore = cpuOf(guide.pid);
  let clientMemory = 0;
  let clientCpu = 0;
  while (!publishing.hasEnded()) {
    const asked = performance.now();
    await client.send(READ);
    reads.push(performance.now() - asked);
    clientCpu = Math.max(clientCpu, cpuOf(publishing.pid) / 1_000);
    clientMemory = Math.max(clientMemory, peakMemory(publishing.pid) ?? 0);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const seconds = (performance.now() - began) / 1_000;
  await client.close();
  if ((await publishing.ended) !== 0) throw new Error(`Publishing failed.\n${publishing.output()}`);
  return { seconds, clientMemory, clientCpu, guideCpu: (cpuOf(guide.pid) - guideBefore) / 1_000, reads };
}

function report(services: number, { seconds, clientMemory, clientCpu, guideCpu, reads }: Sent, guideMemory: number): void {
  const sorted = [...reads].sort((a, b) => a - b);
  const slow = sorted[Math.floor(sorted.length * SLOW)] ?? 0;
  printTable(
    "publish: services of a file, validated, approved and published, with the guide and its database on this machine",
    [
      "services",
      "seconds",
      "services/s",
      "CPU s of client",
      "CPU s of guide",
      "peak MB of client",
      "peak MB of guide",
      "reads meanwhile",
      "median ms",
      "99 % ms",
    ],
    [
      [
        String(services),
        figure(seconds),
        figure(services / seconds),
        figure(clientCpu),
        figure(guideCpu),
        figure(clientMemory),
        figure(guideMemory),
        String(reads.length),
        figure(median(reads)),
        figure(slow),
      ],
    ],
  );
}
