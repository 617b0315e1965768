import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const ROOT = join(__dirname, "../..");

/** A process of the guide that the benchmark started. */
export interface Process {
  readonly pid: number;
  /** What it has printed so far, for when it fails. */
  readonly output: () => string;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number>;
  readonly hasEnded: () => boolean;
  readonly stop: () => Promise<void>;
}

let folders = 0;

/** A new folder for a database. Unlike one of mkdtemp, it can be entered by the user that PostgreSQL runs as. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = join(tmpdir(), `guide-bench-${process.pid}-${++folders}`);
  mkdirSync(path);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

const running = new Set<ChildProcess>();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

const STOP_MS = 10_000;

/** Runs a file of this project in a process of its own, with nothing of the caller's environment. */
export function run(
  file: string,
  arguments_: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Process {
  const child = spawn(process.execPath, ["-r", "tsx/cjs", join(ROOT, file), ...arguments_], {
    cwd: ROOT,
    env: { HOST: "127.0.0.1", LOG_LEVEL: "warn", APOLLO_TELEMETRY_DISABLED: "1", NODE_ENV: "production", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (output = (output + String(data)).slice(-20_000)));
  const ended = new Promise<number>((resolve) => {
    child.once("exit", (code) => {
      running.delete(child);
      resolve(code ?? -1);
    });
  });
  return {
    pid: child.pid as number,
    output: () => output,
    ended,
    hasEnded: () => !running.has(child),
    stop: async () => {
      child.kill("SIGINT");
      const patience = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      await ended;
      clearTimeout(patience);
    },
  };
}

/** Waits until an address answers 200; fails at once when the process that should answer has ended. */
export async function untilReady(url: string, { hasEnded, output }: Process, withinMs = 30_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline && !hasEnded()) {
    // The header is for Apollo Server, which answers no plain GET request of GraphQL without it.
    const ok = await fetch(url, { headers: { "apollo-require-preflight": "true" } }).then(
      async (response) => {
        await response.text();
        return response.ok;
      },
      () => false,
    );
    if (ok) return;
    await sleep(50);
  }
  throw new Error(`${url} does not answer.\n${output()}`);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
