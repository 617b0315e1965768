import { Command, InvalidArgumentError, Option } from "commander";
import { CommandError } from "../explain";
import { type ApproveOptions, approveWaiting } from "../publishing/approve-drafts";
import { patienceOption, tokenFileOption, tokenOf, tokenOption, urlOption } from "../publishing/common-options";
import { runCommand, withExitCodes } from "../publishing/run-command";

type Options = Omit<ApproveOptions, "token" | "patienceMs"> & {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly patience: number;
  readonly all?: boolean;
};

export function command(): Command {
  return withExitCodes(new Command("approve"))
    .description("Approve and publish what waits for it in a running guide. Nobody approves what they wrote.")
    .addOption(new Option("--entity <code>", "only records of this entity").conflicts("all"))
    .option("--all", "records of every entity that the token may approve for")
    .option("--kind <type>", "only records of this type, such as Service")
    .option("--publish-at <instant>", "publish them then, such as 2026-12-01T08:00:00+04:00", instant)
    .option("--dry-run", "only show what waits")
    .option("--report <file>", "write all problems to a .csv or .ndjson file, in Arabic and English")
    .addOption(urlOption())
    .addOption(tokenOption())
    .addOption(tokenFileOption())
    .addOption(patienceOption())
    .action(({ token, tokenFile, patience, all, ...options }: Options) =>
      runCommand(async (terminal, signal) => {
        if (!all && options.entity === undefined) throw new CommandError("Say for whom: --entity CODE, or --all.");
        const whole = { ...options, token: tokenOf(token, tokenFile), patienceMs: patience * 1_000 };
        return approveWaiting(whole, terminal, signal);
      }),
    );
}

function instant(value: string): string {
  const date = new Date(value);
  if (!/T/.test(value) || Number.isNaN(date.getTime()))
    throw new InvalidArgumentError("Expects an instant such as 2026-12-01T08:00:00+04:00.");
  return date.toISOString();
}
