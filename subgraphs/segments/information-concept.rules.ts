import sql, { raw } from "sql-template-tag";
import { isLive } from "../shared/editions/edition.entity";
import { describeRules } from "../shared/editions/rules/described";
import { isRefused, type Problem, problem, type RuleContext, type Survey } from "../shared/editions/validation";
import { CustomerSegment } from "./customer-segment.entity";
import { conceptsOf, type Expression } from "./expression.entity";
import { expressionRules } from "./expression.rules";
import type { InformationConcept } from "./information-concept.entity";
import { Requirement } from "./requirement.entity";

describeRules("ERROR", ["InformationConcept"], {
  OPTIONS_MISSING: { en: "A choice has no options.", ar: "معلومة من خيارات لا خيارات لها." },
  OPTIONS_NOT_ALLOWED: { en: "What is no choice has options.", ar: "معلومة ليست اختيارًا ولها خيارات." },
  DUPLICATE_OPTION: { en: "Two options have the same code.", ar: "خياران بالرمز نفسه." },
  BREAKS_CONDITION: {
    en: "A change of a concept breaks a condition that rests on it.",
    ar: "تعديل معلومة يُفسد شرطًا مبنيًا عليها.",
  },
});

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

/** A record whose condition rests on some concepts. */
interface Dependent {
  readonly typename: "CustomerSegment" | "Requirement";
  readonly code: string;
}

/** Conditions stay sound when a concept they rest on changes its type or loses an option. */
export const informationConceptSurveys: readonly Survey<InformationConcept>[] = [
  async (concepts, context) => {
    const codes = concepts.map(({ code }) => code);
    const dependents = await context.database.query<Dependent>(sql`
      SELECT 'CustomerSegment' AS typename, e.code FROM customer_segment e
      WHERE e.concepts && ${codes}::text[] AND ${raw(isLive("e."))}
      UNION ALL
      SELECT 'Requirement', e.code FROM requirement e
      WHERE e.concepts && ${codes}::text[] AND ${raw(isLive("e."))}`);
    const broken = await Promise.all(
      dependents.map(async (dependent) => {
        // As it will be: it may be checked together with the concept.
        const condition = await conditionOf(dependent, context);
        if (!condition || !isRefused(await expressionRules(condition, "$", context))) return [];
        return conceptsOf(condition).map((code) => ({ index: codes.indexOf(code), problem: breaksCondition(dependent) }));
      }),
    );
    return broken.flat().filter(({ index }) => index >= 0);
  },
];

async function conditionOf({ typename, code }: Dependent, { find }: RuleContext): Promise<Expression | undefined> {
  return typename === "Requirement" ? (await find(Requirement, code))?.expression : (await find(CustomerSegment, code))?.criteria;
}

const breaksCondition = ({ typename, code }: Dependent): Problem =>
  problem(
    "BREAKS_CONDITION",
    "$",
    {
      en: `The condition of ${typename} "${code}" would no longer be sound.`,
      ar: `لن يبقى شرط السجل "${code}" من النوع ${typename} صحيحًا بعد هذا التعديل.`,
    },
    {
      en: "Keep the type and the options that are in use, or change the condition first.",
      ar: "أبقِ النوع والخيارات المستخدمة، أو عدّل الشرط أولًا.",
    },
  );
