import { type Problem, problem } from "../validation";
import { describeRules } from "./described";

describeRules("ERROR", [], {
  REPEATED: { en: "Something that is there once is there twice.", ar: "قيمة مكررة يجب أن ترد مرة واحدة." },
});

/** Each value is there once. */
export function unique(values: readonly string[], path: (index: number) => string): Problem[] {
  const seen = new Set<string>();
  return values.flatMap((value, index) => {
    if (!seen.has(value)) {
      seen.add(value);
      return [];
    }
    return [
      problem(
        "REPEATED",
        path(index),
        { en: `"${value}" is there twice.`, ar: `القيمة "${value}" مكررة.` },
        { en: "Keep one of the two, or give it a name of its own.", ar: "أبقِ واحدة منهما، أو امنح الأخرى اسمًا خاصًا بها." },
      ),
    ];
  });
}
