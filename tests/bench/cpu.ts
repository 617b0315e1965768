import { readdirSync, readFileSync } from "node:fs";

/**
 * CPU time from the operating system's own accounting (Linux): what a process and its threads used, in user and in
 * system mode, in steps of ten milliseconds.
 */
const MS_PER_TICK = 10;

interface Stat {
  readonly parent: number;
  /** CPU time of the process itself, in milliseconds. */
  readonly own: number;
  /** CPU time of its children that have ended. */
  readonly ended: number;
}

function stat(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name of the program stands in brackets and may itself hold spaces and brackets.
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [, parent = 0, , , , , , , , , , user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields;
    return { parent, own: (user + system) * MS_PER_TICK, ended: (endedUser + endedSystem) * MS_PER_TICK };
  } catch {
    return undefined;
  }
}

/** Milliseconds of CPU that a process has used so far. */
export function cpuOf(pid: number): number {
  return stat(pid)?.own ?? 0;
}

/** Milliseconds of CPU that a PostgreSQL server has used so far: its first process and every one that it started. */
export function cpuOfServer(pid: number): number {
  const server = stat(pid);
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => stat(Number(name)))
    .filter((each) => each?.parent === pid);
  return children.reduce((total, each) => total + (each?.own ?? 0), (server?.own ?? 0) + (server?.ended ?? 0));
}

/** The most memory a process has held so far, in megabytes; undefined once it is gone. */
export function peakMemory(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
