import { type Problem, problem } from "../validation";
import { describeRules } from "./described";

describeRules("ERROR", [], {
  OTHER_ENTITY: { en: "A record refers to one that belongs to another entity.", ar: "سجل يشير إلى سجل يتبع جهة أخرى." },
});

/** Both are of the same entity, or the problem says so. */
export function sameEntity(mine: string, other: string | undefined, path: string): Problem[] {
  if (other === undefined || other === mine) return [];
  return [
    problem(
      "OTHER_ENTITY",
      path,
      { en: `It belongs to ${other}, not to ${mine}.`, ar: `يتبع هذا السجل الجهة ${other} لا الجهة ${mine}.` },
      { en: "Refer to a record of the same entity.", ar: "أشر إلى سجل يتبع الجهة نفسها." },
    ),
  ];
}
