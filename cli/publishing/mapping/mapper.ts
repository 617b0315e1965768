import { CommandError } from "../../explain";
import { isRefused, type Problem } from "../../../subgraphs/shared/editions/validation";
import { type Cells, holds } from "./condition";
import { RowReader } from "./expression";
import type { Mapping, RecordRule, Table } from "./mapping-file";
import { collision, differsFromFirst } from "./mapping-problems";
import { RowChecks } from "./row-checks";

/** A record that a row gave, or why it gave none. */
export interface MappedRecord {
  readonly kind: string;
  readonly record: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
}

/** What a row means: its records, and what is wrong with the row as a whole. */
export interface MappedRow {
  readonly records: readonly MappedRecord[];
  readonly problems: readonly Problem[];
}

interface First {
  readonly place: string;
  readonly text: string;
}

/** Makes records of rows as a mapping says. One goes through a whole import: it remembers what came before. */
export class Mapper {
  readonly #tables: readonly { readonly table: Table; readonly file: RegExp; readonly checks: RowChecks }[];
  readonly #once = new Map<string, First>();
  readonly #madeOf = new Map<string, string>();

  constructor(private readonly mapping: Mapping) {
    this.#tables = mapping.tables.map((table) => ({
      table,
      file: new RegExp(`^${table.file.split("*").map(escaped).join(".*")}$`, "i"),
      checks: new RowChecks(table.checks),
    }));
  }

  /** The records that are needed whatever the rows hold. */
  *constants(): Generator<{ readonly place: string; readonly record: Readonly<Record<string, unknown>> }> {
    for (const [index, record] of this.mapping.records.entries()) {
      yield { place: `${this.mapping.name}#${index + 1}`, record: { source: { system: this.mapping.source }, ...record } };
    }
  }

  /** Whether the mapping has a table for a file. */
  knows(file: string): boolean {
    return this.#tables.some((each) => each.file.test(file));
  }

  map(cells: Cells, file: string, place: string): MappedRow {
    const known = this.#tables.find((each) => each.file.test(file));
    if (!known) throw new CommandError(`The mapping ${this.mapping.name} has no table for ${file}.`);
    const problems = known.checks.problems(cells, place);
    if (isRefused(problems)) return { records: [], problems };
    const records = known.table.records.flatMap((rule) => {
      if (rule.when && !holds(rule.when, cells)) return [];
      return this.#record(rule, cells, place) ?? [];
    });
    return { records, problems };
  }

  #record(rule: RecordRule, cells: Cells, place: string): MappedRecord | undefined {
    const { kind } = rule;
    const reader = new RowReader(cells);
    const record = { source: { system: this.mapping.source }, ...reader.object(rule.fields, "$") };
    const code = (record as { code?: unknown }).code;
    if (rule.once && typeof code === "string") return this.#first(kind, code, record, reader.problems, place);
    const made = typeof code === "string" ? this.#madeTwice(rule, code, cells) : [];
    return { kind, record, problems: [...reader.problems, ...made] };
  }

  #first(kind: string, code: string, record: object, problems: readonly Problem[], place: string): MappedRecord | undefined {
    const text = JSON.stringify(record);
    const first = this.#once.get(`${kind}:${code}`);
    if (!first) this.#once.set(`${kind}:${code}`, { place, text });
    else if (first.text === text) return undefined;
    const differing = first ? [differsFromFirst(code, first.place)] : [];
    return { kind, record: record as Record<string, unknown>, problems: [...problems, ...differing] };
  }

  /** Two values of the source must not become one code: `A B` and `A-B` are two things there. */
  #madeTwice({ kind, fields }: RecordRule, code: string, cells: Cells): Problem[] {
    const expression = fields["code"];
    if (typeof expression !== "object" || !("code" in expression) || !expression.code) return [];
    const source = String(new RowReader(cells).value({ ...expression, code: undefined }, "$.code"));
    const other = this.#madeOf.get(`${kind}:${code}`);
    if (other === undefined) this.#madeOf.set(`${kind}:${code}`, source);
    return other === undefined || other === source ? [] : [collision(code, other, source)];
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
