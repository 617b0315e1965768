import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  BASE,
  base,
  build,
  containerOf,
  filesOf,
  find,
  policiesOf,
  PRODUCTION,
  problemsOf,
  production,
  SERVERS,
} from "../support/kubernetes";
import { isInstalled, testWhere } from "../support/present";
import { PROJECT } from "../support/process";

describe("the objects", () => {
  test("are all named by the kustomizations", () => {
    expect([...base.resources].sort()).toEqual(filesOf(BASE).sort());
    expect([...production.resources].sort()).toEqual(["../../base", ...filesOf(PRODUCTION)].sort());
  });

  test("obey the schemas of Kubernetes", async () => {
    expect(await problemsOf([...base.objects, ...production.objects])).toEqual([]);
  });

  test("would not pass with a mistake", async () => {
    const { image, ...rest } = containerOf(find("Deployment", "gateway"));
    const broken = JSON.parse(JSON.stringify(find("Deployment", "gateway"))) as {
      spec: { template: { spec: { containers: unknown } } };
    };
    broken.spec.template.spec.containers = [{ ...rest, name: undefined, image: [image] }];
    const [problem, ...more] = await problemsOf([broken]);
    expect(problem).toMatch(/^Deployment gateway: .*containers\/0/);
    expect(more).toEqual([]);
  });

  testWhere(isInstalled("kubectl"), "kubectl")("are put together by kustomize, and then obey them too", async () => {
    const built = await build();
    expect(await problemsOf(built)).toEqual([]);
    const count = (kind: string) => built.filter((object) => object.kind === kind).length;
    expect(["Deployment", "Job", "Secret", "ConfigMap", "NetworkPolicy", "Ingress"].map(count)).toEqual([
      SERVERS.length,
      1,
      production.secretGenerator.length,
      base.configMapGenerator.length,
      policiesOf(base).length + policiesOf(production).length,
      1,
    ]);
    // Names that are made of contents reach those who use them, so that a new secret rolls its pods.
    const names = built.filter(({ kind }) => ["Secret", "ConfigMap"].includes(kind)).map(({ metadata }) => metadata.name);
    for (const { kind, spec } of built) {
      if (!["Deployment", "Job"].includes(kind)) continue;
      expect(spec.template.spec.containers.map(({ image }) => image)).toEqual([expect.stringMatching(/^registry\..*:\d/)]);
      const used = spec.template.spec.volumes.flatMap(({ secret, configMap }) => secret?.secretName ?? configMap?.name ?? []);
      expect(used.filter((name) => name !== "supergraph" && !names.includes(name))).toEqual([]);
    }
  });

  test("hold no secret", () => {
    expect([...base.objects, ...production.objects].filter(({ kind }) => kind === "Secret")).toEqual([]);
    const ignored = readFileSync(join(PROJECT, ".gitignore"), "utf8").split("\n");
    expect(ignored).toContain("secrets/");
    for (const file of production.secretGenerator.flatMap(({ files }) => files))
      expect(file).toMatch(/^[\w-]+=secrets\/[\w/-]+$/);
  });
});
