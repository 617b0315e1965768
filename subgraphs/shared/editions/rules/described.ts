import type { Texts } from "../../../../schema/vocabulary";
import type { Severity } from "../validation";

/** A rule that records are held to, as it is listed for those who write them. */
export interface RuleDescription {
  readonly code: string;
  readonly severity: Severity;
  /** The kinds of record it is for, by type; empty when it is for whatever has such a part. */
  readonly kinds: readonly string[];
  /** What a record that breaks it has, in a few words. */
  readonly title: Texts;
}

const described = new Map<string, RuleDescription>();

/** Says how grave it is to break some rules, by their codes. A rule is described where it is written. */
export function describeRules(severity: Severity, kinds: readonly string[], titles: Readonly<Record<string, Texts>>): void {
  for (const [code, title] of Object.entries(titles)) {
    if (described.has(code)) throw new Error(`The rule ${code} is described twice.`);
    described.set(code, { code, severity, kinds, title });
  }
}

/** How grave it is to break a rule; what nobody described keeps a record out. */
export const severityOf = (code: string): Severity => described.get(code)?.severity ?? "ERROR";

export const titleOf = (code: string): Texts | undefined => described.get(code)?.title;

/** Every rule there is, by code. */
export function describedRules(): RuleDescription[] {
  return [...described.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}
