import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import type { Labels, NetworkPolicy, Selector } from "./network-policy";
import { PROJECT, run } from "./process";

/** The manifests of deploy/kubernetes: as they stand in their files, and as kustomize puts them together. */

const FOLDER = join(PROJECT, "deploy/kubernetes");
export const BASE = join(FOLDER, "base");
export const PRODUCTION = join(FOLDER, "overlays/production");
export const NAMESPACE = "guide";
export const COMPONENT = "app.kubernetes.io/component";
export const SUBGRAPHS = ["governance", "entities", "catalogue", "segments", "standards"];
export const SERVERS = ["gateway", ...SUBGRAPHS];

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: number };
}

export interface Container {
  readonly image: string;
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly envFrom?: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly ports?: readonly { readonly containerPort: number }[];
  readonly resources: { readonly requests: Labels; readonly limits: Labels };
  readonly securityContext: object;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly subPath?: string }[];
}

export interface PodTemplate {
  readonly metadata: { readonly labels: Labels };
  readonly spec: {
    readonly securityContext: object;
    readonly automountServiceAccountToken: boolean;
    readonly terminationGracePeriodSeconds?: number;
    readonly topologySpreadConstraints?: readonly { readonly labelSelector: Selector }[];
    readonly hostNetwork?: boolean;
    readonly initContainers?: readonly Container[];
    readonly containers: readonly Container[];
    readonly volumes: readonly {
      readonly name: string;
      readonly secret?: { readonly secretName: string };
      readonly configMap?: { readonly name: string };
      readonly emptyDir?: { readonly sizeLimit: string };
    }[];
  };
}

/** As much of any object as the tests look at. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Labels };
  readonly spec: {
    readonly selector: Selector & Labels;
    readonly template: PodTemplate;
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly minReplicas: number;
    readonly maxReplicas: number;
    readonly maxUnavailable: number;
    readonly ports: readonly { readonly port: number; readonly targetPort: number }[];
  };
}

export interface Kustomization {
  readonly resources: readonly string[];
  readonly configMapGenerator: readonly { readonly name: string; readonly literals: readonly string[] }[];
  readonly secretGenerator: readonly { readonly name: string; readonly files: readonly string[] }[];
}

/** The files of a folder that hold objects. */
export const filesOf = (folder: string) =>
  readdirSync(folder).filter((name) => name.endsWith(".yaml") && name !== "kustomization.yaml");

const objectsOf = (folder: string): readonly KubernetesObject[] =>
  filesOf(folder).flatMap((file) => parsed(readFileSync(join(folder, file), "utf8")));

const kustomizationOf = (folder: string) => parse(readFileSync(join(folder, "kustomization.yaml"), "utf8")) as Kustomization;

export const base = { ...kustomizationOf(BASE), objects: objectsOf(BASE) };
export const production = { ...kustomizationOf(PRODUCTION), objects: objectsOf(PRODUCTION) };

export const policiesOf = ({ objects }: { objects: readonly KubernetesObject[] }) =>
  objects.filter(({ kind }) => kind === "NetworkPolicy") as unknown as readonly NetworkPolicy[];

/** The variables of a ConfigMap of the base. */
export function settingsOf(name: string): ReadonlyMap<string, string> {
  const literals = base.configMapGenerator.find((generator) => generator.name === name)?.literals ?? [];
  return new Map(literals.map(pair));
}

/** The parts of text such as PORT=4000. */
export function pair(literal: string): [string, string] {
  const [name = "", value = ""] = literal.split(/=(.*)/s);
  return [name, value];
}

export function find(kind: string, name: string): KubernetesObject {
  const object = base.objects.find((each) => each.kind === kind && each.metadata.name === name);
  if (!object) throw new Error(`There is no ${kind} ${name}.`);
  return object;
}

export function containerOf({ spec }: KubernetesObject): Container {
  const [container, ...more] = spec.template.spec.containers;
  if (!container || more.length > 0) throw new Error("There is more than one container, or none.");
  return container;
}

/** The production example put together, with secrets made up for it. */
export async function build(): Promise<KubernetesObject[]> {
  return inFolder(async (folder) => {
    cpSync(FOLDER, folder, { recursive: true, filter: (path) => !path.includes("/secrets") });
    const overlay = join(folder, "overlays/production");
    for (const [, file] of production.secretGenerator.flatMap(({ files }) => files.map(pair))) {
      mkdirSync(dirname(join(overlay, file)), { recursive: true });
      writeFileSync(join(overlay, file), "made up for this test");
    }
    return parsed(await outputOf(["kubectl", "kustomize", overlay]));
  });
}

/** What the JSON schemas of Kubernetes find wrong with objects. */
export async function problemsOf(objects: readonly object[]): Promise<string[]> {
  return inFolder(async (folder) => {
    const file = join(folder, "objects.json");
    writeFileSync(file, JSON.stringify(objects));
    return JSON.parse(await outputOf(["node", join(PROJECT, "tests/support/kubernetes-schemas.mjs"), file])) as string[];
  });
}

function parsed(text: string): KubernetesObject[] {
  return parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject);
}

async function outputOf(command: readonly string[]): Promise<string> {
  const program = run(command);
  expect([await program.ended, program.output().stderr]).toEqual([0, ""]);
  return program.output().stdout;
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "guide-kubernetes-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
