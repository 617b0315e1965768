import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { command as approveCommand } from "../cli/commands/approve";
import { command as generateCommand } from "../cli/commands/generate";
import { command as migrateCommand } from "../cli/commands/migrate";
import { command as publishCommand } from "../cli/commands/publish";
import { command as schemaCommand } from "../cli/commands/schema";
import { command as seedCommand } from "../cli/commands/seed";
import { command as startCommand } from "../cli/commands/start";
import { command as tokenCommand } from "../cli/commands/token";
import { command as verifyCommand } from "../cli/commands/verify";
import { explain } from "../cli/explain";
import { requireVersion } from "../subgraphs/shared/migrate";
import { asAdmin, createDatabase, databaseUrl, EMPTY_TEMPLATE, SAMPLE_TEMPLATE, type TestDatabase } from "./support/database";
import { send } from "./support/guide";
import { endAll, answerOf, processesWith, PROJECT, run, type TestProcess, type TestProcessOptions } from "./support/process";
import { sampleRecord } from "./support/sample";

// Each test starts programs, which takes its time on a busy machine.
jest.setTimeout(120_000);

const READY = /ready at (\S+)/;

/** A folder that the user whom root runs PostgreSQL as may enter. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "guide-start-"));
  chmodSync(folder, 0o755);
  return folder;
}

function guide(parameters: readonly string[], options?: TestProcessOptions): TestProcess {
  return run(["node", join(PROJECT, "cli/guide.js"), ...parameters], options);
}

/** Runs a command that must fail, and answers the one line it says why with. */
async function failure(parameters: readonly string[], options?: TestProcessOptions): Promise<string> {
  const process = guide(parameters, options);
  const code = await process.ended;
  const { stdout, stderr } = process.output();
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  return stderr.trim();
}

const folder = temporaryFolder();

afterAll(async () => {
  await endAll();
  // A test that failed may have left its database running.
  for (const pid of await processesWith(folder)) process.kill(pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

describe("guide start with its own database", () => {
  const data = join(folder, "kept");
  const start = (...parameters: string[]) => guide(["start", "--port", "0", "--data", data, ...parameters]);
  const QUERY = "{ guide { name { en } edition { number } dateModified } services(first: 2) { nodes { code } } }";
  const ask = async (process: TestProcess) => {
    const [, url = ""] = await process.printed(READY);
    const { data: answer, errors } = await send(url, QUERY);
    expect(errors).toBeUndefined();
    return answer;
  };
  const left = () => processesWith(data);
  let contents: unknown;

  test("fills itself with the sample guide, serves, and Ctrl-C stops all of it", async () => {
    const process = start();
    contents = await ask(process);
    expect(contents).toMatchObject({ guide: { name: { en: expect.any(String) } }, services: { nodes: [{}, {}] } });
    expect(await process.end("SIGINT")).toBe(0);
    expect(await left()).toEqual([]);
  });

  test("recovers by itself after it was killed, with its data", async () => {
    const killed = start("--empty");
    expect(await ask(killed)).toEqual(contents);
    await killed.end("SIGKILL");
    expect(await left()).not.toEqual([]);
    expect(existsSync(join(data, "guide.pid"))).toBe(true);

    const next = start("--empty");
    expect(await ask(next)).toEqual(contents);

    // While it runs, nobody else gets the folder, and it does not suffer from who tries.
    expect(await failure(["start", "--port", "0", "--data", data])).toMatch(/^Another guide \(process \d+\) uses this folder\./);
    expect(await ask(next)).toEqual(contents);
    expect(await next.end("SIGTERM")).toBe(0);
    expect(await left()).toEqual([]);
  });

  test("takes no other program for its server after a restart of the machine", async () => {
    // What a machine that lost power leaves behind, where the numbers went to another program since.
    writeFileSync(join(data, "guide.pid"), String(process.pid));
    writeFileSync(join(data, "postgres/postmaster.pid"), `${process.pid}\n${data}/postgres\n`);
    const started = start("--empty");
    expect(await ask(started)).toEqual(contents);
    expect(await started.end("SIGINT")).toBe(0);
  });

  test("stops at once when it is interrupted while it starts, and leaves nothing behind that the next start minds", async () => {
    const interrupted = guide(["start", "--port", "0", "--empty", "--data", join(folder, "interrupted")]);
    await answerOf(() => (existsSync(join(folder, "interrupted/guide.pid")) ? true : undefined));
    expect(await interrupted.end("SIGINT")).toBe(130);
    expect(interrupted.output().stderr).toBe("");
    expect(await processesWith(join(folder, "interrupted"))).toEqual([]);
    expect(existsSync(join(folder, "interrupted/guide.pid"))).toBe(false);
  });

  test("says that its port is in use, and stops its database", async () => {
    const { server, port } = await listening();
    expect(await failure(["start", "--port", String(port), "--empty", "--data", data])).toBe(
      `Port ${port} is in use. Stop what uses it, or choose another with --port.`,
    );
    server.close();
    expect(await left()).toEqual([]);
  });

  test("says that its folder cannot be used", async () => {
    writeFileSync(join(folder, "file"), "");
    expect(await failure(["start", "--data", join(folder, "file/below")])).toMatch(
      /^The folder \S+\/file\/below cannot be used \(ENOTDIR.*\)\. Choose another with --data\.$/,
    );
  });
});

describe("guide start with a database that cannot be used", () => {
  const start = (url: string, environment: Record<string, string> = {}) =>
    failure(["start", "--port", "0"], { environment: { DATABASE_URL: url, ...environment } });

  test("says that the URL is malformed", async () => {
    expect(await start("localhost/guide")).toBe(
      "The configuration is not usable: DATABASE_URL expects a URL such as postgres://user:password@host:5432/database.",
    );
  });

  test("says that no server answers", async () => {
    expect(await start("postgres://guide@127.0.0.1:1/guide")).toBe(
      "No PostgreSQL answers at 127.0.0.1:1. Check DATABASE_URL, and that the server runs.",
    );
  });

  test("says that the server is silent", async () => {
    const { server, port } = await listening();
    const line = await start(`postgres://guide@127.0.0.1:${port}/guide`, { DATABASE_CONNECT_TIMEOUT_MS: "300" });
    expect(line).toBe("The database does not answer in time. Check DATABASE_URL, and that the server runs.");
    server.close();
  });

  test("says that the password is wrong, and does not repeat it", async () => {
    const url = new URL(databaseUrl(EMPTY_TEMPLATE));
    url.password = "wrong-one";
    expect(await start(url.toString())).toBe("The database refused the user or password in DATABASE_URL.");
  });

  test("says that there is no such database", async () => {
    expect(await start(databaseUrl("nowhere"))).toBe("The database in DATABASE_URL does not exist. Create it first.");
  });

  test("says which rights the user lacks, and has written nothing", async () => {
    const database = await createDatabase("template0");
    const role = `${database.name}_user`;
    await asAdmin((admin) => admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'guest'`));
    const url = new URL(database.url);
    url.username = role;
    url.password = "guest";
    expect(await start(url.toString())).toBe(
      "The database user lacks rights: permission denied to create role. It must own the database and be allowed to create roles (CREATEROLE).",
    );
    expect(await database.query("SELECT 1 FROM pg_namespace WHERE nspname IN ('governance', 'entities', 'catalogue')")).toEqual(
      [],
    );
    await database.drop();
    await asAdmin((admin) => admin.query(`DROP ROLE ${role}`));
  });

  test("says that the server is too old", async () => {
    const version = (number: number, version: string) => requireVersion({ query: async () => [{ number, version }] });
    const error: unknown = await version(140_011, "14.11").catch((reason: unknown) => reason);
    expect(explain(error)).toBe(
      "The guide needs PostgreSQL 15 or newer; this server is 14.11. Point DATABASE_URL at a newer one.",
    );
    await expect(version(150_000, "15.0")).resolves.toBeUndefined();
  });
});

describe("guide start with records that are not sound", () => {
  let database: TestDatabase;
  const records = join(folder, "records");
  beforeAll(async () => {
    database = await createDatabase(EMPTY_TEMPLATE);
    mkdirSync(records);
  });
  afterAll(() => database.drop());

  test("lists every problem with its file, JSON path, rule and remedy, and writes nothing", async () => {
    const sound = sampleRecord("guide");
    writeFileSync(join(records, "broken.json"), '{ "__typename": "Guide", ');
    writeFileSync(join(records, "incomplete.json"), JSON.stringify({ ...sound, code: "OTHER", notice: undefined }));
    writeFileSync(join(records, "sound.json"), JSON.stringify(sound));
    const process = guide(["start", "--port", "0", "--guide", records], { environment: { DATABASE_URL: database.url } });
    expect(await process.ended).toBe(1);
    const [summary, ...problems] = process.output().stderr.trimEnd().split("\n");
    expect(summary).toBe("Nothing was written: 2 problems.");
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(/^ {2}\S*broken\.json \$ NOT_JSON: The file is not JSON: .+ Correct the file/);
    expect(problems[1]).toMatch(/^ {2}\S*incomplete\.json \$\S* [A-Z_]+: .*notice.*\. [A-Z].*\.$/);
    expect(await changesIn(database)).toBe(0);
  });

  test("takes up a filling that was interrupted", async () => {
    const environment = { DATABASE_URL: database.url };
    const interrupted = guide(["seed", "--if-empty"], { environment });
    await answerOf(async () => ((await changesIn(database)) > 0 ? true : undefined));
    await interrupted.end("SIGKILL");

    const resumed = guide(["seed", "--if-empty"], { environment });
    expect(await resumed.ended).toBe(0);
    expect(resumed.output().stdout).toMatch(/^Published [1-9]\d* records; [1-9]\d* were unchanged\.\n$/);
    const whole = await createDatabase(SAMPLE_TEMPLATE);
    expect(await changesIn(database)).toBe(await changesIn(whole));
    await whole.drop();
  });

  const changesIn = async ({ query }: TestDatabase) => (await query("SELECT 1 FROM governance.change")).length;
});

describe("a full disk", () => {
  const disk = join(folder, "disk");
  const mounted = mountSmallDisk(disk);
  afterAll(() => {
    if (mounted) execFileSync("umount", ["--lazy", disk]);
  });

  test.each(["ENOSPC", "53100"])("is named when %s says so", (code) => {
    expect(explain(Object.assign(new Error("…"), { code }))).toBe("The disk is full. Free some space and start again.");
  });

  (mounted ? test : test.skip)("is named when guide start meets it (needs the right to mount a small disk)", async () => {
    const data = join(disk, "data");
    expect(await failure(["start", "--port", "0", "--data", data])).toBe(
      `The embedded database in ${data} did not start: The disk is full. Free some space and start again.`,
    );
    // Once there is room, the next start does not mind what the first one had begun.
    execFileSync("mount", ["-o", "remount,size=200m", disk]);
    const process = guide(["start", "--port", "0", "--empty", "--data", data]);
    await process.printed(READY);
    expect(await process.end("SIGINT")).toBe(0);
  });
});

describe("the command line", () => {
  test("explains itself, from whatever folder it is called", async () => {
    const process = guide(["start", "--help"], { folder: tmpdir() });
    expect(await process.ended).toBe(0);
    expect(process.output()).toEqual({ stdout: expect.stringMatching(/^Usage: guide start/), stderr: "" });
  });

  const commands = [
    startCommand(),
    migrateCommand(),
    seedCommand(),
    generateCommand(),
    publishCommand(),
    approveCommand(),
    schemaCommand(),
    tokenCommand(),
    verifyCommand(),
  ];
  test.each(commands.map((command) => [command.name(), command]))("describes %s and each of its options", (_, command) => {
    expect(command.helpInformation()).toMatch(/^Usage: /);
    expect(command.description()).not.toBe("");
    expect(command.options.filter(({ description }) => description === "")).toEqual([]);
  });

  test("names an option that is not right", async () => {
    const process = guide(["start", "--port", "http"]);
    expect(await process.ended).toBe(1);
    expect(process.output().stderr).toMatch("Expects a whole number from 0 to 65535.");
  });

  const user = unprivilegedUser();
  (user ? test : test.skip)(
    "runs as a user who is not root (needs root to become one, and a project others may read)",
    async () => {
      const data = join(folder, "unprivileged");
      mkdirSync(data);
      if (user) chownSync(data, user.uid, user.gid);
      const process = guide(["start", "--port", "0", "--empty", "--data", data], { user });
      const [, url = ""] = await process.printed(READY);
      expect((await send(url, "{ services { nodes { code } } }")).data).toEqual({ services: { nodes: [] } });
      expect(await process.end("SIGINT")).toBe(0);
      expect(await processesWith(data)).toEqual([]);
    },
  );
});

async function listening(): Promise<{ server: Server; port: number }> {
  const server = createServer(() => undefined).listen(0, "0.0.0.0");
  await new Promise((resolve) => server.once("listening", resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

function mountSmallDisk(path: string): boolean {
  try {
    mkdirSync(path);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=20m,mode=755", "none", path], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A user without rights, made where root may make one; undefined when the tests cannot become one. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (userInfo().uid !== 0) return undefined;
  const name = "guide-test";
  const id = (flag: string) => Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
  try {
    try {
      id("-u");
    } catch {
      execFileSync("useradd", ["--system", "--user-group", "--no-create-home", name], { stdio: "ignore" });
    }
    const identity = { uid: id("-u"), gid: id("-g") };
    execFileSync("test", ["-r", join(PROJECT, "cli/guide.ts")], identity);
    return identity;
  } catch {
    return undefined;
  }
}
