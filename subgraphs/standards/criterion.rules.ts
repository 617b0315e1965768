import { describeRules } from "../shared/editions/rules/described";
import { type Problem, problem, type RuleContext } from "../shared/editions/validation";
import { notNegative } from "./amount.rules";
import type { Criterion } from "./criterion.entity";
import { PolicyDocument } from "./policy-document.entity";

describeRules("ERROR", ["Criterion", "PolicyDocument"], {
  UNKNOWN_SECTION: { en: "A criterion names a section its document has not.", ar: "معيار يشير إلى قسم غير موجود في وثيقته." },
});

/** A criterion names a section that its document has, and its weight is not negative. */
export async function criterionRules({ document, section, weight }: Criterion, { find }: RuleContext): Promise<Problem[]> {
  const sections = (await find(PolicyDocument, document))?.sections;
  const known = section === undefined || !sections || sections.some(({ number }) => number === section);
  return [...notNegative(weight, "$.weight"), ...(known ? [] : [unknownSection("$.section", document, section)])];
}

/** Told of the criterion; or of the document, which then says whose section it is. */
export function unknownSection(path: string, document: string, section: string | undefined, criterion?: string): Problem {
  const [of, forCriterion] =
    criterion === undefined ? ["", ""] : [`, which ${criterion} names`, ` الذي يشير إليه المعيار ${criterion}`];
  return problem(
    "UNKNOWN_SECTION",
    path,
    {
      en: `${document} has no section ${section}${of}.`,
      ar: `لا تحتوي الوثيقة ${document} على القسم ${section}${forCriterion}.`,
    },
    criterion === undefined
      ? { en: "Use the number of one of its sections.", ar: "استخدم رقم أحد أقسامها." }
      : { en: "Keep the section, or change the criterion with it.", ar: "أبقِ القسم، أو عدّل المعيار معه." },
  );
}
