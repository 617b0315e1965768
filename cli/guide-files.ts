import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import type { SubmittedRecord } from "../subgraphs/shared/editions/checker";
import type { RecordProblem } from "../subgraphs/shared/publisher";

export interface GuideFiles {
  readonly records: readonly SubmittedRecord[];
  /** Files that are not JSON. */
  readonly problems: readonly RecordProblem[];
}

/** Reads all records in a folder of JSON files (or one file), each file holding one record or a list of them. */
export async function readGuideFiles(path: string): Promise<GuideFiles> {
  const files = (await stat(path)).isDirectory()
    ? (await readdir(path, { recursive: true }))
        .filter((name) => name.endsWith(".json"))
        .sort()
        .map((name) => join(path, name))
    : [path];
  const records: SubmittedRecord[] = [];
  const problems: RecordProblem[] = [];
  for (const file of files) {
    const place = relative(process.cwd(), file);
    try {
      const value: unknown = JSON.parse((await readFile(file, "utf8")).replace(/^\uFEFF/, ""));
      if (!Array.isArray(value)) records.push({ place, value });
      else value.forEach((each: unknown, index) => records.push({ place: `${place}[${index}]`, value: each }));
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      problems.push({
        place,
        code: "NOT_JSON",
        severity: "ERROR",
        path: "$",
        message: { en: `The file is not JSON: ${detail}`, ar: "محتوى الملف ليس بصيغة JSON صحيحة." },
        remedy: { en: "Correct the file; any JSON editor shows the place.", ar: "صحّح الملف؛ يحدد أي محرر JSON موضع الخطأ." },
      });
    }
  }
  return { records, problems };
}
