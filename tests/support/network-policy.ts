import { BlockList, isIPv6 } from "node:net";

/** What Kubernetes lets through when network policies are in force, for pods as these tests need them. */

export type Labels = Readonly<Record<string, string>>;

export interface Pod {
  /** The labels of its namespace; `kubernetes.io/metadata.name` is its name. */
  readonly namespace: Labels;
  readonly labels: Labels;
}

/** An end of a connection: a pod, or an address outside the cluster. */
export type End = Pod | { readonly address: string };

export interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

export interface Peer {
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly protocol: string; readonly port: number }[];
}

export interface NetworkPolicy {
  readonly spec: {
    readonly podSelector: Selector;
    readonly policyTypes: readonly ("Ingress" | "Egress")[];
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}

/** Whether a connection is let through by the policies of a namespace, at both of its ends. */
export function allows(
  policies: readonly NetworkPolicy[],
  namespace: string,
  from: End,
  to: End,
  port: number,
  protocol = "TCP",
): boolean {
  return passes("Egress", from, to) && passes("Ingress", to, from);

  function passes(direction: "Ingress" | "Egress", pod: End, other: End): boolean {
    if (!isPodOf(namespace, pod)) return true;
    const about = policies.filter(({ spec }) => spec.policyTypes.includes(direction) && matches(spec.podSelector, pod.labels));
    const rules = about.flatMap(({ spec }) => (direction === "Ingress" ? spec.ingress : spec.egress) ?? []);
    return about.length === 0 || rules.some((rule) => lets(rule, namespace, other, port, protocol));
  }
}

function lets({ from, to, ports }: Rule, namespace: string, other: End, port: number, protocol: string): boolean {
  const peers = from ?? to;
  return (
    (peers === undefined || peers.some((peer) => isPeer(peer, namespace, other))) &&
    (ports === undefined || ports.some((each) => each.port === port && each.protocol === protocol))
  );
}

function isPeer({ namespaceSelector, podSelector, ipBlock }: Peer, namespace: string, end: End): boolean {
  if ("address" in end) {
    return ipBlock !== undefined && isIn(ipBlock.cidr, end.address) && !ipBlock.except?.some((each) => isIn(each, end.address));
  }
  if (ipBlock) return false;
  const isInNamespace = namespaceSelector ? matches(namespaceSelector, end.namespace) : isPodOf(namespace, end);
  return isInNamespace && matches(podSelector ?? {}, end.labels);
}

function isIn(cidr: string, address: string): boolean {
  const [network = "", prefix = ""] = cidr.split("/");
  const block = new BlockList();
  const family = (text: string) => (isIPv6(text) ? "ipv6" : "ipv4");
  block.addSubnet(network, Number(prefix), family(network));
  return block.check(address, family(address));
}

const isPodOf = (namespace: string, end: End): end is Pod =>
  "labels" in end && end.namespace["kubernetes.io/metadata.name"] === namespace;

export function matches({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([name, value]) => labels[name] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      if (operator !== "In") throw new Error(`The operator ${operator} is not known here.`);
      return values.includes(labels[key] ?? "");
    })
  );
}
