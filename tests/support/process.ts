import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** A program that a test runs. */
export interface TestProcess {
  /** What it printed so far. */
  readonly output: () => { stdout: string; stderr: string };
  /** Its exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Waits until its standard output has something in it. */
  readonly printed: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Sends a signal and waits for the end. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

export interface TestProcessOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

export const PROJECT = `${__dirname}/../..`;
/** What every program gets of the surroundings of the tests: nothing else, so that nothing else can matter. */
const SURROUNDINGS = { PATH: process.env["PATH"] ?? "" };

const running = new Set<TestProcess>();

export function run([command = "", ...parameters]: readonly string[], options: TestProcessOptions = {}): TestProcess {
  const { environment = {}, folder = PROJECT, user } = options;
  const child = spawn(command === "node" ? process.execPath : command, parameters, {
    cwd: folder,
    env: { ...SURROUNDINGS, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    ...user,
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  const ended = once(child, "close").then(([code]: unknown[]) => {
    running.delete(started);
    return code as number | null;
  });
  const started: TestProcess = {
    output: () => output,
    ended,
    printed: (pattern) =>
      answerOf(() => {
        const match = pattern.exec(output.stdout);
        if (match) return match;
        if (!running.has(started)) throw new Stopped(`It ended before it printed ${String(pattern)}: ${output.stderr}`);
        return undefined;
      }),
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
  running.add(started);
  return started;
}

/** Ends every program that still runs; they end together. */
export async function endAll(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  await Promise.all([...running].map(({ end }) => end(signal)));
}

class Stopped extends Error {}

/** Asks again until there is an answer. */
export async function answerOf<T>(ask: () => T | undefined | Promise<T | undefined>, withinMs = 60_000): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > until) throw new Error(`Nothing within ${withinMs} ms.`);
    await sleep(50);
  }
}

/** A port that nothing uses. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** The numbers of the processes of this machine whose command line has a text in it. */
export async function processesWith(text: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-ww", "-o", "pid=,args="]);
  return stdout
    .split("\n")
    .filter((line) => line.includes(text))
    .map((line) => parseInt(line, 10));
}
