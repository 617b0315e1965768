import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A record of the sample guide as it stands in its file, such as `services/scm-demolition`, with changes. */
export function sampleRecord(path: string, changes: object = {}): Record<string, unknown> {
  const file = join(__dirname, "../../data", `${path}.json`);
  return { ...(JSON.parse(readFileSync(file, "utf8")) as object), ...changes };
}
