import "reflect-metadata";
import { Command, InvalidArgumentError } from "commander";
import { explain } from "./explain";
import { generateCommand } from "./commands/generate";
import { migrateCommand } from "./commands/migrate";
import { schemaCommand } from "./commands/schema";
import { seedCommand } from "./commands/seed";
import { startCommand } from "./commands/start";

const program = new Command("guide")
  .description("The unified government services guide.")
  .showHelpAfterError("(add --help for the options)")
  .addCommand(startCommand())
  .addCommand(migrateCommand())
  .addCommand(seedCommand())
  .addCommand(generateCommand())
  .addCommand(schemaCommand());

program.parseAsync().catch((error: unknown) => {
  const line = error instanceof InvalidArgumentError ? error.message : explain(error);
  process.stderr.write(`${line ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`);
  process.exit(1);
});
