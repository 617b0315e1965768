import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { instructions, SERVERS, type Service, services, SUBGRAPHS } from "./support/compose";
import { createDatabase, type TestDatabase } from "./support/database";
import { type Answer, send, startTestGuide } from "./support/guide";
import { endAll, answerOf, freePort, run, type TestProcess } from "./support/process";

// Eight programs start, which takes its time on a busy machine.
jest.setTimeout(120_000);

const PAGE = `{ services(first: 2) { nodes { code name { ar en } competentAuthority { name { en } } audience { name { ar } }
  channels { channel { type } processingTime } fees { amount { amount currency } }
  standards { text { en } performance { value targetMet } } } } }`;

interface Page {
  readonly services: { readonly nodes: readonly { readonly standards: unknown }[] };
}

describe("the processes of the compose file", () => {
  const secrets = mkdtempSync(join(tmpdir(), "guide-secrets-"));
  const ports = new Map<string, number>();
  const processes = new Map<string, TestProcess>();
  const started = new Map<string, Promise<void>>();
  const secret = randomBytes(24).toString("hex");
  const token = randomBytes(24).toString("hex");
  let database: TestDatabase;
  let expected: Answer<Page>;

  beforeAll(async () => {
    database = await createDatabase("template0");
    for (const name of SERVERS) ports.set(name, await freePort());
    writeFileSync(join(secrets, "database-url"), `${database.url}\n`);
    writeFileSync(join(secrets, "gateway-secret"), `${secret}\n`);
    writeFileSync(join(secrets, "metrics-token"), `${token}\n`);
    const { privateKey } = generateKeyPairSync("ed25519");
    writeFileSync(join(secrets, "audit-signing-key"), privateKey.export({ type: "pkcs8", format: "pem" }));
    const inProcess = startTestGuide();
    await Promise.all(Object.keys(services).map(start));
    await expectEnd("seed");
    expected = await (await inProcess).query<Page, never>(PAGE);
    await (await inProcess).stop();
    await answerOf(async () => ((await health(portOf("gateway"))).status === 200 ? true : undefined));
  });

  afterAll(async () => {
    await endAll();
    await database.drop();
    rmSync(secrets, { recursive: true });
  });

  test("answer the flagship query as one process does", async () => {
    expect(expected.errors).toBeUndefined();
    expect(expected.data.services.nodes).toHaveLength(2);
    const { status, data, errors } = await ask();
    expect({ status, data, errors }).toEqual({ status: 200, data: expected.data });
  });

  test("pass the health check of the file", async () => {
    const results = await Promise.all(SERVERS.map((name) => checkHealth(name)));
    expect(results).toEqual(SERVERS.map(() => 0));
  });

  test("are filled once: a second seed leaves a guide as it is", async () => {
    const again = launch("seed");
    expect(await again.ended).toBe(0);
    expect(again.output().stdout).toMatch("nothing was published");
  });

  test.each(SUBGRAPHS)("keep %s for the gateway: only who has its secret is answered", async (name) => {
    const url = `http://127.0.0.1:${portOf(name)}/graphql`;
    const refused = await send(url, "{ __typename }");
    expect([refused.status, refused.errors?.[0]?.extensions.code]).toEqual([403, "FORBIDDEN"]);
    const wrong = await send(url, "{ __typename }", undefined, { "guide-gateway-secret": "x".repeat(secret.length) });
    expect(wrong.status).toBe(403);
    const answered = await send(url, "{ __typename }", undefined, { "guide-gateway-secret": secret });
    expect([answered.status, answered.data]).toEqual([200, { __typename: "Query" }]);
  });

  test.each(SERVERS)("tell the metrics of %s to who has the token for them", async (name) => {
    const metrics = (authorization: string) => fetch(`http://127.0.0.1:${portOf(name)}/metrics`, { headers: { authorization } });
    expect((await metrics(`Bearer ${token}`)).status).toBe(200);
    expect((await metrics(`Bearer ${secret}`)).status).toBe(401);
  });

  test("lose only the fields of a subgraph that dies, and heal when it is back", async () => {
    await processes.get("standards")?.end("SIGKILL");

    const { status, data, errors } = await ask();
    expect(status).toBe(200);
    expect(data.services.nodes).toEqual(expected.data.services.nodes.map((node) => ({ ...node, standards: null })));
    expect(errors).toEqual(
      [0, 1].map((index) => ({
        message: expect.any(String),
        path: expect.arrayContaining(["services", "nodes", index]),
        extensions: { code: "SERVICE_UNAVAILABLE" },
      })),
    );
    expect(await health(portOf("gateway"))).toEqual({
      status: 503,
      body: {
        status: "unavailable",
        subgraphs: { ...allOk(), standards: "unavailable" },
        supergraph: expect.any(String),
      },
    });
    expect(await checkHealth("gateway")).toBe(1);

    launch("standards");
    await answerOf(async () => ((await health(portOf("gateway"))).status === 200 ? true : undefined));
    const healed = await ask();
    expect({ data: healed.data, errors: healed.errors }).toEqual({ data: expected.data });
  });

  test("end in order when they are told to stop", async () => {
    expect(await processes.get("gateway")?.end("SIGTERM")).toBe(0);
    const codes = await Promise.all(SUBGRAPHS.map(async (name) => processes.get(name)?.end("SIGTERM")));
    expect(codes).toEqual(SUBGRAPHS.map(() => 0));
  });

  /** Starts a service as Compose does: what it depends on first. */
  function start(name: string): Promise<void> {
    const starting = started.get(name) ?? launched(name);
    started.set(name, starting);
    return starting;
  }

  async function launched(name: string): Promise<void> {
    // The database server is the one of the tests.
    if (name === "postgres") return;
    for (const [needed, { condition }] of Object.entries(services[name]?.depends_on ?? {})) {
      await start(needed);
      if (condition === "service_completed_successfully") await expectEnd(needed);
    }
    launch(name);
  }

  async function expectEnd(name: string): Promise<void> {
    const process = processes.get(name);
    expect([name, await process?.ended, process?.output().stderr]).toEqual([name, 0, ""]);
  }

  function launch(name: string): TestProcess {
    const { command } = serviceOf(name);
    const process = run(command ?? [], { environment: environmentOf(name) });
    processes.set(name, process);
    return process;
  }

  async function checkHealth(name: string): Promise<number | null> {
    const [kind, ...command] = serviceOf(name).healthcheck?.test ?? [];
    expect(kind).toBe("CMD");
    return run(command, { environment: environmentOf(name) }).ended;
  }

  /** The environment of a container, with the places that only containers have replaced by those of this machine. */
  function environmentOf(name: string): Record<string, string> {
    const here = Object.entries(serviceOf(name).environment).map(([variable, value]) => {
      if (variable === "PORT") return [variable, String(portOf(name))];
      return [
        variable,
        value
          .replace(/^\/run\/secrets\/(.+)$/, (_, file: string) => {
            expect(serviceOf(name).secrets).toContain(file);
            return join(secrets, file);
          })
          .replace(/http:\/\/(\w+):(\d+)/g, (_, host: string, port: string) => {
            expect(port).toBe(serviceOf(host).environment["PORT"]);
            return `http://127.0.0.1:${portOf(host)}`;
          }),
      ];
    });
    return { ...imageEnvironment(), ...(Object.fromEntries(here) as Record<string, string>) };
  }

  function imageEnvironment(): Record<string, string> {
    const line = instructions.find((each) => each.startsWith("ENV ")) ?? "";
    return Object.fromEntries([...line.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value])) as Record<
      string,
      string
    >;
  }

  function serviceOf(name: string): Service {
    const service = services[name];
    if (!service) throw new Error(`The compose file has no service ${name}.`);
    return service;
  }

  function portOf(name: string): number {
    const port = ports.get(name);
    if (port === undefined) throw new Error(`${name} does not listen.`);
    return port;
  }

  const ask = () => send<Page, never>(`http://127.0.0.1:${portOf("gateway")}/graphql`, PAGE);
});

const allOk = () => Object.fromEntries(SUBGRAPHS.map((name) => [name, "ok"]));

async function health(port: number): Promise<{ status: number; body?: unknown }> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`);
    return { status: response.status, body: await response.json() };
  } catch {
    return { status: 0 };
  }
}
