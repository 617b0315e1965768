import type { Cell, CellValue, Row, stream } from "exceljs";
import type { SourceFile, SourceRow } from "./source-row";
import { workbookProblem } from "./workbook-size";

/** What the library tells of a sheet beyond what its types do. */
type Sheet = stream.xlsx.WorksheetReader & { readonly name?: string };

/** The rows of every sheet of a workbook; the first row of a sheet says what its columns are called. */
export async function* readXlsx({ path, name }: SourceFile, file: string): AsyncGenerator<SourceRow> {
  const problem = await workbookProblem(path);
  if (problem) {
    yield { place: name, file, problem };
    return;
  }
  // Loaded for who has a workbook only, as it takes longer to load than all the rest of the command.
  const { default: exceljs } = await import("exceljs");
  const workbook = new exceljs.stream.xlsx.WorkbookReader(path, { worksheets: "emit", sharedStrings: "cache", styles: "cache" });
  for await (const sheet of workbook as AsyncIterable<Sheet>) {
    let header: ReadonlyMap<number, string> | undefined;
    for await (const row of sheet) {
      const cells = cellsOf(row);
      if (cells.size === 0) continue;
      if (!header) header = cells;
      else yield { place: `${name} ${sheet.name ?? ""}#${row.number}`, file, cells: named(header, cells) };
    }
  }
}

function cellsOf(row: Row): Map<number, string> {
  const cells = new Map<number, string>();
  row.eachCell((cell: Cell, column: number) => {
    const text = textOf(cell.value).trim();
    if (text !== "") cells.set(column, text);
  });
  return cells;
}

function named(header: ReadonlyMap<number, string>, cells: ReadonlyMap<number, string>): Record<string, string> {
  return Object.fromEntries([...header].map(([column, title]) => [title, cells.get(column) ?? ""]));
}

/** What a cell shows, without how it shows it: dates in ISO form, results of formulas, texts without their fonts. */
function textOf(value: CellValue): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString().replace(/T00:00:00\.000Z$/, "");
  if (typeof value !== "object") return String(value);
  if ("richText" in value) return value.richText.map(({ text }) => text).join("");
  if ("result" in value) return textOf(value.result);
  if ("text" in value) return textOf(value.text);
  return "";
}
