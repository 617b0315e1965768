import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { Report } from "../../cli/publishing/report";
import { problem, type Severity } from "../../subgraphs/shared/editions/validation";
import { temporaryFiles } from "./temporary-files";

const { folder } = temporaryFiles();

const texts = { ar: "القيمة خاطئة", en: 'It says "no",\nand more' };
const found = (code: string, severity: Severity = "ERROR") => ({ ...problem(code, "$.name", texts, texts), severity });

test("a report holds every problem in both languages, and no cell that a spreadsheet would carry out", () => {
  const path = join(folder, "report.csv");
  const report = new Report(path, () => undefined);
  for (const place of ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1"]) report.add({ place, problem: found("WRONG") });
  report.close();
  const text = readFileSync(path, "utf8");
  const [first, ...others] = parse<Record<string, string>>(text, { bom: true, columns: true });
  expect(text.startsWith("\uFEFF")).toBe(true);
  expect(first).toMatchObject({ row: "'=HYPERLINK(1)", problem: "WRONG", message_ar: texts.ar, message_en: texts.en });
  expect(others.map(({ row }) => row)).toEqual(["'+1", "'-1", "'@SUM(1)", "'\t=1"]);
});

test("the terminal is told the first fifty errors, and how often each remark was made", () => {
  const lines: string[] = [];
  const report = new Report(undefined, (line) => void lines.push(line));
  for (let row = 1; row <= 60; row++) report.add({ place: `a.csv:${row}`, kind: "Service", code: "S", problem: found("WRONG") });
  for (let row = 1; row <= 3; row++) report.add({ place: "a.csv:1", problem: found("LONG_TEXT", "WARNING") });
  report.close();
  expect(lines).toHaveLength(52);
  expect(lines[0]).toMatch(/^a\.csv:1 \(Service S\) \$\.name ERROR WRONG: /);
  expect(lines.slice(50)).toEqual(["… and 10 more errors; --report writes all of them to a file.", "WARNING LONG_TEXT: 3"]);
});

test("a report of another ending is refused", () => {
  expect(() => new Report(join(folder, "report.txt"), () => undefined)).toThrow(/\.csv nor in \.ndjson/);
});
