import { Command } from "commander";
import { writeSchemaFiles } from "../../schema/print";

export function command(): Command {
  return new Command("schema")
    .description("Rewrite the files under schema/ that are made from the code.")
    .action(() => void process.stdout.write(`Wrote ${writeSchemaFiles()} schema files.\n`));
}
