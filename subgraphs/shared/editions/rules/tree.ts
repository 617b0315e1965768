import type { DocumentClass, PublishedRecord } from "../../../../schema/vocabulary";
import { type Problem, problem, type RuleContext } from "../validation";
import { describeRules } from "./described";

describeRules("ERROR", [], {
  CYCLE: { en: "A record comes before or stands above itself.", ar: "سجل يسبق نفسه أو يعلو نفسه في التسلسل." },
});

/**
 * Following `aboveOf` from a record never comes back to it: no tree has a cycle, and nothing waits for itself. Reports at
 * `path`. Records on each level of the way are looked up together.
 */
export async function noCycle<T extends PublishedRecord>(
  type: DocumentClass<T>,
  document: T,
  aboveOf: (document: T) => readonly string[] | string | undefined,
  path: string,
  { find }: RuleContext,
): Promise<Problem[]> {
  const above = (each: T) => [aboveOf(each) ?? []].flat();
  const seen = new Set<string>();
  for (let level = above(document); level.length > 0;) {
    if (level.includes(document.code)) return [cycle(document.code, path)];
    const open = [...new Set(level)].filter((code) => !seen.has(code));
    for (const code of open) seen.add(code);
    const found = await Promise.all(open.map((code) => find(type, code)));
    level = found.flatMap((each) => (each ? above(each) : []));
  }
  return [];
}

const cycle = (code: string, path: string): Problem =>
  problem(
    "CYCLE",
    path,
    {
      en: `${code} would stand above itself, or have to come before itself.`,
      ar: `سيصبح السجل ${code} أعلى من نفسه أو سابقًا لنفسه في التسلسل.`,
    },
    { en: "Choose one that is not below this record.", ar: "اختر سجلًا لا يقع تحت هذا السجل." },
  );
