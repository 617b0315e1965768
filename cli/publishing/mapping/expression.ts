import type { Problem } from "../../../subgraphs/shared/editions/validation";
import { cellOf, type Cells, holds } from "./condition";
import type { Expression } from "./mapping-file";
import { type Outcome, treated } from "./steps";

/** A column in a template. */
const COLUMN = /\{([^}]+)\}/g;

/** Finds values in a row, and collects what is wrong with them. */
export class RowReader {
  readonly problems: Problem[] = [];

  constructor(private readonly cells: Cells) {}

  /** An object with the fields that have a value; each is named by a path such as `steps[0].name.ar`. */
  object(fields: Readonly<Record<string, Expression>>, path: string): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    for (const [field, expression] of Object.entries(fields)) {
      const value = this.value(expression, `${path}.${field}`);
      if (value !== undefined) put(object, field, value);
    }
    return object;
  }

  /** The value that an expression has in this row; undefined when it has none. */
  value(expression: Expression, path: string): unknown {
    if (typeof expression !== "object") return expression;
    if (expression.when && !holds(expression.when, this.cells)) return undefined;
    if ("value" in expression) return expression.value;
    if ("fields" in expression) return this.object(expression.fields, path);
    if ("first" in expression) return this.#first(expression.first, path);
    if ("list" in expression) return this.#list(expression.list, path);
    const text = "column" in expression ? cellOf(this.cells, expression.column) : this.#filled(expression.template);
    if (text === undefined) return expression.default;
    const values = this.#sound(treated(text, expression, path));
    return (expression.split === undefined ? values[0] : distinct(values)) ?? expression.default;
  }

  #sound(outcomes: readonly Outcome[]): unknown[] {
    return outcomes.flatMap((outcome) => {
      if (outcome && "problem" in outcome) this.problems.push(outcome.problem);
      return outcome && "value" in outcome ? [outcome.value] : [];
    });
  }

  #first(expressions: readonly Expression[], path: string): unknown {
    for (const each of expressions) {
      const value = this.value(each, path);
      if (value !== undefined && !(Array.isArray(value) && value.length === 0)) return value;
    }
    return undefined;
  }

  #list(expressions: readonly Expression[], path: string): unknown[] {
    return distinct(expressions.map((each) => this.value(each, path)).flat()).filter((value) => value !== undefined);
  }

  /** A template with its columns filled in; undefined when one of them is empty. */
  #filled(template: string): string | undefined {
    const columns = [...template.matchAll(COLUMN)].map(([, column = ""]) => column);
    if (columns.some((column) => cellOf(this.cells, column) === undefined)) return undefined;
    return template.replace(COLUMN, (_, column: string) => cellOf(this.cells, column) ?? "");
  }
}

function distinct(values: readonly unknown[]): unknown[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = value === undefined ? "" : JSON.stringify(value);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Sets what is at a path; lists and objects on the way are made. */
function put(object: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
  const last = keys.pop() ?? "";
  let at = object;
  for (const [index, key] of keys.entries()) {
    at[key] ??= /^\d+$/.test(keys[index + 1] ?? last) ? [] : {};
    at = at[key] as Record<string, unknown>;
  }
  at[last] = value;
}
