import { base, COMPONENT, NAMESPACE, policiesOf, production } from "../support/kubernetes";
import { allows, type End, type Labels } from "../support/network-policy";

describe("the network", () => {
  const namespace = (name: string, labels: Labels = {}): Labels => ({ "kubernetes.io/metadata.name": name, ...labels });
  const own = (component: string): End => ({ namespace: namespace(NAMESPACE), labels: { [COMPONENT]: component } });
  const [gateway, subgraph, migration, stray] = ["gateway", "subgraph", "migration", "other"].map(own) as [End, End, End, End];
  const ingress: End = { namespace: namespace("ingress", { "guide-ingress": "true" }), labels: {} };
  const prometheus: End = { namespace: namespace("monitoring", { "guide-metrics": "true" }), labels: {} };
  const impostor: End = { namespace: namespace("elsewhere"), labels: { [COMPONENT]: "gateway" } };
  const names: End = { namespace: namespace("kube-system"), labels: { "k8s-app": "kube-dns" } };
  const database: End = { address: "192.0.2.10" };
  const internet: End = { address: "8.8.8.8" };
  const governance: End = {
    namespace: namespace(NAMESPACE),
    labels: { [COMPONENT]: "subgraph", "app.kubernetes.io/name": "governance" },
  };
  const everybody = { gateway, subgraph, migration, stray, ingress, prometheus, impostor, internet };
  const whoReaches = (to: End, port: number, protocol?: string) =>
    Object.entries(everybody).flatMap(([name, from]) =>
      allows(policiesOf(base), NAMESPACE, from, to, port, protocol) ? [name] : [],
    );
  const ofTheGuide = (names: readonly string[]) =>
    names.filter((name) => ["gateway", "subgraph", "migration", "stray"].includes(name));

  test("lets the gateway reach subgraphs, and nobody else", () => {
    expect(whoReaches(subgraph, 4001)).toEqual(["gateway"]);
    expect(whoReaches(subgraph, 4000)).toEqual([]);
  });

  test("lets the ingress controller and Prometheus reach the gateway, and nobody else", () => {
    expect(whoReaches(gateway, 4000)).toEqual(["ingress", "prometheus"]);
    expect(whoReaches(gateway, 22)).toEqual([]);
  });

  test("lets subgraphs and the migration reach the database, and no other pod of the guide", () => {
    expect(ofTheGuide(whoReaches(database, 5432))).toEqual(["subgraph", "migration"]);
    expect(ofTheGuide(whoReaches(database, 22))).toEqual([]);
  });

  test("lets pods of the guide ask for names, and go nowhere else", () => {
    expect(ofTheGuide(whoReaches(names, 53, "UDP"))).toEqual(["gateway", "subgraph", "migration", "stray"]);
    expect(ofTheGuide(whoReaches(internet, 443))).toEqual([]);
    expect(whoReaches(migration, 80)).toEqual([]);
  });

  test("lets governance send to webhooks at public addresses, and nowhere else", () => {
    const reaches = (address: string, port = 443) => allows(policiesOf(base), NAMESPACE, governance, { address }, port);
    expect([reaches("8.8.8.8"), reaches("8.8.8.8", 8443), reaches("2606:4700:4700::1111")]).toEqual([true, true, true]);
    const inside = ["10.0.0.1", "172.20.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "fd00::1", "::1"];
    expect(inside.filter((address) => reaches(address))).toEqual([]);
    expect([reaches("8.8.8.8", 80), reaches("8.8.8.8", 22)]).toEqual([false, false]);
    expect(allows(policiesOf(base), NAMESPACE, governance, subgraph, 4001)).toBe(false);
  });

  test("lets Prometheus reach subgraphs as well, and collectors be reached, where the production example is used", () => {
    const inProduction = [...policiesOf(base), ...policiesOf(production)];
    const collector: End = { namespace: namespace("tracing", { "guide-traces": "true" }), labels: {} };
    const reach = (from: End, to: End, port: number) => allows(inProduction, NAMESPACE, from, to, port);
    expect([gateway, prometheus, stray, ingress, impostor].map((from) => reach(from, subgraph, 4001))).toEqual([
      ...[true, true],
      ...[false, false, false],
    ]);
    expect([gateway, subgraph, migration, stray].map((from) => reach(from, collector, 4318))).toEqual([true, true, false, false]);
  });

  test("would let anybody reach subgraphs without the policies", () => {
    expect(allows([], NAMESPACE, stray, subgraph, 4001)).toBe(true);
  });
});
