import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { startEmbeddedDatabase } from "../../cli/embedded-database";
import { cpuOfServer, peakMemory } from "./cpu";
import { run, temporaryFolder } from "./processes";

/** An embedded PostgreSQL in a folder of its own, with one database for each size of guide. */
export interface BenchServer {
  /** Milliseconds of CPU it has used so far. */
  readonly cpu: () => number;
  /** The URL of a database with a guide of so many services, generated on first use. */
  readonly guide: (services: number) => Promise<string>;
  /** What generating each guide cost. */
  readonly generated: ReadonlyMap<number, Generated>;
  readonly stop: () => Promise<void>;
}

export interface Generated {
  readonly records: number;
  readonly seconds: number;
  /** The most memory the generating process held, in megabytes. */
  readonly peakMemory: number;
  /** Seconds of CPU of PostgreSQL meanwhile. */
  readonly databaseCpu: number;
}

export async function startServer(): Promise<BenchServer> {
  const folder = temporaryFolder();
  const server = await startEmbeddedDatabase(folder.path);
  const pid = Number(readFileSync(join(folder.path, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
  const cpu = () => cpuOfServer(pid);
  const generated = new Map<number, Generated>();
  const urls = new Map<number, Promise<string>>();
  return {
    cpu,
    generated,
    guide: (services) => {
      let url = urls.get(services);
      if (!url) urls.set(services, (url = make(services)));
      return url;
    },
    stop: async () => {
      await server.stop();
      folder.remove();
    },
  };

  async function make(services: number): Promise<string> {
    const name = `guide_${services}`;
    await statement(server.url, `CREATE DATABASE ${name}`);
    const url = new URL(server.url);
    url.pathname = `/${name}`;
    generated.set(services, await generate(url.toString(), services, cpu));
    // What autovacuum would do in its own time, done now so that it does not run into the measurements.
    await statement(url.toString(), "VACUUM (ANALYZE)");
    await statement(url.toString(), "CHECKPOINT");
    return url.toString();
  }
}

/** Fills a database with the command of the guide itself. */
async function generate(url: string, services: number, databaseCpu: () => number): Promise<Generated> {
  const before = databaseCpu();
  const generating = run("cli/guide.js", ["generate", "--services", String(services)], { DATABASE_URL: url });
  let memory = 0;
  const watch = setInterval(() => (memory = Math.max(memory, peakMemory(generating.pid) ?? 0)), 100);
  const code = await generating.ended;
  clearInterval(watch);
  const [, records, seconds] = /Generated (\d+) records in ([\d.]+) s/.exec(generating.output()) ?? [];
  if (code !== 0 || records === undefined) throw new Error(`Generating ${services} services failed.\n${generating.output()}`);
  return { records: Number(records), seconds: Number(seconds), peakMemory: memory, databaseCpu: (databaseCpu() - before) / 1000 };
}

async function statement(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
