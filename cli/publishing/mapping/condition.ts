import { Decimal } from "decimal.js";
import type { Condition } from "./mapping-file";

export type Cells = Readonly<Record<string, string>>;

const patterns = new Map<string, RegExp>();

/** A regular expression of a mapping, compiled once. */
export function patternOf(source: string): RegExp {
  let pattern = patterns.get(source);
  if (!pattern) patterns.set(source, (pattern = new RegExp(source, "u")));
  return pattern;
}

/** What a cell holds, its line ends made one kind and nothing around it; undefined when it holds nothing. */
export function cellOf(cells: Cells, column: string): string | undefined {
  const text = (cells[column] ?? "").replace(/\r\n?/g, "\n").trim();
  return text === "" ? undefined : text;
}

/** Whether a condition of a mapping is true of a row. */
export function holds(condition: Condition, cells: Cells): boolean {
  if ("all" in condition) return condition.all.every((each) => holds(each, cells));
  if ("any" in condition) return condition.any.some((each) => holds(each, cells));
  if ("not" in condition) return !holds(condition.not, cells);
  if ("greater" in condition) return isGreater(cells, ...condition.greater);
  const text = cellOf(cells, condition.column);
  if ("absent" in condition) return text === undefined;
  if ("matches" in condition) return text !== undefined && patternOf(condition.matches).test(text);
  return text !== undefined && (typeof condition.is === "string" ? condition.is === text : condition.is.includes(text));
}

function isGreater(cells: Cells, one: string, other: string): boolean {
  const [greater, lesser] = [numberOf(cellOf(cells, one)), numberOf(cellOf(cells, other))];
  return greater !== undefined && lesser !== undefined && greater.greaterThan(lesser);
}

function numberOf(text: string | undefined): Decimal | undefined {
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? new Decimal(text) : undefined;
}
