import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { startTestGuide, type TestGuide } from "./support/guide";
import { type Sample, scrape } from "./support/metrics";
import { PROJECT } from "./support/process";

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly targets?: readonly {
    readonly expr: string;
    readonly legendFormat: string;
    readonly datasource: { readonly uid: string };
  }[];
}

interface Dashboard {
  readonly id: null;
  readonly uid: string;
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
  readonly panels: readonly Panel[];
}

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly labels: { readonly severity: string };
      readonly annotations: { readonly summary: string };
    }[];
  }[];
}

const read = (file: string) => readFileSync(join(PROJECT, "deploy", file), "utf8");
const dashboard = JSON.parse(read("grafana/guide.json")) as Dashboard;
const alerts = (parse(read("prometheus/rules.yml")) as Rules).groups.flatMap(({ rules }) => rules);
const panels = dashboard.panels.filter(({ type }) => type !== "row");

/** What Prometheus itself adds to what it collects. */
const OF_PROMETHEUS = ["job", "instance"];

/** What is asked of Prometheus, and the labels that the answer is shown with. */
interface Question {
  readonly expression: string;
  readonly shown: readonly string[];
}

const questions: readonly (readonly [string, readonly Question[]])[] = [
  ...panels.map(
    ({ title, targets = [] }) =>
      [
        `the panel "${title}"`,
        targets.map(({ expr, legendFormat }) => ({ expression: expr, shown: placesIn(legendFormat, /\{\{(\w+)\}\}/g) })),
      ] as const,
  ),
  ...alerts.map(
    ({ alert, expr, annotations: { summary } }) =>
      [`the alert ${alert}`, [{ expression: expr, shown: placesIn(summary, /\{\{ \$labels\.(\w+) \}\}/g) }]] as const,
  ),
];

describe("after some traffic", () => {
  let guide: TestGuide;
  let samples: Sample[];
  beforeAll(async () => {
    let isAway = false;
    guide = await startTestGuide({
      gateway: { LIMIT_ALIASES: "1" },
      wrap: (_, client) => ({
        ...client,
        execute: (request, signal) => (isAway ? Promise.reject(new Error("away")) : client.execute(request, signal)),
      }),
    });
    const page = readFileSync(join(PROJECT, "schema/operations/service-page.graphql"), "utf8");
    for (let times = 0; times < 3; times++) await guide.query(page);
    await guide.query("{ a: guide { isSample } b: guide { isSample } }");
    await guide.query("{ services(first: 0) { nodes { code } } }");
    await guide.database.query("ALTER TABLE catalogue.journey RENAME TO journey_away");
    await guide.query("{ journeys { nodes { code } } }");
    isAway = true;
    await guide.query("{ journeys { totalCount } }");
    samples = await scrape(guide.url);
  });
  afterAll(() => guide.stop());

  test.each(questions)("%s asks for metrics, labels and values that there are", (_, asked) => {
    for (const { expression, shown } of asked) check(expression, shown);
  });

  function check(expression: string, shown: readonly string[]): void {
    const selectors = selectorsIn(expression).filter(({ metric }) => metric !== "up");
    for (const { metric, matchers } of selectors) {
      const series = samples.filter(({ name }) => name === metric);
      expect([metric, series.length > 0]).toEqual([metric, true]);
      for (const { label, is } of matchers) {
        if (OF_PROMETHEUS.includes(label)) continue;
        expect(series.map(({ labels }) => Object.keys(labels))).toContainEqual(expect.arrayContaining([label]));
        if (is !== undefined) expect(series.map(({ labels }) => labels[label])).toContain(is);
      }
    }
    const grouping = placesIn(expression, /\bby \(([^)]*)\)/g).flatMap((list) => list.split(/,\s*/));
    const known = new Set([...OF_PROMETHEUS, ...samples.filter(({ name }) => isAmong(name, selectors)).flatMap(labelsOf)]);
    for (const label of grouping) expect([...known]).toContain(label);
    // Only what is grouped by, or not grouped at all, is left to show.
    for (const label of shown) expect(grouping.length > 0 ? grouping : [...known, ...OF_PROMETHEUS]).toContain(label);
  }
});

describe("the dashboard", () => {
  test("asks the source that is chosen in it, and can be taken up as it is", () => {
    expect(dashboard).toMatchObject({ id: null, uid: "unified-services-guide", schemaVersion: 42 });
    expect(dashboard.templating.list.map(({ name, type }) => [name, type])).toEqual([
      ["datasource", "datasource"],
      ["job", "query"],
    ]);
    for (const { datasource, targets = [] } of panels) {
      expect([datasource, ...targets.map((target) => target.datasource)].map((each) => each?.uid)).toEqual(
        Array.from({ length: targets.length + 1 }, () => "${datasource}"),
      );
      for (const { expr } of targets) expect(expr).toContain('job=~"$job"');
    }
  });

  test("gives every panel a place and a number of its own", () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    const places = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
    );
    expect(new Set(places).size).toBe(places.length);
    for (const { gridPos } of dashboard.panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });

  test("has a row for each thing that an operator looks for", () => {
    expect(dashboard.panels.filter(({ type }) => type === "row").map(({ title }) => title)).toEqual([
      ...["Traffic and errors", "Latency by operation", "Caches", "Refused"],
      ...["Subgraphs", "Databases", "Processes", "Supergraph"],
    ]);
  });
});

test("Prometheus loads the rules, and collects from every process of the compose file", () => {
  const { rule_files: files, scrape_configs: jobs } = parse(read("prometheus/prometheus.yml")) as {
    rule_files: string[];
    scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[];
  };
  expect(files).toEqual(["rules.yml"]);
  const { services } = parse(readFileSync(join(PROJECT, "docker-compose.yml"), "utf8"), { merge: true }) as {
    services: Record<string, { environment?: Record<string, string> }>;
  };
  const listening = Object.entries(services).flatMap(([name, { environment }]) =>
    environment?.["PORT"] ? [`${name}:${environment["PORT"]}`] : [],
  );
  expect(jobs.flatMap((job) => job.static_configs.flatMap(({ targets }) => targets)).sort()).toEqual(listening.sort());
  expect(jobs.map(({ job_name: name }) => name)).toEqual(["guide-gateway", "guide-subgraphs"]);
  expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
  for (const { labels } of alerts) expect(["page", "ticket"]).toContain(labels.severity);
});

interface Selector {
  readonly metric: string;
  readonly matchers: readonly { readonly label: string; readonly is: string | undefined }[];
}

/** The metrics of an expression, with what their labels have to be. */
function selectorsIn(expression: string): Selector[] {
  return [...expression.matchAll(/\b(up|(?:guide|nodejs|process)_\w+)(?:\{([^}]*)\})?/g)].map(
    ([, metric = "", matchers = ""]) => ({
      metric,
      matchers: [...matchers.matchAll(/(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g)].map(([, label = "", operator, value]) => ({
        label,
        is: operator === "=" ? value : undefined,
      })),
    }),
  );
}

function placesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = ""]) => name);
}

const isAmong = (name: string, selectors: readonly Selector[]): boolean => selectors.some(({ metric }) => metric === name);
const labelsOf = ({ labels }: Sample): string[] => Object.keys(labels);
