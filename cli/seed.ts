import type { PublishCounts } from "../subgraphs/shared/editions/store";
import type { Publisher, RecordProblem } from "../subgraphs/shared/publisher";
import { CommandError } from "./explain";
import { readGuideFiles } from "./guide-files";

const SHOWN_PROBLEMS = 50;

/**
 * Publishes a folder of records through the one way into the guide. Everything is checked first: with a single
 * problem nothing is written, and the error names file, JSON path, rule and remedy of each.
 */
export async function seed(
  publisher: Publisher,
  path: string,
  onProgress?: (done: number, total: number) => void,
): Promise<PublishCounts> {
  const files = await readGuideFiles(path);
  const submission = await publisher.check(files.records);
  const problems = [...files.problems, ...submission.problems];
  if (problems.length > 0) throw new CommandError(describe(problems));
  let done = 0;
  return publisher.publish(submission, { onProgress: (records) => onProgress?.((done += records), files.records.length) });
}

function describe(problems: readonly RecordProblem[]): string {
  const lines = problems.slice(0, SHOWN_PROBLEMS).map(({ place, path, code, message, remedy }) => `  ${place} ${path} ${code}: ${message["en"]} ${remedy["en"]}`);
  const more = problems.length > SHOWN_PROBLEMS ? [`  … and ${problems.length - SHOWN_PROBLEMS} more.`] : [];
  return [`Nothing was written: ${problems.length} ${problems.length === 1 ? "problem" : "problems"}.`, ...lines, ...more].join("\n");
}
