import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { parser } from "stream-json";
import { streamArray } from "stream-json/streamers/StreamArray";
import { verifier } from "stream-json/utils/Verifier";
import { LONGEST_RECORD } from "./lines";
import { notJson, rowTooLong } from "./reading-problems";
import type { RowContent, SourceFile, SourceRow } from "./source-row";

/**
 * A list of records, or one. The file is read through once before the first record is given out: one that breaks off
 * in the middle is refused whole.
 */
export async function* readJson(source: SourceFile, file: string): AsyncGenerator<SourceRow> {
  const { path, name } = source;
  const problem = await brokenAt(path);
  if (problem) yield { place: name, file, problem };
  else if (!(await isList(path))) yield { place: name, file, ...(await onlyRecord(path)) };
  else {
    const elements = createReadStream(path, { start: await markLength(path) })
      .pipe(parser())
      .pipe(streamArray()) as AsyncIterable<{ key: number; value: unknown }>;
    for await (const { key, value } of elements) yield { place: `${name}[${key}]`, file, record: value };
  }
}

async function brokenAt(path: string): Promise<ReturnType<typeof notJson> | undefined> {
  try {
    await pipeline(createReadStream(path, { start: await markLength(path) }), verifier());
    return undefined;
  } catch (error) {
    const { line, message } = error as { line?: number; message: string };
    if (line === undefined) throw error;
    return notJson(`line ${line}, ${message.replace(/^ERROR at \d+ \(\d+, (\d+)\): Verifier /, "column $1: it ")}.`);
  }
}

const BYTE_ORDER_MARK = "\uFEFF";

/** How many bytes the byte-order mark takes that some programs put first. */
async function markLength(path: string): Promise<number> {
  for await (const chunk of createReadStream(path, { end: 2 })) {
    return (chunk as Buffer).toString("utf8") === BYTE_ORDER_MARK ? Buffer.byteLength(BYTE_ORDER_MARK) : 0;
  }
  return 0;
}

async function isList(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { encoding: "utf8" })) {
    const text = (chunk as string).replace(BYTE_ORDER_MARK, "").trimStart();
    if (text !== "") return text.startsWith("[");
  }
  return false;
}

async function onlyRecord(path: string): Promise<RowContent> {
  if ((await stat(path)).size > LONGEST_RECORD) return { problem: rowTooLong(LONGEST_RECORD) };
  return { record: JSON.parse((await readFile(path, "utf8")).replace(BYTE_ORDER_MARK, "")) as unknown };
}
