import { type Problem, problem } from "../validation";
import { describeRules } from "./described";

describeRules("ERROR", [], {
  ENDS_BEFORE_BEGINNING: { en: "A span of days ends before it begins.", ar: "فترة تنتهي قبل أن تبدأ." },
});
describeRules("SUGGESTION", [], {
  ENDED: { en: "Something in force ended already.", ar: "أمر ما زال منشورًا وقد انتهى." },
});

/** A span of days does not end before it begins. */
export function daysInOrder(from: string | undefined, to: string | undefined, path: string): Problem[] {
  if (from === undefined || to === undefined || from <= to) return [];
  return [
    problem(
      "ENDS_BEFORE_BEGINNING",
      path,
      { en: `It ends on ${to}, before it begins on ${from}.`, ar: `ينتهي في ${to} قبل أن يبدأ في ${from}.` },
      { en: "Correct one of the two days.", ar: "صحّح أحد التاريخين." },
    ),
  ];
}

/** What the guide shows is not over. */
export function notEnded(to: string | undefined, today: string, path: string): Problem[] {
  if (to === undefined || to >= today) return [];
  return [
    problem(
      "ENDED",
      path,
      { en: `It ended on ${to}.`, ar: `انتهى في ${to}.` },
      { en: "Withdraw or remove what is over, or correct the day.", ar: "اسحب ما انتهى أو احذفه، أو صحّح التاريخ." },
    ),
  ];
}
