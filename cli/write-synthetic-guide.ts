import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readGuideFiles } from "./guide-files";
import { syntheticGuide } from "./synthetic-guide";

/** Writes a synthetic guide and the code lists it uses to a file, one record in each line. Answers how many there are. */
export async function writeSyntheticGuide(services: number, codeLists: string, path: string): Promise<number> {
  const { records } = await readGuideFiles(codeLists);
  let count = 0;
  const lines = function* (): Generator<string> {
    for (const { value } of records) yield line(value);
    for (const group of syntheticGuide(services)) yield group.map(line).join("");
  };
  const line = (record: unknown): string => {
    count++;
    return `${JSON.stringify(record)}\n`;
  };
  await pipeline(Readable.from(lines()), createWriteStream(path));
  return count;
}
