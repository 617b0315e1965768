import { closeSync, createReadStream, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../../subgraphs/shared/editions/validation";
import { linesOf } from "./reading/lines";

/** A record on its way to the guide. */
export interface SpooledRecord {
  readonly place: string;
  readonly code: string | undefined;
  /** The record as JSON text, which is all the guide needs to be sent. */
  readonly json: string;
  /** Why it waits, when the guide refused it before. */
  readonly problems?: readonly Problem[];
}

const BUFFER = 256 * 1024;
/** Parts what is known of a record from the record itself; JSON text has none. */
const SEPARATOR = "\t";

interface KindFile {
  readonly descriptor: number;
  readonly path: string;
  pending: string;
  count: number;
}

/** Records by their kinds, in files, so that any number of them takes no memory and can be sent kind by kind. */
export class Spool {
  readonly #files = new Map<string, KindFile>();

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  add(kind: string, { json, ...known }: SpooledRecord): void {
    let file = this.#files.get(kind);
    if (!file) {
      const path = join(this.folder, kind);
      this.#files.set(kind, (file = { descriptor: openSync(path, "w"), path, pending: "", count: 0 }));
    }
    file.pending += `${JSON.stringify(known)}${SEPARATOR}${json}\n`;
    file.count++;
    if (file.pending.length > BUFFER) flush(file);
  }

  /** How many records there are, of one kind or of all. */
  count(kind?: string): number {
    if (kind !== undefined) return this.#files.get(kind)?.count ?? 0;
    return [...this.#files.values()].reduce((total, { count }) => total + count, 0);
  }

  /** The records of a kind, in the order in which they came. */
  async *records(kind: string): AsyncGenerator<SpooledRecord> {
    const file = this.#files.get(kind);
    if (!file) return;
    flush(file);
    for await (const { text = "" } of linesOf(createReadStream(file.path))) {
      const end = text.indexOf(SEPARATOR);
      yield { ...(JSON.parse(text.slice(0, end)) as Omit<SpooledRecord, "json">), json: text.slice(end + 1) };
    }
  }

  remove(): void {
    for (const { descriptor } of this.#files.values()) closeSync(descriptor);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function flush(file: KindFile): void {
  writeSync(file.descriptor, file.pending);
  file.pending = "";
}

/** Records that are sent together: no more than so many, and no more than a request may hold. */
export async function* batchesOf(
  records: AsyncIterable<SpooledRecord>,
  size: number,
  maximumLength: number,
): AsyncGenerator<SpooledRecord[]> {
  let batch: SpooledRecord[] = [];
  let length = 0;
  for await (const record of records) {
    if (batch.length > 0 && (batch.length >= size || length + record.json.length > maximumLength)) {
      yield batch;
      batch = [];
      length = 0;
    }
    batch.push(record);
    length += record.json.length;
  }
  if (batch.length > 0) yield batch;
}
