import { type Contender, inOneProcess, readyString } from "./contenders";
import type { BenchServer } from "./database";
import { FLAGSHIP } from "./flagship";
import { Client, type Load, type Operation, round, type Round, totalCpu } from "./load";
import { figure, median, printTable } from "./table";

const SERVICES = 1_000;
const LOAD: Load = { requests: 6_000, concurrency: 64, limitMs: 4_000 };
const ONE: Operation = { query: 'query One { serviceByCode(code: "GEN-SERVICE-000001") { code name { ar en } } }' };

interface Measured {
  readonly contender: Contender;
  readonly client: Client;
  readonly rounds: Round[];
}

/** An answer that the gateway keeps, against the same bytes sent by a server that does nothing else. */
export async function kept(server: BenchServer, rounds: number): Promise<void> {
  const database = await server.guide(SERVICES);
  const guide = await inOneProcess(database, { ANSWER_CACHE_BYTES: "64000000", RATE_LIMIT_PER_SECOND: "0" });
  try {
    await compare("one service", ONE, guide, server, rounds);
    await compare("flagship page", FLAGSHIP, guide, server, rounds);
  } finally {
    await guide.stop();
  }
}

async function compare(what: string, operation: Operation, guide: Contender, server: BenchServer, rounds: number): Promise<void> {
  const client = new Client(guide.url, LOAD.concurrency);
  const answer = await client.send(operation);
  const ready = await readyString(answer);
  const measured: Measured[] = [
    { contender: { ...guide, name: "the guide, a kept answer" }, client, rounds: [] },
    { contender: ready, client: new Client(ready.url, LOAD.concurrency), rounds: [] },
  ];
  try {
    for (const each of measured) {
      if ((await each.client.send(operation)) !== answer) throw new Error(`${each.contender.name} answers differently.`);
      await measure(each, operation, server);
    }
    for (const each of measured) each.rounds.length = 0;
    for (let number = 0; number < rounds; number++) for (const each of measured) await measure(each, operation, server);
    report(
      `kept answers: ${what} (${Buffer.byteLength(answer)} bytes, ${rounds} rounds, ${LOAD.concurrency} requests at once)`,
      measured,
    );
  } finally {
    await Promise.all(measured.map((each) => each.client.close()));
    await ready.stop();
  }
}

async function measure({ contender, client, rounds }: Measured, operation: Operation, server: BenchServer): Promise<void> {
  rounds.push(
    await round(
      client,
      () => operation,
      LOAD,
      () => ({ ...contender.cpu(), database: server.cpu() }),
    ),
  );
}

function report(title: string, measured: readonly Measured[]): void {
  const perSecond = measured.map(({ rounds }) => median(rounds.map((each) => each.requestsPerSecond)));
  const cpu = measured.map(({ rounds }) => median(rounds.map(totalCpu)));
  const [ours = 0, ready = 0] = perSecond;
  const [cpuOurs = 0, cpuReady = 0] = cpu;
  printTable(
    title,
    ["contender", "requests/s", "CPU ms per request", "of it database"],
    measured.map(({ contender, rounds }, index) => [
      contender.name,
      figure(perSecond[index] ?? 0),
      (cpu[index] ?? 0).toFixed(3),
      median(rounds.map((each) => each.cpu["database"] ?? 0)).toFixed(3),
    ]),
  );
  printTable(
    `${title}: ratios`,
    ["ratio", "measured", "to reach"],
    [
      ["requests/s: the guide ÷ ready string", figure(ours / ready), "0.6"],
      ["CPU: ready string ÷ the guide", figure(cpuReady / cpuOurs), "–"],
    ],
  );
}
