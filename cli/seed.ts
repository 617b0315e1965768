import { join } from "node:path";
import { existingRecords } from "../subgraphs/shared/changes/change-log";
import type { SubmittedRecord } from "../subgraphs/shared/editions/checker";
import type { PublishCounts } from "../subgraphs/shared/editions/store";
import type { RunningSubgraph } from "../subgraphs/shared/execute";
import type { Publisher, RecordProblem } from "../subgraphs/shared/publisher";
import { CommandError } from "./explain";
import { readGuideFiles } from "./guide-files";

/** The records that come with the project. */
export const SAMPLE_GUIDE = join(__dirname, "../data");

const SHOWN_PROBLEMS = 50;
/** The record of the guide as a whole. It is published last, so it tells that a guide was filled to the end. */
const GUIDE = { typename: "Guide", code: "GUIDE" };

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
  if (files.records.length + files.problems.length === 0) throw new CommandError(`There are no records in ${path}.`);
  const submission = await publisher.check([...files.records].sort((a, b) => Number(isGuide(a)) - Number(isGuide(b))));
  const problems = [...files.problems, ...submission.problems];
  if (problems.length > 0) throw new CommandError(describe(problems));
  let done = 0;
  return publisher.publish(submission, { onProgress: (records) => onProgress?.((done += records), files.records.length) });
}

/** Fills a guide that was never filled, or whose filling was interrupted; undefined when there is nothing to do. */
export async function seedIfEmpty(
  publisher: Publisher,
  [first]: readonly RunningSubgraph[],
  path: string,
  onProgress?: (done: number, total: number) => void,
): Promise<PublishCounts | undefined> {
  // Every subgraph may read the change log.
  const filled = await existingRecords((first as RunningSubgraph).database, [GUIDE], undefined);
  return filled.size > 0 ? undefined : seed(publisher, path, onProgress);
}

const isGuide = ({ value }: SubmittedRecord): boolean =>
  (value as { __typename?: unknown } | null)?.__typename === GUIDE.typename;

function describe(problems: readonly RecordProblem[]): string {
  const lines = problems
    .slice(0, SHOWN_PROBLEMS)
    .map(({ place, path, code, message, remedy }) => `  ${place} ${path} ${code}: ${message["en"]} ${remedy["en"]}`);
  const more = problems.length > SHOWN_PROBLEMS ? [`  … and ${problems.length - SHOWN_PROBLEMS} more.`] : [];
  return [`Nothing was written: ${problems.length} ${problems.length === 1 ? "problem" : "problems"}.`, ...lines, ...more].join(
    "\n",
  );
}
