import { Workbook } from "exceljs";
import { readSource, sourceFiles } from "../../cli/publishing/reading/read-source";
import type { SourceRow } from "../../cli/publishing/reading/source-row";
import { temporaryFiles } from "./temporary-files";
import { zipOf } from "./zip";

const { folder, write } = temporaryFiles();

async function rowsOf(path: string): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const row of readSource(await sourceFiles([path], undefined, folder))) rows.push(row);
  return rows.map(({ place, ...row }) => ({ ...row, place: place.replace(`${folder}/`, "") }));
}

/** Rows as their place and what they hold. */
const told = async (path: string) =>
  (await rowsOf(path)).map((row) => [row.place, "problem" in row ? row.problem.code : "record" in row ? row.record : row.cells]);

describe("CSV", () => {
  test("is read with a byte-order mark, Windows line ends, and line ends and quotation marks within cells", async () => {
    const path = write("table.csv", '\uFEFFcode,name\r\nA,"سطر\r\nوسطر"\r\nB,"say ""yes"""\r\n');
    expect(await told(path)).toEqual([
      ["table.csv:2", { code: "A", name: "سطر\nوسطر" }],
      ["table.csv:4", { code: "B", name: 'say "yes"' }],
    ]);
  });

  test("a row that cannot be read is told with its line, and the others are read", async () => {
    const path = write("broken.csv", 'code,name\nA,one\nB\nC,a"b\nD,four\n');
    expect((await told(path)).sort()).toEqual([
      ["broken.csv:2", { code: "A", name: "one" }],
      ["broken.csv:3", "NOT_CSV"],
      ["broken.csv:4", "NOT_CSV"],
      ["broken.csv:5", { code: "D", name: "four" }],
    ]);
  });
});

describe("NDJSON", () => {
  test("a line that is no JSON is told with its number, and the others are read", async () => {
    const path = write("lines.ndjson", '\uFEFF{"code":"A"}\n{"code":\n\n{"code":"ب"}');
    expect(await told(path)).toEqual([
      ["lines.ndjson:1", { code: "A" }],
      ["lines.ndjson:2", "NOT_JSON"],
      ["lines.ndjson:4", { code: "ب" }],
    ]);
  });

  test("a line too long to be a record is told and not kept in memory", async () => {
    const path = write("long.ndjson", `{"code":"${"x".repeat(5_000_000)}"}\n{"code":"B"}\n`);
    expect(await told(path)).toEqual([
      ["long.ndjson:1", "ROW_TOO_LONG"],
      ["long.ndjson:2", { code: "B" }],
    ]);
  });
});

describe("JSON", () => {
  test("is a list of records, or one", async () => {
    expect(await told(write("list.json", '\uFEFF [{"code":"A"},\n{"code":"ب"}]'))).toEqual([
      ["list.json[0]", { code: "A" }],
      ["list.json[1]", { code: "ب" }],
    ]);
    expect(await told(write("one.json", '{"code":"A"}'))).toEqual([["one.json", { code: "A" }]]);
  });

  test("a file that breaks off in the middle is refused whole, with the line", async () => {
    const [row, ...others] = await rowsOf(write("broken.json", '[{"code":"A"},\n{"code":"B"}\n{"code":"C"}]'));
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      place: "broken.json",
      problem: { code: "NOT_JSON", message: { en: expect.stringContaining("line 3") } },
    });
  });
});

describe("XLSX", () => {
  test("is read sheet by sheet: dates, results of formulas, and texts without their fonts", async () => {
    const workbook = new Workbook();
    const sheet = workbook.addWorksheet("خدمات");
    sheet.addRow(["code", "name", "from", "share"]);
    sheet.addRow([
      "A",
      { richText: [{ text: "خدمة " }, { text: "أولى" }] },
      new Date("2026-01-02"),
      { formula: "0.9+0.05", result: 0.95 },
    ]);
    sheet.addRow([]);
    sheet.addRow(["B", "ثانية"]);
    await workbook.xlsx.writeFile(`${folder}/book.xlsx`);
    expect(await told(`${folder}/book.xlsx`)).toEqual([
      ["book.xlsx خدمات#2", { code: "A", name: "خدمة أولى", from: "2026-01-02", share: "0.95" }],
      ["book.xlsx خدمات#4", { code: "B", name: "ثانية", from: "", share: "" }],
    ]);
  });

  test("one that unpacks to more than a workbook holds is refused before it is read", async () => {
    const bomb = zipOf("xl/sharedStrings.xml", Buffer.alloc(150_000_000, " "));
    expect(bomb.length).toBeLessThan(300_000);
    expect(await told(write("bomb.xlsx", bomb))).toEqual([["bomb.xlsx", "UNSAFE_WORKBOOK"]]);
  });

  test("a row without end is refused, however many rows a sheet may have", async () => {
    const bomb = zipOf("xl/worksheets/sheet1.xml", Buffer.alloc(40_000_000, "<c/>"));
    expect(await told(write("row.xlsx", bomb))).toEqual([["row.xlsx", "UNSAFE_WORKBOOK"]]);
  });

  test("what is no workbook is told", async () => {
    expect(await told(write("text.xlsx", "no workbook"))).toEqual([["text.xlsx", "UNSAFE_WORKBOOK"]]);
  });
});

test("a file whose ending tells nothing needs --format, and a folder without records is told", async () => {
  await expect(sourceFiles([write("records.txt", "")], undefined, folder)).rejects.toThrow(/--format/);
  await expect(sourceFiles([`${__dirname}/../../telemetry`], undefined, folder)).rejects.toThrow(/nothing to publish/);
});
