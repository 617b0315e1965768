import { Command } from "commander";
import { subgraphs } from "../../subgraphs";
import { createLogger } from "../../subgraphs/shared/logger";
import { migrate } from "../../subgraphs/shared/migrate";
import { dataOption, openDatabase } from "../database";
import { progressBar } from "../progress";
import { startSubgraphs } from "../running-guide";
import { seed } from "../seed";

export function seedCommand(): Command {
  return new Command("seed")
    .description("Publish the records of a folder or file. Everything is checked first; what has not changed stays as it is.")
    .argument("[path]", "a folder of JSON files, or one file", "data")
    .addOption(dataOption())
    .action(async (path: string, { data }: { data: string }) => {
      const { configuration, close } = await openDatabase(data);
      try {
        await migrate(subgraphs, configuration.database);
        const { publisher, close: disconnect } = startSubgraphs(configuration, createLogger(configuration.logLevel));
        const bar = progressBar("Publishing");
        try {
          const { published, unchanged } = await seed(publisher, path, bar.show);
          bar.end();
          process.stdout.write(`Published ${published} records; ${unchanged} were unchanged.\n`);
        } finally {
          bar.end();
          await disconnect();
        }
      } finally {
        await close();
      }
    });
}
