import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { parse } from "csv-parse";
import { LONGEST_RECORD } from "./lines";
import { notCsv } from "./reading-problems";
import type { SourceFile, SourceRow } from "./source-row";

interface CsvRow {
  readonly record: Readonly<Record<string, string>>;
  readonly raw: string;
  /** The line it ends on. */
  readonly info: { readonly lines: number };
}

/** The rows of a table; the first says what its columns are called. A row that cannot be read is told; the others are read. */
export async function* readCsv({ path, name }: SourceFile, file: string): AsyncGenerator<SourceRow> {
  const skipped: { readonly line: number; readonly message: string }[] = [];
  const rows = pipeline(
    createReadStream(path, "utf8"),
    withPlainLineEnds,
    parse({
      bom: true,
      columns: (header: string[]) => header.map((title) => title.trim()),
      info: true,
      raw: true,
      max_record_size: LONGEST_RECORD,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        if (error) skipped.push({ line: Number(error["lines"] ?? 0), message: error.message });
        return undefined;
      },
    }),
    // What goes wrong is thrown where the rows are read.
    () => undefined,
  );
  const told = function* (): Generator<SourceRow> {
    for (const { line, message } of skipped.splice(0)) yield { place: `${name}:${line}`, file, problem: notCsv(message) };
  };
  for await (const { record, raw, info } of rows as AsyncIterable<CsvRow>) {
    yield* told();
    // A row may have lines within its cells; people look for it where it begins.
    yield { place: `${name}:${info.lines - linesWithin(raw)}`, file, cells: record };
  }
  yield* told();
}

const linesWithin = (raw: string): number => raw.trim().split("\n").length - 1;

/** Line ends of one kind, so that the parser counts each line once, also within cells. */
async function* withPlainLineEnds(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let held = "";
  for await (const chunk of chunks) {
    const text = held + chunk;
    held = text.endsWith("\r") ? "\r" : "";
    yield text.slice(0, text.length - held.length).replaceAll("\r\n", "\n");
  }
  if (held !== "") yield held;
}
