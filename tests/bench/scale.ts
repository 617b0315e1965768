import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Contender, inOneProcess } from "./contenders";
import type { BenchServer } from "./database";
import { FLAGSHIP } from "./flagship";
import { Client, type Load, type Operation, round, type Round, totalCpu } from "./load";
import { ROOT } from "./processes";
import { figure, median, printTable } from "./table";

const operation = (file: string): string => readFileSync(join(ROOT, "schema/operations", file), "utf8");
const SERVICE_PAGE = operation("service-page.graphql");
const SERVICE_LIST = operation("service-list.graphql");
const NAMES =
  "query ($filter: ServiceFilter, $orderBy: RecordOrder!) { services(filter: $filter, orderBy: $orderBy) { nodes { code name { ar en } } } }";
const COUNT = "{ services(first: 1) { totalCount } }";

const LOAD: Load = { requests: 30, concurrency: 1, limitMs: 3_000 };
const WARM_UP: Load = { requests: 60, concurrency: 2, limitMs: 4_000 };
/** Steps through a guide so that requests fall on records all over it. */
const STRIDE = 7_919;

interface Question {
  readonly name: string;
  /** The ratio to reach, where there is one. */
  readonly reach?: number;
  readonly ask: (services: number) => (index: number) => Operation;
}

const code = (kind: string, number: number): string => `GEN-${kind}-${String(number).padStart(6, "0")}`;
const serviceAt = (services: number, index: number) => code("SERVICE", (index * STRIDE) % services);
const entityAt = (services: number, index: number) => code("ENTITY", (index * STRIDE) % Math.max(4, Math.ceil(services / 200)));
const named =
  (orderBy: string, filter: (services: number, index: number) => object = () => ({})): Question["ask"] =>
  (services) =>
  (index) => ({ query: NAMES, variables: { orderBy, filter: filter(services, index) } });

const QUESTIONS: readonly Question[] = [
  {
    name: "service page, by code",
    reach: 1.2,
    ask: (services) => (index) => ({ query: SERVICE_PAGE, variables: { code: serviceAt(services, index) } }),
  },
  {
    name: "list page: 20 of an entity, by Arabic name",
    reach: 2,
    ask: (services) => (index) => ({
      query: SERVICE_LIST,
      variables: { filter: { entity: entityAt(services, index) }, orderBy: "NAME_AR_ASC" },
    }),
  },
  { name: "flagship page: the first 20 of all, everything", reach: 2, ask: () => () => FLAGSHIP },
  { name: "names: 20 of all, by Arabic name", reach: 2, ask: named("NAME_AR_ASC") },
  { name: "names: 20 of all, last changed first", reach: 2, ask: named("DATE_MODIFIED_DESC") },
  {
    name: "names: 20 of a segment, by English name",
    reach: 2,
    ask: named("NAME_EN_ASC", (_, index) => ({ segment: code("SEGMENT", index % 24) })),
  },
  {
    name: "names: 20 of a law, by Arabic name",
    reach: 2,
    ask: named("NAME_AR_ASC", (_, index) => ({ legalResource: code("LAW", index % 20) })),
  },
  {
    name: "names: 20 free of charge through a website",
    reach: 2,
    ask: named("NAME_AR_ASC", () => ({ isFree: true, channelType: "WEBSITE" })),
  },
  { name: "names: 20 with an unknown channel", reach: 2, ask: named("NAME_AR_ASC", () => ({ channel: "GEN-NOTHING" })) },
  { name: "how many services there are", ask: () => () => ({ query: COUNT }) },
];

/** The same questions to a small guide and to a large one. */
export async function scale(server: BenchServer, sizes: readonly number[], rounds: number): Promise<void> {
  const contenders: Contender[] = [];
  try {
    for (const services of sizes) contenders.push(await inOneProcess(await server.guide(services)));
    reportGenerated(server, sizes);
    const measured = await measure(sizes, contenders, server, rounds);
    report(sizes, measured, rounds);
  } finally {
    await Promise.all(contenders.map(({ stop }) => stop()));
  }
}

/** Rounds by question, then by size. */
async function measure(
  sizes: readonly number[],
  contenders: readonly Contender[],
  server: BenchServer,
  rounds: number,
): Promise<Round[][][]> {
  const sides = contenders.map((contender, side) => ({
    contender,
    client: new Client(contender.url),
    services: sizes[side] as number,
  }));
  const measured = QUESTIONS.map(() => sides.map((): Round[] => []));
  for (let number = -1; number < rounds; number++) {
    for (const [which, { ask }] of QUESTIONS.entries()) {
      for (const [side, { contender, client, services }] of sides.entries()) {
        const result = await round(client, ask(services), number < 0 ? WARM_UP : LOAD, () => ({
          ...contender.cpu(),
          database: server.cpu(),
        }));
        if (number >= 0) measured[which]?.[side]?.push(result);
      }
    }
  }
  await Promise.all(sides.map(({ client }) => client.close()));
  return measured;
}

function reportGenerated(server: BenchServer, sizes: readonly number[]): void {
  const rows = sizes.map((services) => {
    const { records, seconds, peakMemory, databaseCpu } = server.generated.get(services) as NonNullable<
      ReturnType<typeof server.generated.get>
    >;
    return [
      String(services),
      String(records),
      seconds.toFixed(1),
      figure(records / seconds),
      figure(databaseCpu),
      figure(peakMemory),
    ];
  });
  printTable("scale: guide generate", ["services", "records", "seconds", "records/s", "database CPU s", "peak MB of node"], rows);
}

function report(sizes: readonly number[], measured: readonly (readonly (readonly Round[])[])[], rounds: number): void {
  const headers = [
    "question",
    ...sizes.flatMap((services) => [`wall at ${services}`, `CPU at ${services}`]),
    "wall ratio",
    "CPU ratio",
    "to reach",
  ];
  const rows = QUESTIONS.map(({ name, reach }, which) => {
    const sides = (measured[which] ?? []).map((side) => ({
      wall: median(side.flatMap((each) => each.wall)),
      cpu: median(side.map(totalCpu)),
    }));
    const first = sides[0];
    const last = sides.at(-1);
    const ratio = (of: "wall" | "cpu") => (first && last ? figure(last[of] / first[of]) : "");
    return [
      name,
      ...sides.flatMap(({ wall, cpu }) => [figure(wall), figure(cpu)]),
      ratio("wall"),
      ratio("cpu"),
      reach === undefined ? "" : String(reach),
    ];
  });
  printTable(`scale: milliseconds per request, medians of ${rounds} rounds, in one process`, headers, rows);
}
