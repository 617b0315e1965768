import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { command as tokenCommand } from "../../cli/commands/token";
import { CommandError } from "../../cli/explain";
import { createDatabase, SAMPLE_TEMPLATE, type TestDatabase } from "../support/database";
import { send } from "../support/guide";
import { endAll, PROJECT, run, type TestProcess } from "../support/process";

// Each test starts programs, which takes its time on a busy machine.
jest.setTimeout(60_000);

const QUERY = "{ guide { code } }";

describe("guide token", () => {
  const data = mkdtempSync(join(tmpdir(), "guide-token-"));
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(SAMPLE_TEMPLATE);
  });
  afterAll(async () => {
    await endAll();
    await database.drop();
    rmSync(data, { recursive: true });
  });

  const guide = (...parameters: string[]) => run(["node", join(PROJECT, "cli/guide.js"), ...parameters, "--data", data]);
  const outcome = async (program: TestProcess) => ({ code: await program.ended, ...program.output() });
  const token = async (...parameters: string[]) => {
    const { code, stdout, stderr } = await outcome(guide("token", ...parameters));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout.trim();
  };
  const start = async (environment: Record<string, string> = {}) => {
    const program = run(["node", join(PROJECT, "cli/guide.js"), "start", "--port", "0", "--data", data], {
      environment: { DATABASE_URL: database.url, HOST: "127.0.0.1", STOP_LINGER_MS: "0", ...environment },
    });
    const [, url = ""] = await program.printed(/ready at (\S+)/);
    const status = async (token: string) => (await send(url, QUERY, {}, { authorization: `Bearer ${token}` })).status;
    return { status, end: () => program.end("SIGKILL") };
  };

  test("says that the guide has to be started first", async () => {
    const { code, stdout, stderr } = await outcome(guide("token", "--role", "secretariat"));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^There is no key in \S+\/tokens\. Start the guide once with `guide start`.*\n$/);
  });

  test("is off in production unless asked for", async () => {
    const guide = await start({ NODE_ENV: "production" });
    expect(readdirSync(data)).not.toContain("tokens");
    await guide.end();
  });

  test("prints a token that the guide believes, with a key that the first start makes and the next ones keep", async () => {
    const first = await start();
    const author = await token("--role", "author", "--entity", "SCM");
    // Without a name, author and approver are two people.
    expect(decodeJwt(author)).toMatchObject({ sub: "author-SCM", guide_roles: ["author:SCM"] });
    expect(await first.status(author)).toBe(200);
    expect(await first.status(`${author.slice(0, -6)}AAAAAA`)).toBe(401);
    await first.end();
    for (const [environment, status] of [
      [{ NODE_ENV: "production" }, 401],
      [{ NODE_ENV: "production", DEVELOPMENT_TOKENS: "true" }, 200],
    ] as const) {
      const next = await start(environment);
      expect(await next.status(author)).toBe(status);
      await next.end();
    }
  });

  test("keeps its key from others, and out of the file for those who verify", () => {
    const file = join(data, "tokens/private.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { d } = JSON.parse(readFileSync(file, "utf8")) as { d: string };
    expect(readFileSync(join(data, "tokens/jwks.json"), "utf8")).not.toContain(d);
    expect(readdirSync(join(data, "tokens")).sort()).toEqual(["jwks.json", "private.json"]);
  });

  test("takes several roles, a subject and a time", async () => {
    const several = await token("--role", "author:SCM", "approver:DHR", "secretariat", "--subject", "Sara", "--hours", "1");
    const { sub, guide_roles: roles, exp = 0, iat = 0 } = decodeJwt(several);
    expect({ sub, roles }).toEqual({ sub: "Sara", roles: ["author:SCM", "approver:DHR", "secretariat"] });
    expect(exp - iat).toBe(3_600);
  });

  test.each([
    [["--role", "author"], "author is a role for one entity. Name it by its code: --role author --entity SCM."],
    [["--role", "approver:scm"], "approver is a role for one entity. Name it by its code: --role approver --entity SCM."],
    [["--role", "auditor:SCM"], "auditor is a role for the whole guide. Name it without an entity."],
    [["--role", "minister"], "There is no role minister. Choose one of author, approver, secretariat, auditor."],
  ])("refuses %j and says what to write", async (parameters, message) => {
    const outcome = tokenCommand().parseAsync([...parameters, "--data", data], { from: "user" });
    await expect(outcome).rejects.toThrow(new CommandError(message));
  });
});
