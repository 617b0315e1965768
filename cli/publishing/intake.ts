import { isRefused, type Problem } from "../../subgraphs/shared/editions/validation";
import { codeOfRecord, KIND_ORDER, kindNamed } from "./kinds";
import type { Mapper } from "./mapping/mapper";
import { repeatedRecord } from "./mapping/mapping-problems";
import { notARecord, unknownKind } from "./record-problems";
import { noMapping } from "./reading/reading-problems";
import type { SourceRow } from "./reading/source-row";
import type { Report } from "./report";
import { stopWhere } from "./sending/guide-client";
import type { Spool } from "./spool";

type UntypedRecord = Readonly<Record<string, unknown>>;

export interface IntakeCounts {
  rows: number;
  /** Rows that gave no record at all. */
  reported: number;
}

/** Takes rows in: makes records of them, reports what cannot be one, and puts the others aside by kind. */
export class Intake {
  readonly counts: IntakeCounts = { rows: 0, reported: 0 };
  /** Where each record of this import stands, by kind and code. */
  readonly places = new Map<string, string>();

  constructor(
    private readonly spool: Spool,
    private readonly report: Report,
    private readonly mapper: Mapper | undefined,
    /** What a record is that does not say it. */
    private readonly defaultKind: string | undefined,
  ) {}

  async take(rows: AsyncIterable<SourceRow>, signal: AbortSignal): Promise<IntakeCounts> {
    for (const { place, record } of this.mapper?.constants() ?? []) this.#record(record, place);
    for await (const row of rows) {
      stopWhere(signal);
      this.counts.rows++;
      if (!this.#row(row)) this.counts.reported++;
    }
    return this.counts;
  }

  /** Whether the row gave a record, or only repeated what rows before it gave. */
  #row(row: SourceRow): boolean {
    if ("problem" in row) return this.#refused(row.place, [row.problem]);
    if ("record" in row) return this.#record(row.record, row.place);
    if (!this.mapper?.knows(row.file)) return this.#refused(row.place, [noMapping(row.file)]);
    const { records, problems } = this.mapper.map(row.cells, row.file, row.place);
    for (const problem of problems) this.report.add({ place: row.place, problem });
    if (isRefused(problems)) return false;
    const taken = records.map(({ kind, record, problems: found }) => this.#mapped(kind, record, found, row.place));
    return taken.length === 0 || taken.some(Boolean);
  }

  #mapped(kind: string, record: UntypedRecord, problems: readonly Problem[], place: string): boolean {
    const code = typeof record["code"] === "string" ? record["code"] : undefined;
    for (const problem of problems) this.report.add({ place, kind, code, problem });
    return !isRefused(problems) && this.#record({ __typename: kind, ...record }, place);
  }

  #record(value: unknown, place: string): boolean {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return this.#refused(place, [notARecord()]);
    const record = value as UntypedRecord;
    const typename = record["__typename"] ?? this.defaultKind;
    const kind = typeof typename === "string" ? kindNamed(typename) : undefined;
    if (!kind || typeof typename !== "string") return this.#refused(place, [unknownKind(typename, KIND_ORDER)]);
    const code = codeOfRecord(kind, record);
    const earlier = code === undefined ? undefined : this.places.get(`${typename}:${code}`);
    if (code !== undefined && earlier !== undefined) return this.#refused(place, [repeatedRecord(code, earlier)], typename, code);
    if (code !== undefined) this.places.set(`${typename}:${code}`, place);
    this.spool.add(typename, { place, code, json: JSON.stringify(record) });
    return true;
  }

  #refused(place: string, problems: readonly Problem[], kind?: string, code?: string): false {
    for (const problem of problems) this.report.add({ place, kind, code, problem });
    return false;
  }
}
