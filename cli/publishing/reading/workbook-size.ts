import { createReadStream } from "node:fs";
import type { Problem } from "../../../subgraphs/shared/editions/validation";
import { unsafeWorkbook } from "./reading-problems";

/** What a workbook may grow to. Its rows are read one by one; its texts and styles are held in memory while it is read. */
const LARGEST = { rows: 1_000_000_000, rest: 96_000_000, row: 16_000_000 } as const;
const SHEET = /^xl\/worksheets\/sheet\d+\.xml$/;
const END_OF_ROW = "</row>";

/**
 * Whether a workbook is one: a few kilobytes of it can stand for terabytes. It is unpacked once with nothing kept, up
 * to what a workbook may be, by the library that reads it afterwards: what the file says of its own size is not believed.
 */
export async function workbookProblem(path: string): Promise<Problem | undefined> {
  const size = { rows: 0, rest: 0 };
  // Loaded, like what reads workbooks, for who has one.
  const { Parse } = await import("unzipper");
  const file = createReadStream(path);
  try {
    for await (const entry of file.pipe(Parse({ forceStream: true }))) {
      const part = SHEET.test(entry.path) ? "rows" : "rest";
      let row = 0;
      for await (const chunk of entry as AsyncIterable<Buffer>) {
        size[part] += chunk.length;
        const end = chunk.lastIndexOf(END_OF_ROW);
        row = end < 0 ? row + chunk.length : chunk.length - end;
        if (size[part] > LARGEST[part] || (part === "rows" && row > LARGEST.row)) return tooLarge(entry.path);
      }
    }
    return undefined;
  } catch {
    return notAWorkbook();
  } finally {
    file.destroy();
  }
}

const tooLarge = (part: string): Problem =>
  unsafeWorkbook({
    en: `The workbook holds more than a workbook of records does (${part}).`,
    ar: `يحتوي المصنف على أكثر مما يحتويه مصنف سجلات (${part}).`,
  });

const notAWorkbook = (): Problem =>
  unsafeWorkbook({ en: "This is no XLSX workbook, or a damaged one.", ar: "هذا الملف ليس مصنف XLSX أو أنه تالف." });
