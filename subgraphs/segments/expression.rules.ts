import { Decimal as DecimalNumber } from "decimal.js";
import type { GraphQLScalarType } from "graphql";
import { Decimal, LocalDate, type Texts } from "../../schema/vocabulary";
import { type Problem, problem, type RuleContext } from "../shared/editions/validation";
import { type Comparison, type ComparisonOperator, conceptsOf, type Expression } from "./expression.entity";
import { InformationConcept } from "./information-concept.entity";

type Operator = keyof typeof ComparisonOperator;
type ValueType = InformationConcept["valueType"];

/** Digits enough to halve the distance between any two values exactly. */
const Exact = DecimalNumber.clone({ precision: 40 });
type Point = InstanceType<typeof Exact>;

/** A sound comparison of a number or date, its values read as points on a line. */
interface Bound {
  readonly concept: InformationConcept;
  readonly operator: Operator;
  readonly points: readonly Point[];
  readonly text: string;
}

/** What checking a part of an expression found, and the bounds without which that part cannot hold. */
interface Checked {
  readonly problems: readonly Problem[];
  readonly bounds: readonly Bound[];
}

/** An expression is well formed, its values fit the concepts it asks about, and no part of it contradicts itself. */
export async function expressionRules(expression: Expression, path: string, { find }: RuleContext): Promise<Problem[]> {
  const found = await Promise.all(conceptsOf(expression).map((code) => find(InformationConcept, code)));
  const concepts = new Map(found.flatMap((concept) => (concept ? [[concept.code, concept] as const] : [])));
  return [...check(expression, path).problems];

  function check(node: Expression, at: string): Checked {
    const { combinator, comparison } = node;
    const operands = node.operands.map((operand, index) => check(operand, `${at}.operands[${index}]`));
    const concept = comparison && concepts.get(comparison.concept);
    const compared = concept ? checkComparison(comparison, concept, `${at}.comparison`) : nothing;
    const bounds = combinator === "ALL" ? operands.flatMap((operand) => operand.bounds) : compared.bounds;
    const contradicted = combinator === "ALL" ? contradictions(bounds) : [];
    return {
      problems: [
        ...shape(node, at),
        ...compared.problems,
        ...operands.flatMap(({ problems }) => problems),
        ...contradicted.map((each) => contradiction(each, at)),
      ],
      // What was reported here is not reported again further up.
      bounds: bounds.filter((bound) => !contradicted.some((each) => each.includes(bound))),
    };
  }
}

const nothing: Checked = { problems: [], bounds: [] };

function shape({ combinator, operands, comparison }: Expression, path: string): Problem[] {
  if ((combinator === undefined) === (comparison === undefined) || (comparison && operands.length > 0)) {
    return [
      problem(
        "UNSOUND_EXPRESSION",
        path,
        {
          en: "It is neither just a combinator with operands nor just a comparison.",
          ar: "يجب أن يكون الشرط رابطًا له شروط فرعية فقط، أو مقارنة واحدة فقط.",
        },
        { en: "Give either a combinator with operands, or a comparison.", ar: "اذكر إما رابطًا وشروطه الفرعية، أو مقارنة واحدة." },
      ),
    ];
  }
  if (combinator === undefined || (combinator === "NOT" ? operands.length === 1 : operands.length > 0)) return [];
  const needed = combinator === "NOT" ? { en: "exactly one", ar: "واحدًا" } : { en: "at least one", ar: "واحدًا على الأقل" };
  return [
    problem(
      "WRONG_OPERAND_COUNT",
      `${path}.operands`,
      {
        en: `${combinator} takes ${needed.en} operand, not ${operands.length}.`,
        ar: `عدد الشروط الفرعية للرابط ${combinator} يجب أن يكون ${needed.ar}، وهو هنا ${operands.length}.`,
      },
      {
        en: "Add or remove operands; several can be joined with ALL or ANY.",
        ar: "أضف شروطًا فرعية أو احذف منها؛ ويمكن جمع عدد منها بالرابط ALL أو ANY.",
      },
    ),
  ];
}

const ORDERING: ReadonlySet<Operator> = new Set<Operator>(["GT", "GTE", "LT", "LTE", "BETWEEN"]);
const ORDERED: ReadonlySet<ValueType> = new Set<ValueType>(["NUMBER", "DATE"]);

function checkComparison(comparison: Comparison, concept: InformationConcept, path: string): Checked {
  const { operator, values } = comparison;
  const problems = [
    ...operatorFits(operator, concept, path),
    ...countFits(comparison, path),
    ...valuesFit(values, concept, path),
  ];
  if (problems.length > 0 || values.length === 0 || !ORDERED.has(concept.valueType)) return { problems, bounds: [] };
  const points = values.map((value) => pointOf(value, concept.valueType));
  const misordered = inOrder(operator, points, comparison, path);
  if (misordered.length > 0) return { problems: misordered, bounds: [] };
  return { problems, bounds: [{ concept, operator, points, text: `${operator} (${values.join(", ")})` }] };
}

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

const DAY_MS = 86_400_000;

/** A number as it is; a date as the number of its day. */
function pointOf(value: string, type: ValueType): Point {
  return new Exact(type === "DATE" ? Date.parse(value) / DAY_MS : value);
}

function inOrder(operator: Operator, [low, high]: readonly Point[], { values }: Comparison, path: string): Problem[] {
  if (operator !== "BETWEEN" || !low || !high || low.lte(high)) return [];
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

const HOLDS: Record<Operator, (point: Point, points: readonly Point[]) => boolean> = {
  EQ: (point, points) => points.some((each) => point.eq(each)),
  NE: (point, points) => points.every((each) => !point.eq(each)),
  IN: (point, points) => points.some((each) => point.eq(each)),
  GT: (point, points) => points.every((each) => point.gt(each)),
  GTE: (point, points) => points.every((each) => point.gte(each)),
  LT: (point, points) => points.every((each) => point.lt(each)),
  LTE: (point, points) => points.every((each) => point.lte(each)),
  BETWEEN: (point, points) => point.gte(Exact.min(...points)) && point.lte(Exact.max(...points)),
  EXISTS: () => true,
};

/** The bounds on one concept that no value can meet together, for each such concept. */
function contradictions(bounds: readonly Bound[]): Bound[][] {
  return [...new Set(bounds.map(({ concept }) => concept))]
    .map((concept) => bounds.filter((bound) => bound.concept === concept))
    .filter(
      (together) => !samples(together).some((point) => together.every(({ operator, points }) => HOLDS[operator](point, points))),
    );
}

/**
 * A point of every stretch between the given bounds, and the bounds themselves: where none of these meets all of them,
 * no point does. Between two days there is nothing; between two numbers there is always another.
 */
function samples(bounds: readonly Bound[]): Point[] {
  const points = bounds.flatMap((bound) => bound.points).sort((a, b) => a.comparedTo(b));
  const isDate = bounds[0]?.concept.valueType === "DATE";
  return points.flatMap((point, index) => {
    const next = points[index + 1];
    const between = isDate || !next ? point.add(1) : point.add(next).div(2);
    return index === 0 ? [point.sub(1), point, between] : [point, between];
  });
}

function contradiction(bounds: readonly Bound[], path: string): Problem {
  const code = bounds[0]?.concept.code ?? "";
  return problem(
    "CONTRADICTION",
    path,
    {
      en: `No value of ${code} meets all of these: ${bounds.map(({ text }) => text).join(", ")}.`,
      ar: `لا توجد قيمة للمعلومة ${code} تحقق هذه الشروط معًا: ${bounds.map(({ text }) => text).join("، ")}.`,
    },
    { en: "Correct one of them, or join them with ANY.", ar: "صحّح أحدها، أو اربط بينها بالرابط ANY." },
  );
}
