import "reflect-metadata";
import { Command } from "commander";
import { explain } from "./explain";
import { approveCommand } from "./commands/approve";
import { generateCommand } from "./commands/generate";
import { migrateCommand } from "./commands/migrate";
import { publishCommand } from "./commands/publish";
import { schemaCommand } from "./commands/schema";
import { seedCommand } from "./commands/seed";
import { startCommand } from "./commands/start";
import { tokenCommand } from "./commands/token";
import { verifyCommand } from "./commands/verify";
import { isStopping } from "./signals";

const program = new Command("guide")
  .description("The unified government services guide.")
  .showHelpAfterError("(add --help for the options)")
  .addCommand(startCommand())
  .addCommand(migrateCommand())
  .addCommand(seedCommand())
  .addCommand(generateCommand())
  .addCommand(publishCommand())
  .addCommand(approveCommand())
  .addCommand(schemaCommand())
  .addCommand(tokenCommand())
  .addCommand(verifyCommand());

program.parseAsync().catch((error: unknown) => {
  if (isStopping()) return;
  const line = explain(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.stderr.write(`${line}\n`);
  process.exit(1);
});
