import { describeRules } from "../shared/editions/rules/described";
import { type Problem, problem } from "../shared/editions/validation";

describeRules("ERROR", [], {
  NEGATIVE: { en: "A count, weight or score is below zero.", ar: "عدد أو وزن أو درجة أقل من الصفر." },
});

/** A count, weight or score is not below zero. */
export function notNegative(value: string | undefined, path: string): Problem[] {
  if (!value?.startsWith("-")) return [];
  return [
    problem(
      "NEGATIVE",
      path,
      { en: `${value} is below zero.`, ar: `القيمة ${value} أقل من الصفر.` },
      { en: "Write zero or more.", ar: "اكتب صفرًا أو أكثر." },
    ),
  ];
}
