import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { CommandError } from "../explain";
import { progressBar } from "../progress";
import { EXIT } from "./exit-codes";
import { Intake } from "./intake";
import { Journal } from "./journal";
import { kindNamed, KIND_ORDER } from "./kinds";
import { Mapper } from "./mapping/mapper";
import { readMapping } from "./mapping/mapping-file";
import { readSource, sourceFiles, STANDARD_INPUT } from "./reading/read-source";
import type { Format } from "./reading/source-row";
import { Report } from "./report";
import { BulkPublishing } from "./sending/bulk-publishing";
import { GuideClient, Interrupted, RefusedToken } from "./sending/guide-client";
import { Spool } from "./spool";
import { Summary } from "./summary";

export interface PublishOptions {
  readonly url: string;
  readonly token: string;
  readonly approverToken?: string | undefined;
  readonly mapping?: string | undefined;
  readonly kind?: string | undefined;
  readonly format?: Format | undefined;
  readonly dryRun?: boolean | undefined;
  readonly reason?: string | undefined;
  readonly note?: string | undefined;
  readonly report?: string | undefined;
  readonly resume?: boolean | undefined;
  readonly batch: number;
  readonly concurrency: number;
  readonly patienceMs: number;
}

/** Where a command says what it has to say. */
export interface Terminal {
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** What one run of the command has in its hands. */
interface Run {
  readonly options: PublishOptions;
  readonly client: GuideClient;
  readonly folder: string;
  readonly report: Report;
  readonly summary: Summary;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** Publishes what is in files, folders or the standard input. Answers the exit code. */
export async function publishFiles(
  paths: readonly string[],
  options: PublishOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  if (options.kind !== undefined && !kindNamed(options.kind))
    throw new CommandError(`${options.kind} is not a kind of record. Use one of: ${KIND_ORDER.join(", ")}.`);
  const client = new GuideClient({ url: options.url, patienceMs: options.patienceMs, signal });
  const folder = mkdtempSync(join(tmpdir(), "guide-publish-"));
  const report = new Report(options.report, terminal.complain);
  const run = { options, client, folder, report, summary: new Summary(), terminal, signal };
  try {
    return await publish(paths, run);
  } catch (error) {
    if (error instanceof Interrupted) return interrupted(error, run);
    throw error;
  } finally {
    report.close();
    await client.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function publish(paths: readonly string[], run: Run): Promise<number> {
  const { options, client, folder, report, summary, terminal, signal } = run;
  await client.reach(options.token);
  if (options.approverToken !== undefined) await client.reach(options.approverToken);
  const mapper = options.mapping === undefined ? undefined : new Mapper(await readMapping(options.mapping));
  const spool = new Spool(join(folder, "records"));
  const intake = new Intake(spool, report, mapper, options.kind);
  const rows = await intake.take(readSource(await sourceFiles(paths, options.format, folder)), signal);
  await send(run, spool, await openJournal(paths, options), intake.places);
  terminal.say(`${rows.rows} rows read${rows.reported > 0 ? `; ${rows.reported} gave no record` : ""}.`);
  terminal.say([`${summary.done} records:`, ...summary.lines()].join("\n"));
  if (summary.total("submitted") > 0) terminal.say(waiting(summary.total("submitted"), options));
  return report.hasErrors ? EXIT.refused : EXIT.accepted;
}

async function send(
  { options, client, folder, report, summary }: Run,
  spool: Spool,
  journal: Journal,
  places: ReadonlyMap<string, string>,
): Promise<void> {
  const bar = progressBar(options.dryRun ? "Checking" : "Publishing");
  const total = spool.count();
  let isDone = false;
  try {
    await new BulkPublishing({
      ...{ client, journal, report, summary, folder },
      ...{ token: options.token, approverToken: options.approverToken, concurrency: options.concurrency },
      ...{ isDryRun: options.dryRun ?? false, note: options.note, reason: options.reason },
      isComing: (kind, code) => places.has(`${kind}:${code}`),
      onProgress: () => bar.show(summary.done, total),
    }).publish(spool);
    isDone = true;
  } finally {
    journal.close({ isDone });
    bar.end();
    spool.remove();
  }
}

/** The journal lies beside the report. What a run is about tells its name, so that two runs do not share one. */
async function openJournal(paths: readonly string[], options: PublishOptions): Promise<Journal> {
  const inputs = paths.map((path) => (path === STANDARD_INPUT ? path : resolve(path)));
  const about = [
    options.url,
    inputs,
    options.mapping,
    options.kind,
    options.format,
    options.reason,
    options.note,
    options.dryRun,
  ];
  const hash = createHash("sha256").update(JSON.stringify(about)).digest("hex").slice(0, 12);
  const file = join(options.report === undefined ? "." : dirname(options.report), `.guide-publish-${hash}.journal`);
  const resumed = options.resume ? await Journal.resume(file) : undefined;
  if (options.resume && !resumed)
    throw new CommandError(`There is nothing to resume: no journal of this run is in ${dirname(resolve(file))}.`);
  return resumed ?? Journal.begin(file, options.batch);
}

function interrupted(error: Interrupted, { summary, terminal }: Run): number {
  const isBegun = summary.done > 0;
  terminal.complain(
    `${error.message} ${summary.done} records were dealt with; the same command with --resume goes on from there.`,
  );
  return error instanceof RefusedToken && !isBegun ? EXIT.notStarted : EXIT.interrupted;
}

function waiting(count: number, { url }: PublishOptions): string {
  return `${count} wait for approval by another person, with the token of an approver: guide approve --all --url ${url}`;
}
