import { Command, InvalidArgumentError, Option } from "commander";
import { startServer } from "./database";
import { flagship } from "./flagship";
import { kept } from "./kept";
import { publish } from "./publish";
import { scale } from "./scale";
import { start } from "./start";

const PARTS = ["flagship", "kept", "publish", "scale", "start"] as const;

interface Options {
  readonly only: readonly string[];
  readonly sizes?: readonly number[];
  readonly rounds?: number;
  readonly quick?: boolean;
}

new Command("bench")
  .description("Measures the guide on this machine, with traffic to 127.0.0.1 only, and prints tables.")
  .addOption(new Option("--only <parts...>", "which parts to run").choices(PARTS).default([...PARTS]))
  .option("--sizes <list>", "numbers of services to compare, such as 1000,100000", numbers)
  .option("--rounds <number>", "rounds of each measurement", (value) => numbers(value)[0])
  .option("--quick", "a large guide of 10,000 services instead of 100,000, and fewer rounds")
  .action(bench)
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  });

async function bench({
  only,
  quick = false,
  sizes = quick ? [1_000, 10_000] : [1_000, 100_000],
  rounds = quick ? 3 : 5,
}: Options): Promise<void> {
  const began = performance.now();
  if (["flagship", "kept", "scale"].some((part) => only.includes(part))) {
    const server = await startServer();
    try {
      if (only.includes("flagship")) await flagship(server, rounds);
      if (only.includes("kept")) await kept(server, rounds);
      if (only.includes("scale")) await scale(server, sizes, rounds);
    } finally {
      await server.stop();
    }
  }
  for (const services of only.includes("publish") ? sizes : []) await publish(services);
  if (only.includes("start")) await start(quick ? 1 : 2);
  process.stdout.write(`\nMeasured in ${Math.round((performance.now() - began) / 1000)} s.\n`);
}

function numbers(value: string): number[] {
  const parsed = value.split(",").map(Number);
  if (parsed.every((each) => Number.isInteger(each) && each > 0)) return parsed;
  throw new InvalidArgumentError("Expects whole numbers, separated by commas.");
}
