import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { subgraphs } from "../../subgraphs";
import { createLogger } from "../../telemetry/logger";
import { migrate } from "../../subgraphs/shared/migrate";
import type { SubmittedRecord } from "../../subgraphs/shared/editions/checker";
import type { Publisher } from "../../subgraphs/shared/publisher";
import { dataOption, openDatabase } from "../database";
import { CommandError } from "../explain";
import { progressBar } from "../progress";
import { startSubgraphs } from "../running-guide";
import { seed } from "../seed";
import { syntheticGuide, syntheticGuideSize } from "../synthetic-guide";
import { writeSyntheticGuide } from "../write-synthetic-guide";

/** How many records are checked together: enough to ask the database seldom, few enough to keep memory flat. */
const BATCH = 1_000;
const CODE_LISTS = join(__dirname, "../../data/code-lists");

export function command(): Command {
  return new Command("generate")
    .description("Fill the database with a synthetic guide of any size, for tests and benchmarks.")
    .addOption(new Option("--services <number>", "how many services").argParser(positiveNumber).default(1_000))
    .option("--to <file>", "write the records to a file instead, one in each line, for `guide publish`")
    .addOption(dataOption())
    .action(async ({ services, to, data }: { services: number; to?: string; data: string }) => {
      if (to !== undefined) {
        process.stdout.write(`Wrote ${await writeSyntheticGuide(services, CODE_LISTS, to)} records.\n`);
        return;
      }
      const { configuration, close } = await openDatabase(data);
      try {
        await migrate(subgraphs, configuration.database);
        const { publisher, close: disconnect } = startSubgraphs(configuration, createLogger(configuration.logLevel));
        const bar = progressBar("Generating");
        try {
          const began = performance.now();
          const records = await generate(publisher, services, bar.show);
          bar.end();
          const seconds = (performance.now() - began) / 1000;
          process.stdout.write(
            `Generated ${records} records in ${seconds.toFixed(1)} s (${Math.round(records / seconds)} a second).\n`,
          );
        } finally {
          bar.end();
          await disconnect();
        }
      } finally {
        await close();
      }
    });
}

/** Streams a synthetic guide in, through the same checks as every other record. Answers how many records it has. */
export async function generate(
  publisher: Publisher,
  services: number,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<number> {
  await seed(publisher, CODE_LISTS);
  const total = syntheticGuideSize(services);
  let done = 0;
  let writing: Promise<unknown> | undefined;
  for (const batch of batches(syntheticGuide(services))) {
    // While the database takes one batch, the next is made and checked; all refer to the first, which must be in.
    const submission = await publisher.check(batch);
    const [first] = submission.problems;
    if (first)
      throw new CommandError(
        `The synthetic guide is not sound: ${first.place} ${first.path} ${first.code}: ${first.message["en"]}`,
      );
    const isFirst = writing === undefined;
    await writing;
    writing = publisher.publish(submission, { onProgress: (records) => onProgress((done += records), total) });
    // A failure is reported where it is waited for; until then it must not end the process.
    writing.catch(() => undefined);
    if (isFirst) await writing;
  }
  await writing;
  return total;
}

function* batches(groups: Iterable<readonly object[]>): Generator<SubmittedRecord[]> {
  let batch: SubmittedRecord[] = [];
  let number = 0;
  for (const group of groups) {
    for (const value of group) batch.push({ place: `record ${number++}`, value });
    if (batch.length >= BATCH || number === batch.length) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

function positiveNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 1_000_000)
    throw new InvalidArgumentError("Expects a whole number from 1 to 1000000.");
  return number;
}
