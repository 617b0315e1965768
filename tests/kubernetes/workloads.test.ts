import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  BASE,
  base,
  COMPONENT,
  containerOf,
  find,
  NAMESPACE,
  pair,
  production,
  SERVERS,
  settingsOf,
  SUBGRAPHS,
} from "../support/kubernetes";
import { type Labels, matches, type Selector } from "../support/network-policy";
import { PROJECT } from "../support/process";

const workloads = base.objects
  .filter(({ kind }) => ["Deployment", "Job"].includes(kind))
  .map((object) => [`${object.kind} ${object.metadata.name}`, object] as const);

/** The variables that a configuration file reads, with those that name a file instead. */
function variablesOf(file: string): Set<string> {
  const names = [...readFileSync(join(PROJECT, file), "utf8").matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*(?=:)/g)].map(
    ([name]) => name,
  );
  return new Set(names.flatMap((name) => [name, `${name}_FILE`]));
}

describe.each(workloads)("%s", (_, object) => {
  const { metadata, spec } = object.spec.template;
  const container = containerOf(object);

  test("obeys the restricted profile", () => {
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect([spec.hostNetwork, spec.initContainers, spec.automountServiceAccountToken]).toEqual([undefined, undefined, false]);
    const profile = "pod-security.kubernetes.io/enforce";
    expect(find("Namespace", NAMESPACE).metadata.labels?.[profile]).toBe("restricted");
  });

  test("has bounded memory and room for temporary files", () => {
    expect(container.resources).toEqual({
      requests: { cpu: expect.stringMatching(/^\d+m$/), memory: expect.stringMatching(/^\d+Mi$/) },
      limits: { memory: expect.stringMatching(/^\d+(Mi|Gi)$/) },
    });
    expect(container.volumeMounts).toContainEqual({ name: "temporary", mountPath: "/tmp" });
    expect(spec.volumes).toContainEqual({ name: "temporary", emptyDir: { sizeLimit: "64Mi" } });
  });

  test("runs a program of the guide, with variables that it reads and files that are there", () => {
    const program = container.command.at(-1) === "migrate" ? container.command[1] : container.command.at(-1);
    expect(existsSync(join(PROJECT, program ?? ""))).toBe(true);
    const isGateway = metadata.labels[COMPONENT] === "gateway";
    const known = variablesOf(isGateway ? "gateway/configuration.ts" : "subgraphs/shared/configuration.ts");
    const common = (container.envFrom ?? []).flatMap(({ configMapRef }) => [...settingsOf(configMapRef.name).keys()]);
    const own = container.env.map(({ name }) => name);
    expect([...common, ...own].filter((name) => !known.has(name))).toEqual([]);
    for (const { value } of container.env.filter(({ name }) => name.endsWith("_FILE"))) {
      expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toContain(dirname(value));
    }
    expect(container.volumeMounts.map(({ name }) => name).sort()).toEqual(spec.volumes.map(({ name }) => name).sort());
    const made = production.secretGenerator.map(({ name }) => name);
    for (const { secret } of spec.volumes) if (secret) expect(made).toContain(secret.secretName);
  });
});

describe.each(SERVERS)("%s", (name) => {
  const deployment = find("Deployment", name);
  const { metadata, spec } = deployment.spec.template;
  const container = containerOf(deployment);
  const port = container.ports?.[0]?.containerPort;

  test("is selected by its own service, budget and scaling, and spread over machines and zones", () => {
    const selectors = [deployment.spec.selector, find("PodDisruptionBudget", name).spec.selector];
    selectors.push({ matchLabels: find("Service", name).spec.selector } as Selector & Labels);
    selectors.push(...(spec.topologySpreadConstraints ?? []).map(({ labelSelector }) => labelSelector as Selector & Labels));
    expect(selectors).toHaveLength(5);
    for (const selector of selectors) {
      const selected = SERVERS.filter((each) => matches(selector, find("Deployment", each).spec.template.metadata.labels));
      expect(selected).toEqual([name]);
    }
    expect(find("HorizontalPodAutoscaler", name).spec).toMatchObject({
      scaleTargetRef: { kind: "Deployment", name },
      minReplicas: 2,
    });
    expect(find("PodDisruptionBudget", name).spec.maxUnavailable).toBe(1);
  });

  test("is probed where it listens, and stays in service as long as it can answer something", () => {
    const paths = [container.startupProbe, container.livenessProbe, container.readinessProbe].map((probe) => probe?.httpGet);
    const ready = name === "gateway" ? "/health/live" : "/health/ready";
    expect(paths).toEqual(["/health/live", "/health/live", ready].map((path) => ({ path, port })));
    expect(find("Service", name).spec.ports.map(({ targetPort }) => targetPort)).toEqual([port]);
    expect(settingsOf(`${metadata.labels[COMPONENT]}-settings`).get("PORT")).toBe(String(port));
  });

  test("has time to stop", () => {
    const linger = Number(settingsOf(`${metadata.labels[COMPONENT]}-settings`).get("STOP_LINGER_MS"));
    expect(linger).toBeGreaterThanOrEqual(3_000);
    expect((spec.terminationGracePeriodSeconds ?? 0) * 1_000).toBeGreaterThan(linger + 15_000);
  });
});

test("subgraphs differ in their names only", () => {
  const text = (name: string) => readFileSync(join(BASE, `${name}.yaml`), "utf8").replaceAll(name, "<name>");
  for (const name of SUBGRAPHS) expect(text(name)).toBe(text("entities"));
});

test("the gateway asks each subgraph at its service, and follows the supergraph that is mounted", () => {
  const urls = SUBGRAPHS.map((name) => `${name}=http://${name}:${find("Service", name).spec.ports[0]?.port}/graphql`);
  expect(settingsOf("gateway-settings").get("SUBGRAPH_URLS")?.split(",")).toEqual(urls);
  const gateway = containerOf(find("Deployment", "gateway"));
  expect(gateway.env).toContainEqual({ name: "SUPERGRAPH_FILE", value: "/etc/guide/supergraph/supergraph.graphql" });
  // A file that is mounted alone would never change.
  expect(gateway.volumeMounts.find(({ name }) => name === "supergraph")).toEqual({
    name: "supergraph",
    mountPath: "/etc/guide/supergraph",
    readOnly: true,
  });
});

test("the production example changes settings that there are", () => {
  const known = variablesOf("gateway/configuration.ts");
  const changed = production.configMapGenerator.flatMap(({ name, literals }) =>
    literals.map((literal) => [name, pair(literal)[0]]),
  );
  expect(changed.filter(([name, variable = ""]) => name !== "gateway-settings" || !known.has(variable))).toEqual([]);
  expect(changed).not.toHaveLength(0);
});
