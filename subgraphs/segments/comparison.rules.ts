import type { GraphQLScalarType } from "graphql";
import { Decimal, LocalDate, type Texts } from "../../schema/vocabulary";
import { describeRules } from "../shared/editions/rules/described";
import { type Problem, problem } from "../shared/editions/validation";
import type { Comparison, ComparisonOperator } from "./expression.entity";
import { pointOf } from "./expression.values";
import type { InformationConcept } from "./information-concept.entity";

describeRules("ERROR", ["CustomerSegment", "Requirement"], {
  OPERATOR_MISMATCH: { en: "A comparison does not fit the type of its concept.", ar: "مقارنة لا توافق نوع المعلومة." },
  WRONG_VALUE_COUNT: { en: "A comparison has too few or too many values.", ar: "عدد القيم لا يوافق عامل المقارنة." },
  VALUE_MISMATCH: { en: "A value does not fit the type of its concept.", ar: "قيمة لا توافق نوع المعلومة." },
  NOT_IN_ORDER: { en: "A span is written from the greater value to the lesser.", ar: "مدى مكتوب من القيمة العليا إلى الدنيا." },
});

type Operator = keyof typeof ComparisonOperator;
type ValueType = InformationConcept["valueType"];

/** What is wrong with a comparison by itself: its values fit its operator and its concept. */
export function comparisonRules(comparison: Comparison, concept: InformationConcept, path: string): Problem[] {
  const { operator, values } = comparison;
  const problems = [
    ...operatorFits(operator, concept, path),
    ...countFits(comparison, path),
    ...valuesFit(values, concept, path),
  ];
  return problems.length > 0 ? problems : inOrder(comparison, concept, path);
}

const ORDERING: ReadonlySet<Operator> = new Set<Operator>(["GT", "GTE", "LT", "LTE", "BETWEEN"]);
const ORDERED: ReadonlySet<ValueType> = new Set<ValueType>(["NUMBER", "DATE"]);

function operatorFits(operator: Operator, { code, valueType }: InformationConcept, path: string): Problem[] {
  if (ORDERED.has(valueType) || !ORDERING.has(operator)) return [];
  return [
    problem(
      "OPERATOR_MISMATCH",
      `${path}.operator`,
      {
        en: `${operator} compares numbers and dates, but ${code} is a ${valueType}.`,
        ar: `عامل المقارنة ${operator} للأرقام والتواريخ، أما ${code} فمن النوع ${valueType}.`,
      },
      { en: "Use EQ, NE, IN or EXISTS.", ar: "استخدم EQ أو NE أو IN أو EXISTS." },
    ),
  ];
}

/** How many values an operator takes, where that is not exactly one. */
const VALUE_COUNT: Partial<Record<Operator, { fits: (count: number) => boolean; needed: Texts }>> = {
  EXISTS: { fits: (count) => count === 0, needed: { en: "no value", ar: "صفرًا" } },
  BETWEEN: { fits: (count) => count === 2, needed: { en: "two values", ar: "اثنين" } },
  IN: { fits: (count) => count > 0, needed: { en: "at least one value", ar: "واحدًا على الأقل" } },
};
const ONE_VALUE = { fits: (count: number) => count === 1, needed: { en: "one value", ar: "واحدًا" } };

function countFits({ operator, values }: Comparison, path: string): Problem[] {
  const { fits, needed } = VALUE_COUNT[operator] ?? ONE_VALUE;
  if (fits(values.length)) return [];
  return [
    problem(
      "WRONG_VALUE_COUNT",
      `${path}.values`,
      {
        en: `${operator} takes ${needed["en"]}, not ${values.length}.`,
        ar: `عدد قيم عامل المقارنة ${operator} يجب أن يكون ${needed["ar"]}، وهو هنا ${values.length}.`,
      },
      { en: "Add or remove values, or choose another operator.", ar: "أضف قيمًا أو احذف منها، أو اختر عامل مقارنة آخر." },
    ),
  ];
}

/** Which values fit a type of concept, and what to write instead of one that does not. */
const VALUES: Record<
  ValueType,
  { fits: (value: string, concept: InformationConcept) => boolean; expected: (concept: InformationConcept) => Texts }
> = {
  BOOLEAN: {
    fits: (value) => value === "true" || value === "false",
    expected: () => ({ en: '"true" or "false"', ar: '"true" أو "false"' }),
  },
  NUMBER: {
    fits: (value) => accepts(Decimal, value),
    expected: () => ({ en: 'a decimal number such as "60"', ar: 'عددًا عشريًا مثل "60"' }),
  },
  DATE: {
    fits: (value) => accepts(LocalDate, value),
    expected: () => ({ en: 'a date that exists, such as "2024-09-19"', ar: 'تاريخًا صحيحًا مثل "2024-09-19"' }),
  },
  CODE: {
    fits: (value, { options }) => options.some(({ code }) => code === value),
    expected: ({ options }) => ({
      en: `one of: ${options.map(({ code }) => code).join(", ")}`,
      ar: `أحد الخيارات: ${options.map(({ code }) => code).join("، ")}`,
    }),
  },
  TEXT: { fits: () => true, expected: () => ({ en: "a text", ar: "نصًا" }) },
};

function accepts(scalar: GraphQLScalarType, value: string): boolean {
  try {
    scalar.parseValue(value);
    return true;
  } catch {
    return false;
  }
}

function valuesFit(values: readonly string[], concept: InformationConcept, path: string): Problem[] {
  const { fits, expected } = VALUES[concept.valueType];
  return values.flatMap((value, index) =>
    fits(value, concept)
      ? []
      : [
          problem(
            "VALUE_MISMATCH",
            `${path}.values[${index}]`,
            {
              en: `"${value}" is not a value of ${concept.code}, which is a ${concept.valueType}.`,
              ar: `"${value}" ليست قيمة للمعلومة ${concept.code} التي نوعها ${concept.valueType}.`,
            },
            { en: `Write ${expected(concept)["en"]}.`, ar: `اكتب ${expected(concept)["ar"]}.` },
          ),
        ],
  );
}

function inOrder({ operator, values }: Comparison, { valueType }: InformationConcept, path: string): Problem[] {
  const [low, high] = values;
  if (operator !== "BETWEEN" || low === undefined || high === undefined) return [];
  if (pointOf(low, valueType).lte(pointOf(high, valueType))) return [];
  return [
    problem(
      "NOT_IN_ORDER",
      `${path}.values`,
      {
        en: `The first value of BETWEEN, ${values[0]}, comes after the second, ${values[1]}.`,
        ar: `القيمة الأولى للعامل BETWEEN، وهي ${values[0]}، تأتي بعد الثانية ${values[1]}.`,
      },
      { en: "Write the lower value first.", ar: "اكتب القيمة الدنيا أولًا." },
    ),
  ];
}
