import { severityOf } from "./rules/described";
import type { Severity } from "./validation";

/** What one rule takes off the score of a record. */
export interface Deduction {
  readonly code: string;
  readonly severity: Severity;
  /** How often the record breaks the rule. */
  readonly count: number;
  readonly points: number;
}

/** How good a record is, from 0 to 100, and why it is not better. */
export interface Quality {
  readonly score: number;
  readonly deductions: readonly Deduction[];
}

/** What one problem takes off, by its severity; a rule takes off at most twice that, however often it is broken. */
const POINTS: Readonly<Record<Severity, number>> = { ERROR: 25, WARNING: 10, SUGGESTION: 3 };
/** How often at most a rule is held against a record. */
export const MOST_TIMES = 2;

/** What a rule takes off each time it is held against a record. */
export const pointsOf = (code: string): number => POINTS[severityOf(code)];

/** The quality of a record by what its rules find, each problem by its code. */
export function qualityOf(problems: readonly { readonly code: string }[]): Quality {
  const counts = new Map<string, number>();
  for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1);
  const deductions = [...counts]
    .map(([code, count]) => ({
      code,
      severity: severityOf(code),
      count,
      points: pointsOf(code) * Math.min(count, MOST_TIMES),
    }))
    .sort((a, b) => b.points - a.points || (a.code < b.code ? -1 : 1));
  const lost = deductions.reduce((sum, { points }) => sum + points, 0);
  return { score: Math.max(0, 100 - lost), deductions };
}
