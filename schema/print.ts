import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildSchemaFiles } from "./build";

/** Rewrites everything under schema/ that is made from the code. */
export function writeSchemaFiles(): number {
  const files = buildSchemaFiles();
  for (const folder of ["subgraphs", "records"]) rmSync(join(__dirname, folder), { recursive: true, force: true });
  for (const [path, content] of files) {
    const target = join(__dirname, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  return files.size;
}
