import { Argument, Command } from "commander";
import { subgraphs } from "../../subgraphs";
import { createLogger } from "../../telemetry/logger";
import { migrate } from "../../subgraphs/shared/migrate";
import { dataOption, openDatabase } from "../database";
import { progressBar } from "../progress";
import { startSubgraphs } from "../running-guide";
import { SAMPLE_GUIDE, seed, seedIfEmpty } from "../seed";

interface Options {
  readonly data: string;
  readonly ifEmpty?: boolean;
}

export function command(): Command {
  return new Command("seed")
    .description("Publish the records of a folder or file. Everything is checked first; what has not changed stays as it is.")
    .addArgument(new Argument("[path]", "a folder of JSON files, or one file").default(SAMPLE_GUIDE, "the sample guide"))
    .addOption(dataOption())
    .option("--if-empty", "do nothing when the guide was filled before")
    .action(async (path: string, { data, ifEmpty }: Options) => {
      const { configuration, close } = await openDatabase(data);
      try {
        await migrate(subgraphs, configuration.database);
        const { publisher, running, close: disconnect } = startSubgraphs(configuration, createLogger(configuration.logLevel));
        const bar = progressBar("Publishing");
        try {
          const counts = ifEmpty ? await seedIfEmpty(publisher, running, path, bar.show) : await seed(publisher, path, bar.show);
          bar.end();
          process.stdout.write(
            counts
              ? `Published ${counts.published} records; ${counts.unchanged} were unchanged.\n`
              : "The guide was filled before; nothing was published.\n",
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
