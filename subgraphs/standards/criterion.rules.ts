import { type Problem, problem, type RuleContext } from "../shared/editions/validation";
import { notNegative } from "./amount.rules";
import type { Criterion } from "./criterion.entity";
import { PolicyDocument } from "./policy-document.entity";

/** A criterion names a section that its document has, and its weight is not negative. */
export async function criterionRules({ document, section, weight }: Criterion, { find }: RuleContext): Promise<Problem[]> {
  const sections = (await find(PolicyDocument, document))?.sections;
  const known = section === undefined || !sections || sections.some(({ number }) => number === section);
  return [
    ...notNegative(weight, "$.weight"),
    ...(known
      ? []
      : [
          problem(
            "UNKNOWN_SECTION",
            "$.section",
            { en: `${document} has no section ${section}.`, ar: `لا تحتوي الوثيقة ${document} على القسم ${section}.` },
            { en: "Use the number of one of its sections.", ar: "استخدم رقم أحد أقسامها." },
          ),
        ]),
  ];
}
