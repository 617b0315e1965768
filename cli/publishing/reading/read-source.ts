import { createWriteStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, extname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { CommandError } from "../../explain";
import { readCsv } from "./read-csv";
import { readJson } from "./read-json";
import { readNdjson } from "./read-ndjson";
import { readXlsx } from "./read-xlsx";
import { type Format, FORMATS, type SourceFile, type SourceRow } from "./source-row";

const READERS: Readonly<Record<Format, (source: SourceFile, file: string) => AsyncGenerator<SourceRow>>> = {
  json: readJson,
  ndjson: readNdjson,
  csv: readCsv,
  xlsx: readXlsx,
};
/** Other endings by which formats are known. */
const ENDINGS: Readonly<Record<string, Format>> = { jsonl: "ndjson" };
/** What stands for the standard input. */
export const STANDARD_INPUT = "-";

/**
 * The files that paths stand for: themselves, all of a folder that have a known ending, or what is piped in, which is
 * copied to a folder first so that it can be read as often as the others.
 */
export async function sourceFiles(
  paths: readonly string[],
  format: Format | undefined,
  temporary: string,
): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const path of paths) {
    if (path === STANDARD_INPUT) files.push(await pipedIn(format ?? "ndjson", temporary));
    else if ((await stat(path)).isDirectory()) files.push(...(await filesIn(path, format)));
    else files.push({ path, name: nameOf(path), format: format ?? formatOf(path) ?? unknown(path) });
  }
  return files;
}

async function filesIn(folder: string, format: Format | undefined): Promise<SourceFile[]> {
  const names = (await readdir(folder, { recursive: true })).sort();
  const files = names.flatMap((name) => {
    const known = formatOf(name);
    const path = join(folder, name);
    return known && (format ?? known) === known ? [{ path, name: nameOf(path), format: known }] : [];
  });
  if (files.length === 0) throw new CommandError(`There is nothing to publish in ${folder}: no ${FORMATS.join(", ")} file.`);
  return files;
}

/** The rows of files, one after the other. */
export async function* readSource(files: readonly SourceFile[]): AsyncGenerator<SourceRow> {
  for (const source of files) yield* READERS[source.format](source, basename(source.name));
}

async function pipedIn(format: Format, temporary: string): Promise<SourceFile> {
  const path = join(temporary, "standard-input");
  await pipeline(process.stdin, createWriteStream(path));
  return { path, name: STANDARD_INPUT, format };
}

/** A path as people would write it from where they are. */
function nameOf(path: string): string {
  const name = relative(process.cwd(), path);
  return name.startsWith("..") ? path : name;
}

function formatOf(path: string): Format | undefined {
  const ending = extname(path).slice(1).toLowerCase();
  return ENDINGS[ending] ?? FORMATS.find((format) => format === ending);
}

function unknown(path: string): never {
  throw new CommandError(`What is in ${path} is not told by its name. Say it with --format ${FORMATS.join("|")}.`);
}
