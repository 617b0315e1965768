import { Argument, Command, Option } from "commander";
import { patienceOption, tokenFileOption, tokenOf, tokenOption, urlOption, wholeNumber } from "../publishing/common-options";
import { publishFiles, type PublishOptions } from "../publishing/publish-files";
import { runCommand, withExitCodes } from "../publishing/run-command";
import { FORMATS } from "../publishing/reading/source-row";

type Options = Omit<PublishOptions, "token" | "patienceMs"> & {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly patience: number;
};

/** The most records that the guide takes in one request. */
const MOST_RECORDS = 500;

export function command(): Command {
  return withExitCodes(new Command("publish"))
    .description("Put records of a file into a running guide: checked, submitted and, with an approver's token, published.")
    .addArgument(new Argument("<path...>", "files, folders of files, or - for the standard input (NDJSON unless --format says)"))
    .addOption(urlOption())
    .addOption(tokenOption())
    .addOption(tokenFileOption())
    .addOption(
      new Option("--approver-token <token>", "of another person, who approves and publishes at once").env("GUIDE_APPROVER_TOKEN"),
    )
    .option("--mapping <file>", "what the columns of tables mean, as YAML or JSON")
    .option("--kind <type>", "what records are that have no __typename, such as Service")
    .addOption(new Option("--format <format>", "what is in the file, where its name does not tell").choices(FORMATS))
    .option("--dry-run", "check everything and write nothing")
    .option("--reason <text>", "why records are to be published in spite of warnings")
    .option("--note <text>", "what to say about the change; it becomes public with it")
    .option("--report <file>", "write all problems to a .csv or .ndjson file, in Arabic and English")
    .option("--resume", "go on with an interrupted run of the same command")
    .addOption(new Option("--batch <number>", "records in a request").argParser(wholeNumber(1, MOST_RECORDS)).default(200))
    .addOption(new Option("--concurrency <number>", "requests at a time").argParser(wholeNumber(1, 16)).default(2))
    .addOption(patienceOption())
    .action((paths: string[], { token, tokenFile, patience, ...options }: Options) =>
      runCommand(async (terminal, signal) => {
        const whole = { ...options, token: tokenOf(token, tokenFile), patienceMs: patience * 1_000 };
        return publishFiles(paths, whole, terminal, signal);
      }),
    );
}
