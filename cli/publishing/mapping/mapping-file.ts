import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { CommandError } from "../../explain";

/** The form of a mapping file: what the rows of tables mean as records of the guide. `README.md` beside this says it at length. */

const column = z.string().min(1);
const texts = z.strictObject({ ar: z.string().min(1), en: z.string().min(1) });
const pattern = z.string().refine(isPattern, "expects a regular expression");

/** Something that can be said of a row: whether what a column holds is this or that. An empty cell is absent. */
export type Condition =
  | { readonly column: string; readonly is: string | readonly string[] }
  | { readonly column: string; readonly matches: string }
  | { readonly column: string; readonly absent: true }
  | { readonly greater: readonly [string, string] }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ column, is: z.union([z.string(), z.array(z.string()).min(1)]) }),
    z.strictObject({ column, matches: pattern }),
    z.strictObject({ column, absent: z.literal(true) }),
    z.strictObject({ greater: z.tuple([column, column]) }),
    z.strictObject({ all: z.array(condition).min(1) }),
    z.strictObject({ any: z.array(condition).min(1) }),
    z.strictObject({ not: condition }),
  ]),
);

/** What is done to a text after it was taken from a row, in this order. */
export interface Steps {
  /** Keeps what a regular expression finds (its first group, where it has one). Without a match there is no value. */
  readonly pattern?: string | undefined;
  /** Parts the text; each part is then treated by itself, and the value is a list. */
  readonly split?: string | undefined;
  /** Turns a code of the source into a value of the guide. */
  readonly translate?: Readonly<Record<string, unknown>> | undefined;
  /** What becomes of a code that has no translation: it is reported unless it is to be ignored. */
  readonly untranslated?: "report" | "ignore" | undefined;
  /** Makes a code of the guide of it, after the prefix. */
  readonly code?: { readonly prefix: string } | undefined;
  /** Reads a number, such as `1,250.5` or `95 %`, as an exact decimal; a percentage becomes a fraction. */
  readonly decimal?: "number" | "percent" | undefined;
  /** Reads a date that is written this way, such as `DD/MM/YYYY`. */
  readonly date?: string | undefined;
}

/** How the value of a field is found. */
export type Expression =
  | string
  | number
  | boolean
  | { readonly value: unknown; readonly when?: Condition | undefined }
  | (Steps & { readonly column: string; readonly when?: Condition | undefined; readonly default?: unknown })
  | (Steps & { readonly template: string; readonly when?: Condition | undefined; readonly default?: unknown })
  | { readonly first: readonly Expression[]; readonly when?: Condition | undefined }
  | { readonly list: readonly Expression[]; readonly when?: Condition | undefined }
  | { readonly fields: Readonly<Record<string, Expression>>; readonly when?: Condition | undefined };

const steps = {
  pattern: pattern.optional(),
  split: z.string().min(1).optional(),
  translate: z.record(z.string(), z.unknown()).optional(),
  untranslated: z.enum(["report", "ignore"]).optional(),
  code: z.strictObject({ prefix: z.string() }).optional(),
  decimal: z.enum(["number", "percent"]).optional(),
  date: z.string().optional(),
  when: condition.optional(),
  default: z.unknown().optional(),
};
const expression: z.ZodType<Expression> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.strictObject({ value: z.unknown(), when: condition.optional() }),
    z.strictObject({ column, ...steps }),
    z.strictObject({ template: z.string().min(1), ...steps }),
    z.strictObject({ first: z.array(expression).min(1), when: condition.optional() }),
    z.strictObject({ list: z.array(expression).min(1), when: condition.optional() }),
    z.strictObject({ fields, when: condition.optional() }),
  ]),
);
const fields: z.ZodType<Readonly<Record<string, Expression>>> = z.lazy(() =>
  z.record(
    z.string().regex(/^[A-Za-z_]\w*(\[\d+\])*(\.\w+(\[\d+\])*)*$/, "expects a path such as name.ar or steps[0].name"),
    expression,
  ),
);

const check = z.strictObject({
  code: z.string().regex(/^[A-Z][A-Z0-9_]*$/, "expects capital letters, digits and underscores"),
  severity: z.enum(["ERROR", "WARNING", "SUGGESTION"]),
  /** The column it is about, where there is one. */
  column: column.optional(),
  /** It is reported of rows of which this is true, */
  when: condition.optional(),
  /** or whose values here were there before; */
  repeated: z.array(column).min(1).optional(),
  /** and then only if these differ from those of the row before. */
  differing: z.array(column).min(1).optional(),
  message: texts,
  remedy: texts,
});
export type RowCheck = z.infer<typeof check>;

const recordRule = z.strictObject({
  kind: z.string().min(1),
  /** It is the same in many rows: only the first counts. */
  once: z.boolean().default(false),
  when: condition.optional(),
  fields,
});
export type RecordRule = z.infer<typeof recordRule>;

const table = z.strictObject({
  /** The name of the file without folders; `*` stands for anything. */
  file: z.string().min(1),
  checks: z.array(check).default([]),
  records: z.array(recordRule).min(1),
});
export type Table = z.infer<typeof table>;

const mapping = z.strictObject({
  /** What the source is called; records say it as their `source.system`. */
  source: z.string().min(1).max(200),
  /** Values that several fields use. */
  definitions: z.unknown().optional(),
  /** Records that are needed whatever the rows hold. */
  records: z.array(z.record(z.string(), z.unknown())).default([]),
  tables: z.array(table).min(1),
});
export type Mapping = z.infer<typeof mapping> & { readonly name: string };

/** Reads a mapping of YAML or JSON; every mistake in it is told with its path. */
export async function readMapping(path: string): Promise<Mapping> {
  const result = mapping.safeParse(parsed(await readFile(path, "utf8"), path));
  if (result.success) return { ...result.data, name: basename(path) };
  const problems = result.error.issues.map(
    ({ path: at, message }) => `  ${at.map(String).join(".") || "(whole file)"}: ${message}`,
  );
  throw new CommandError([`The mapping ${path} is not usable:`, ...problems].join("\n"));
}

function parsed(text: string, path: string): unknown {
  try {
    // JSON is YAML as well. Aliases are counted, so that a few lines cannot stand for a billion.
    return parse(text, { maxAliasCount: 100 });
  } catch (error) {
    throw new CommandError(
      `The mapping ${path} is neither YAML nor JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}
