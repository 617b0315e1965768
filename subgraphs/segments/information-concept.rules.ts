import { type Problem, problem } from "../shared/editions/validation";
import type { InformationConcept } from "./information-concept.entity";

/** A concept has options exactly when its value is a CODE, and each has a code of its own. */
export function informationConceptRules({ valueType, options }: InformationConcept): Problem[] {
  return [...optionsFitType(valueType, options.length), ...uniqueOptions(options)];
}

function optionsFitType(valueType: InformationConcept["valueType"], count: number): Problem[] {
  if ((valueType === "CODE") === count > 0) return [];
  return [
    count === 0
      ? problem(
          "OPTIONS_MISSING",
          "$.options",
          {
            en: "A concept whose value is a CODE has no options to choose from.",
            ar: "قيمة هذه المعلومة من النوع CODE ولا خيارات لها.",
          },
          { en: "List the options with their codes and labels.", ar: "أدرج الخيارات برموزها ومسمياتها." },
        )
      : problem(
          "OPTIONS_NOT_ALLOWED",
          "$.options",
          {
            en: `A concept whose value is a ${valueType} cannot have options.`,
            ar: `لا يجوز أن تكون للمعلومة التي قيمتها من النوع ${valueType} خيارات.`,
          },
          { en: "Remove the options, or make its value a CODE.", ar: "احذف الخيارات، أو اجعل نوع القيمة CODE." },
        ),
  ];
}

function uniqueOptions(options: InformationConcept["options"]): Problem[] {
  const seen = new Set<string>();
  return options.flatMap(({ code }, index) => {
    if (!seen.has(code)) {
      seen.add(code);
      return [];
    }
    return [
      problem(
        "DUPLICATE_OPTION",
        `$.options[${index}].code`,
        { en: `The option code "${code}" is used twice.`, ar: `رمز الخيار "${code}" مستخدم مرتين.` },
        { en: "Give each option a code of its own.", ar: "امنح كل خيار رمزًا خاصًا به." },
      ),
    ];
  });
}
