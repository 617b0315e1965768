import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inOneProcess, overHttp, startSubgraphProcesses, stockOverHttp, type Contender } from "./contenders";
import type { BenchServer } from "./database";
import { Client, type Load, type Operation, round, type Round, totalCpu } from "./load";
import { ROOT } from "./processes";
import { figure, median, printTable } from "./table";

export const FLAGSHIP: Operation = { query: readFileSync(join(ROOT, "schema/operations/flagship-services.graphql"), "utf8") };

const SERVICES = 1_000;
const WARM_UP: Load = { requests: 150, concurrency: 4, limitMs: 6_000 };
const ONE_BY_ONE: Load = { requests: 60, concurrency: 1, limitMs: 3_000 };
const EIGHT_AT_ONCE: Load = { requests: 100, concurrency: 8, limitMs: 3_000 };

interface Measured {
  readonly contender: Contender;
  readonly sequential: Round[];
  readonly concurrent: Round[];
}

/** One page of twenty services with everything a list shows, through each way of serving the same guide. */
export async function flagship(server: BenchServer, rounds: number): Promise<void> {
  const database = await server.guide(SERVICES);
  const subgraphs = await startSubgraphProcesses(database);
  const contenders = [await inOneProcess(database), await overHttp(subgraphs), await stockOverHttp(subgraphs)];
  try {
    const bytes = await sameAnswers(contenders);
    const measured = await measure(contenders, server, rounds);
    report(measured, `${SERVICES} services, ${rounds} rounds, answers of ${bytes} bytes identical`);
  } finally {
    await Promise.all(contenders.map(({ stop }) => stop()));
    await subgraphs.stop();
  }
}

/** All contenders give the same answer, byte for byte. */
async function sameAnswers(contenders: readonly Contender[]): Promise<number> {
  const answers = await Promise.all(contenders.map(({ url }) => once(url)));
  const [first = ""] = answers;
  answers.forEach((answer, index) => {
    if (answer !== first)
      throw new Error(
        `${contenders[index]?.name} answers differently:\n${answer.slice(0, 2_000)}\nand not:\n${first.slice(0, 2_000)}`,
      );
  });
  const { data } = JSON.parse(first) as { data: { services: { nodes: unknown[] } } };
  if (data.services.nodes.length !== 20) throw new Error(`The page has ${data.services.nodes.length} services.`);
  return Buffer.byteLength(first);
}

async function once(url: string): Promise<string> {
  const client = new Client(url);
  try {
    return await client.send(FLAGSHIP);
  } finally {
    await client.close();
  }
}

async function measure(contenders: readonly Contender[], server: BenchServer, rounds: number): Promise<Measured[]> {
  const measured = contenders.map((contender) => ({
    contender,
    client: new Client(contender.url),
    sequential: [] as Round[],
    concurrent: [] as Round[],
  }));
  const cost = ({ contender, client }: (typeof measured)[number], load: Load) =>
    round(
      client,
      () => FLAGSHIP,
      load,
      () => ({ ...contender.cpu(), database: server.cpu() }),
    );
  for (const each of measured) await cost(each, WARM_UP);
  for (let number = 0; number < rounds; number++) {
    for (const each of measured) each.sequential.push(await cost(each, ONE_BY_ONE));
    for (const each of measured) each.concurrent.push(await cost(each, EIGHT_AT_ONCE));
  }
  await Promise.all(measured.map(({ client }) => client.close()));
  return measured;
}

function report(measured: readonly Measured[], detail: string): void {
  const headers = [
    "contender",
    "CPU median",
    "CPU best",
    "gateway",
    "subgraphs",
    "database",
    "wall median",
    "wall best",
    "CPU median ×8",
    "CPU best ×8",
    "requests/s ×8",
  ];
  const rows = measured.map(({ contender, sequential, concurrent }) => {
    const cpu = sequential.map(totalCpu);
    const part = (name: string) => figure(median(sequential.map((each) => each.cpu[name] ?? 0)));
    const wall = sequential.flatMap((each) => each.wall);
    const cpuAtOnce = concurrent.map(totalCpu);
    return [
      contender.name,
      figure(median(cpu)),
      figure(Math.min(...cpu)),
      part("gateway"),
      part("subgraphs"),
      part("database"),
      figure(median(wall)),
      figure(Math.min(...wall)),
      figure(median(cpuAtOnce)),
      figure(Math.min(...cpuAtOnce)),
      figure(median(concurrent.map((each) => each.requestsPerSecond))),
    ];
  });
  printTable(`flagship: milliseconds per page (${detail})`, headers, rows);
  const [inProcess, http, stock] = measured.map(({ sequential }) => ({
    median: median(sequential.map(totalCpu)),
    best: Math.min(...sequential.map(totalCpu)),
  }));
  if (!inProcess || !http || !stock) return;
  printTable(
    "flagship: CPU per request, ratios",
    ["ratio", "of medians", "of bests", "to reach"],
    [
      [
        "stock over HTTP ÷ the guide in one process",
        figure(stock.median / inProcess.median),
        figure(stock.best / inProcess.best),
        "12",
      ],
      ["stock over HTTP ÷ the guide over HTTP", figure(stock.median / http.median), figure(stock.best / http.best), "4"],
    ],
  );
}
