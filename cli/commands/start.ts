import { Command, InvalidArgumentError, Option } from "commander";
import { subgraphs } from "../../subgraphs";
import { migrate } from "../../subgraphs/shared/migrate";
import { createLogger } from "../../telemetry/logger";
import { startTracing } from "../../telemetry/tracing";
import { dataOption, openDatabase } from "../database";
import { developmentIssuers, tokensFolder } from "../development-tokens";
import { startRunningGuide } from "../running-guide";
import { SAMPLE_GUIDE, seedIfEmpty } from "../seed";
import { closeOnSignal } from "../signals";

interface Options {
  readonly port?: string;
  readonly data: string;
  readonly guide: string;
  readonly empty?: boolean;
}

export function command(): Command {
  return new Command("start")
    .description("Run the whole guide in one process: database, subgraphs and gateway.")
    .option("--port <number>", "port of the gateway (default: PORT, or 4000)", portNumber)
    .addOption(dataOption())
    .addOption(
      new Option("--guide <folder>", "the records an empty guide is filled with").default(SAMPLE_GUIDE, "the sample guide"),
    )
    .option("--empty", "leave an empty guide empty")
    .action(start);
}

async function start({ port, data, guide, empty }: Options): Promise<void> {
  const { configuration, close } = await openDatabase(data);
  const logger = createLogger(configuration.logLevel);
  const stopTracing = await startTracing(configuration.tracesEndpoint, "guide", logger);
  try {
    await migrate(subgraphs, configuration.database);
    const development = developmentIssuers(data, logger);
    const issuers = [...configuration.issuers, ...development];
    const running = await startRunningGuide({ ...configuration, issuers }, logger, port === undefined ? {} : { PORT: port });
    closeOnSignal(async (signal) => {
      // Who presses Ctrl-C waits; an operator's SIGTERM lets load balancers notice first.
      await running.stop(signal === "SIGTERM" ? {} : { lingerMs: 0 });
      await stopTracing();
      process.exitCode = 0;
    });
    const filled = empty ? undefined : await seedIfEmpty(running.publisher, running.subgraphs, guide);
    if (filled) logger.info({ published: filled.published }, "filled the empty guide with the sample guide");
    if (development.length > 0)
      logger.warn({ folder: tokensFolder(data) }, "tokens of `guide token` are believed: whoever reads its key can be anybody");
    const seconds = (performance.now() / 1000).toFixed(1);
    process.stdout.write(`The guide is ready at ${running.gateway.url} (${seconds} s). Ctrl-C stops it.\n`);
  } catch (error) {
    await close();
    throw error;
  }
}

function portNumber(value: string): string {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535) throw new InvalidArgumentError("Expects a whole number from 0 to 65535.");
  return value;
}
