import type { Problem } from "../../../subgraphs/shared/editions/validation";

/** What one row, line or element of a file holds: the cells of a table, a record as it stands, or what is wrong with it. */
export type RowContent =
  { readonly cells: Readonly<Record<string, string>> } | { readonly record: unknown } | { readonly problem: Problem };

/** One row of what is to be published. */
export type SourceRow = RowContent & {
  /** Where it stands, for people: `services.csv:12`, `guide.json[3]`, `plan.xlsx Sheet1#7`. */
  readonly place: string;
  /** The name of its file without folders, by which a mapping tells tables apart. */
  readonly file: string;
};

export const FORMATS = ["json", "ndjson", "csv", "xlsx"] as const;
export type Format = (typeof FORMATS)[number];

/** A file to read. */
export interface SourceFile {
  readonly path: string;
  /** What people call it: its path as they gave it, or `-` for what was piped in. */
  readonly name: string;
  readonly format: Format;
}
