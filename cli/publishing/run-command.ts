import type { Command } from "commander";
import { CommandError, explain } from "../explain";
import { closeOnSignal, isStopping } from "../signals";
import { EXIT, EXIT_CODE_HELP } from "./exit-codes";
import type { Terminal } from "./publish-files";

const terminal: Terminal = {
  say: (text) => void process.stdout.write(`${text}\n`),
  complain: (text) => void process.stderr.write(`${text}\n`),
};

/** Runs work that answers an exit code; being told to stop lets it come to an orderly end first. */
export async function runCommand(work: (terminal: Terminal, signal: AbortSignal) => Promise<number>): Promise<void> {
  const stopping = new AbortController();
  const running = work(terminal, stopping.signal).catch((error: unknown) => {
    // What the person at the terminal can mend is told in a line; anything else is a fault of ours.
    const line = explain(error);
    if (line === undefined && !(error instanceof CommandError)) throw error;
    terminal.complain(line ?? "");
    return EXIT.notStarted;
  });
  closeOnSignal(async () => {
    stopping.abort();
    process.exitCode = await running;
  });
  const code = await running;
  if (!isStopping()) process.exitCode = code;
}

/** Gives a command the exit codes of these commands, also for options it does not know. */
export function withExitCodes(command: Command): Command {
  return command.addHelpText("after", EXIT_CODE_HELP).exitOverride((error) => {
    process.exit(error.exitCode === 0 ? EXIT.accepted : EXIT.notStarted);
  });
}
