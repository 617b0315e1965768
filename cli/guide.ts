import "reflect-metadata";
import { Command } from "commander";
import { explain } from "./explain";
import { isStopping } from "./signals";

/** The files of `commands/`, in the order of the help. */
const COMMANDS = ["start", "migrate", "seed", "generate", "publish", "approve", "schema", "token", "verify"];

/** A command is loaded when it is asked for: all of them together take seconds to load. */
function load(name: string): Command {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` of a CommonJS package loads no TypeScript
  return (require(`./commands/${name}`) as { command: () => Command }).command();
}

async function main([asked = ""]: readonly string[]): Promise<void> {
  const program = new Command("guide")
    .description("The unified government services guide.")
    .showHelpAfterError("(add --help for the options)");
  // The help, and who mistypes a name, is told of all of them.
  const wanted = COMMANDS.includes(asked) ? [asked] : COMMANDS;
  for (const name of wanted) program.addCommand(load(name));
  await program.parseAsync();
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (isStopping()) return;
  const line = explain(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.stderr.write(`${line}\n`);
  process.exit(1);
});
