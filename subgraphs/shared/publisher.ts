import type { SchemaSettings } from "../../schema/vocabulary";
import type { Database } from "./database";
import { Checker, type CheckedRecord, type SubmittedRecord, type WellFormedRecord } from "./editions/checker";
import type { Kind } from "./editions/kind";
import { type PublishCounts, publishEditions } from "./editions/store";
import { isRefused, type Problem, REFUSED_REFERENCE } from "./editions/validation";
import type { RunningSubgraph } from "./execute";
import type { Subgraph } from "./subgraph";

export interface RecordProblem extends Problem {
  readonly place: string;
}

/** Records that were checked together; ready to be published when there are no problems. */
export interface Submission {
  readonly records: readonly CheckedRecord[];
  /** What keeps the submission out of the guide. */
  readonly problems: readonly RecordProblem[];
}

/** How many records share a transaction. */
const BATCH = 1_000;

/**
 * The way into the guide for its operators, who have the database: everything is checked before anything is written,
 * and published at once. Sample files and generated guides come this way; partners come through the workflow.
 */
export class Publisher {
  readonly #databases = new Map<Kind, Database>();
  readonly #checker: Checker;

  constructor(subgraphs: readonly Subgraph[], running: readonly RunningSubgraph[], settings: SchemaSettings) {
    for (const { name, kinds } of subgraphs) {
      const database = running.find((each) => each.name === name)?.database;
      if (!database) throw new Error(`The subgraph ${name} is not running.`);
      for (const kind of kinds) this.#databases.set(kind, database);
    }
    const owners = [...this.#databases].map(([kind, database]) => ({ kind, database }));
    this.#checker = new Checker(owners, (running[0] as RunningSubgraph).database, settings);
  }

  /** Checks records against their schemas, their references and their rules. Writes nothing. */
  async check(submitted: readonly SubmittedRecord[]): Promise<Submission> {
    const records = await this.#checker.check(submitted);
    const problems = records.flatMap(({ place, problems: ofRecord }) =>
      ofRecord
        // Nothing is published while there is one problem, so what only follows from another is not told.
        .filter(({ severity, code }) => severity === "ERROR" && code !== REFUSED_REFERENCE)
        .map((each) => ({ place, ...each })),
    );
    return { records, problems };
  }

  /** Publishes a submission without problems. Each batch of one kind is one transaction; a repetition changes nothing. */
  async publish(
    { records, problems }: Submission,
    { note, onProgress }: { note?: string; onProgress?: (records: number) => void } = {},
  ): Promise<PublishCounts> {
    if (problems.length > 0) throw new Error(`A submission with ${problems.length} problems cannot be published.`);
    const total = { published: 0, unchanged: 0 };
    for (const [kind, ofKind] of byKind(records)) {
      const source = await (this.#databases.get(kind) as Database).source();
      for (let start = 0; start < ofKind.length; start += BATCH) {
        const batch = ofKind.slice(start, start + BATCH);
        const counts = await publishEditions(source, kind, batch, { note, by: OPERATOR });
        total.published += counts.published;
        total.unchanged += counts.unchanged;
        onProgress?.(batch.length);
      }
    }
    return total;
  }
}

/** Who publishes when it is nobody who signed in. */
const OPERATOR = { role: "system", system: "operator" } as const;

function byKind(records: readonly CheckedRecord[]): Map<Kind, WellFormedRecord[]> {
  const groups = new Map<Kind, WellFormedRecord[]>();
  for (const record of records) {
    if (record.document === undefined || isRefused(record.problems)) continue;
    const group = groups.get(record.kind);
    if (group) group.push(record);
    else groups.set(record.kind, [record]);
  }
  return groups;
}
