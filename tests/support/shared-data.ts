import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** A file of data that nobody here wrote, in the folder `GUIDE_SHARED` names; undefined where it is not present. */
export function sharedData(path: string): string | undefined {
  const file = join(process.env["GUIDE_SHARED"] ?? resolve(__dirname, "../../../shared"), "data", path);
  return existsSync(file) ? file : undefined;
}
