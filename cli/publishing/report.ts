import { closeSync, openSync, writeSync } from "node:fs";
import type { Problem } from "../../subgraphs/shared/editions/validation";
import { CommandError } from "../explain";

/** A problem of one row, or of one record that a row gave. */
export interface ReportEntry {
  readonly place: string;
  readonly kind?: string | undefined;
  readonly code?: string | undefined;
  readonly problem: Problem;
}

const SHOWN = 50;
const COLUMNS = [
  "row",
  "kind",
  "code",
  "path",
  "problem",
  "severity",
  "message_en",
  "message_ar",
  "remedy_en",
  "remedy_ar",
] as const;

/**
 * Tells what is wrong with rows: errors on the terminal, up to so many, and everything in a file where one is asked
 * for. How often each warning and suggestion was made is told at the end.
 */
export class Report {
  readonly #file: number | undefined;
  readonly #isCsv: boolean;
  #errors = 0;
  readonly #remarks = new Map<string, number>();

  constructor(
    path: string | undefined,
    private readonly show: (line: string) => void,
  ) {
    if (path !== undefined && !/\.(csv|ndjson)$/i.test(path))
      throw new CommandError(`The report ${path} ends neither in .csv nor in .ndjson. Rename it.`);
    this.#isCsv = path?.toLowerCase().endsWith(".csv") ?? false;
    this.#file = path === undefined ? undefined : openSync(path, "w");
    // The mark tells spreadsheets that the file is in UTF-8.
    if (this.#isCsv) this.#write(`\uFEFF${csvLine(COLUMNS)}`);
  }

  /** Whether anything was refused. */
  get hasErrors(): boolean {
    return this.#errors > 0;
  }

  add(entry: ReportEntry): void {
    const { severity, code } = entry.problem;
    if (severity !== "ERROR") this.#remarks.set(`${severity} ${code}`, (this.#remarks.get(`${severity} ${code}`) ?? 0) + 1);
    else if (this.#errors++ < SHOWN) this.show(lineOf(entry));
    if (this.#file === undefined) return;
    const values = valuesOf(entry);
    this.#write(
      this.#isCsv ? csvLine(values) : JSON.stringify(Object.fromEntries(COLUMNS.map((name, at) => [name, values[at]]))),
    );
  }

  close(): void {
    if (this.#errors > SHOWN) this.show(`… and ${this.#errors - SHOWN} more errors; --report writes all of them to a file.`);
    for (const [remark, count] of [...this.#remarks].sort()) this.show(`${remark}: ${count}`);
    if (this.#file !== undefined) closeSync(this.#file);
  }

  #write(line: string): void {
    writeSync(this.#file as number, `${line}\n`);
  }
}

function lineOf({ place, kind, code, problem: { severity, path, code: rule, message, remedy } }: ReportEntry): string {
  const record = [kind, code].filter((each) => each !== undefined).join(" ");
  return `${place}${record === "" ? "" : ` (${record})`} ${path} ${severity} ${rule}: ${message["en"]} ${remedy["en"]}`;
}

function valuesOf({ place, kind, code, problem: { path, code: rule, severity, message, remedy } }: ReportEntry): string[] {
  const texts = [message["en"], message["ar"], remedy["en"], remedy["ar"]].map((text) => text ?? "");
  return [place, kind ?? "", code ?? "", path, rule, severity, ...texts];
}

const csvLine = (values: readonly string[]): string => values.map(csvCell).join(",");

/** Spreadsheets carry out what begins like a formula, and a report holds what strangers wrote: such a cell gets an apostrophe. */
function csvCell(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
