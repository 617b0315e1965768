import { Decimal } from "decimal.js";
import type { Problem } from "../../../subgraphs/shared/editions/validation";
import { patternOf } from "./condition";
import type { Steps } from "./mapping-file";
import { notADate, notANumber, untranslated } from "./mapping-problems";

/** What became of a text: a value, nothing, or a problem. */
export type Outcome = { readonly value: unknown } | { readonly problem: Problem } | undefined;

/** Treats a text as the mapping of a field says. */
export function treated(text: string, steps: Steps, path: string): readonly Outcome[] {
  const kept = steps.pattern === undefined ? text : found(text, steps.pattern);
  if (kept === undefined) return [];
  const parts = steps.split === undefined ? [kept] : kept.split(steps.split).flatMap((part) => part.trim() || []);
  return parts.map((part) => valueOf(part, steps, path));
}

function found(text: string, pattern: string): string | undefined {
  const match = patternOf(pattern).exec(text);
  const kept = (match?.[1] ?? match?.[0])?.trim();
  return kept === "" ? undefined : kept;
}

function valueOf(text: string, { translate, untranslated: rest, code, decimal, date }: Steps, path: string): Outcome {
  if (translate) {
    if (Object.hasOwn(translate, text)) return { value: translate[text] };
    return rest === "ignore" ? undefined : { problem: untranslated(text, Object.keys(translate), path) };
  }
  if (code) return { value: codeOf(code.prefix + text) };
  if (decimal) return decimalOf(text, decimal, path);
  if (date) return dateOf(text, date, path);
  return { value: text };
}

const MAXIMUM_CODE = 64;

/** A code of the guide made of a text: capital letters, digits and hyphens, and no more than a code may have. */
export function codeOf(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "-")
    .slice(0, MAXIMUM_CODE)
    .replace(/^-|-$/g, "");
}

function decimalOf(text: string, decimal: "number" | "percent", path: string): Outcome {
  const digits = text.replace(/[,\s\u00A0]|%$/g, "");
  if (!/^-?\d+(\.\d+)?$/.test(digits)) return { problem: notANumber(text, path) };
  const number = new Decimal(digits);
  return { value: (decimal === "percent" ? number.div(100) : number).toFixed() };
}

function dateOf(text: string, form: string, path: string): Outcome {
  const parts = /^(\d+)\D+(\d+)\D+(\d+)$/.exec(text);
  const names = form.split(/[^DMY]+/);
  const part = (name: string, length: number) => (parts?.[names.indexOf(name) + 1] ?? "").padStart(length, "0");
  const date = `${part("YYYY", 4)}-${part("MM", 2)}-${part("DD", 2)}`;
  const exists = new Date(`${date}T00:00:00Z`);
  const isSound = !Number.isNaN(exists.getTime()) && exists.toISOString().startsWith(date);
  return isSound ? { value: date } : { problem: notADate(text, form, path) };
}
