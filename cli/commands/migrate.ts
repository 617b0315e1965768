import { Command } from "commander";
import { subgraphs } from "../../subgraphs";
import { migrate, revert } from "../../subgraphs/shared/migrate";
import { dataOption, openDatabase } from "../database";

export function command(): Command {
  return new Command("migrate")
    .description("Bring the database up to date: roles, schemas and tables of every subgraph.")
    .addOption(dataOption())
    .option("--revert", "take back the newest migration of every subgraph instead")
    .action(async ({ data, revert: back }: { data: string; revert?: boolean }) => {
      const { configuration, close } = await openDatabase(data);
      try {
        if (back) {
          await revert(subgraphs, configuration.database);
          process.stdout.write("Took back the newest migration of every subgraph.\n");
          return;
        }
        for (const { subgraph, migrations } of await migrate(subgraphs, configuration.database)) {
          process.stdout.write(`${subgraph}: ${migrations.length === 0 ? "up to date" : migrations.join(", ")}\n`);
        }
      } finally {
        await close();
      }
    });
}
