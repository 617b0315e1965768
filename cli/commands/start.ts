import { Command } from "commander";
import { subgraphs } from "../../subgraphs";
import { existingRecords } from "../../subgraphs/shared/changes/change-log";
import { createLogger } from "../../subgraphs/shared/logger";
import { migrate } from "../../subgraphs/shared/migrate";
import type { RunningSubgraph } from "../../subgraphs/shared/execute";
import { dataOption, openDatabase } from "../database";
import { startRunningGuide } from "../running-guide";
import { seed } from "../seed";

interface Options {
  readonly port?: string;
  readonly data: string;
  readonly guide: string;
  readonly empty?: boolean;
}

export function startCommand(): Command {
  return new Command("start")
    .description("Run the whole guide in one process: database, subgraphs and gateway.")
    .option("--port <number>", "port of the gateway (default: PORT, or 4000)")
    .addOption(dataOption())
    .option("--guide <folder>", "the records an empty guide is filled with", "data")
    .option("--empty", "leave an empty guide empty")
    .action(start);
}

async function start({ port, data, guide, empty }: Options): Promise<void> {
  const began = performance.now();
  const { configuration, close } = await openDatabase(data);
  const logger = createLogger(configuration.logLevel);
  try {
    await migrate(subgraphs, configuration.database);
    const running = await startRunningGuide(configuration, logger, port === undefined ? {} : { PORT: port });
    stopOnSignals(async (lingerMs) => {
      await running.stop(lingerMs === undefined ? {} : { lingerMs });
      await close();
    });
    if (!empty && (await isEmpty(running.subgraphs))) {
      const { published } = await seed(running.publisher, guide);
      logger.info({ published }, "filled the empty guide with the sample guide");
    }
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    process.stdout.write(`The guide is ready at ${running.gateway.url} (${seconds} s). Ctrl-C stops it.\n`);
  } catch (error) {
    await close();
    throw error;
  }
}

async function isEmpty([first]: readonly RunningSubgraph[]): Promise<boolean> {
  const { database } = first as RunningSubgraph;
  const guide = { typename: "Guide", code: "GUIDE" };
  return (await existingRecords(database, [guide], undefined)).size === 0;
}

/** The terminal's Ctrl-C stops at once; an operator's SIGTERM lets load balancers notice first. A second one insists. */
function stopOnSignals(stop: (lingerMs: number | undefined) => Promise<void>): void {
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      stop(signal === "SIGINT" ? 0 : undefined).then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
