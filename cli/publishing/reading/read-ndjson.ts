import { createReadStream } from "node:fs";
import { linesOf, LONGEST_RECORD } from "./lines";
import { notJson, rowTooLong } from "./reading-problems";
import type { RowContent, SourceFile, SourceRow } from "./source-row";

/** One record in each line. A line that is no JSON is told, and the others are read all the same. */
export async function* readNdjson({ path, name }: SourceFile, file: string): AsyncGenerator<SourceRow> {
  for await (const { number, text } of linesOf(createReadStream(path))) {
    const place = `${name}:${number}`;
    if (text === undefined) yield { place, file, problem: rowTooLong(LONGEST_RECORD) };
    else {
      const line = text.replace(/^\uFEFF/, "").trim();
      if (line !== "") yield { place, file, ...parsed(line) };
    }
  }
}

function parsed(line: string): RowContent {
  try {
    return { record: JSON.parse(line) as unknown };
  } catch (error) {
    return { problem: notJson(error instanceof Error ? error.message : String(error)) };
  }
}
