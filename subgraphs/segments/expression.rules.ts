import { describeRules } from "../shared/editions/rules/described";
import { type Problem, problem, type RuleContext } from "../shared/editions/validation";
import { comparisonRules } from "./comparison.rules";
import { type Comparison, conceptsOf, type Expression } from "./expression.entity";
import { canFail, canHold, type Facts } from "./expression.possibility";
import { sampledValues } from "./expression.values";
import { InformationConcept } from "./information-concept.entity";

describeRules("ERROR", ["CustomerSegment", "Requirement"], {
  UNSOUND_EXPRESSION: { en: "A condition is neither a combinator nor a comparison.", ar: "شرط ليس رابطًا ولا مقارنة." },
  WRONG_OPERAND_COUNT: { en: "A combinator has too few or too many operands.", ar: "عدد الشروط الفرعية لا يوافق الرابط." },
  CONTRADICTION: { en: "Conditions on one fact exclude each other.", ar: "شروط على معلومة واحدة ينفي بعضها بعضًا." },
  CANNOT_HOLD: { en: "A condition can never be met.", ar: "شرط لا يمكن أن يتحقق." },
});
describeRules("SUGGESTION", ["CustomerSegment", "Requirement"], {
  ALWAYS_HOLDS: { en: "A condition is met whatever the answer.", ar: "شرط يتحقق أيًّا كان الجواب." },
});

/** A sound comparison without which a part of an expression cannot hold, with the samples that meet it. */
interface Bound {
  readonly concept: string;
  readonly meeting: bigint;
  readonly text: string;
}

/** What checking a part of an expression found. */
interface Checked {
  readonly problems: readonly Problem[];
  readonly bounds: readonly Bound[];
}

/** An expression is well formed, its values fit the concepts it asks about, and it neither contradicts itself nor says nothing. */
export async function expressionRules(expression: Expression, path: string, { find }: RuleContext): Promise<Problem[]> {
  const found = await Promise.all(conceptsOf(expression).map((code) => find(InformationConcept, code)));
  const concepts = new Map(found.flatMap((concept) => (concept ? [[concept.code, concept] as const] : [])));
  const unsound = new Map<Comparison, readonly Problem[]>();
  const facts = factsOf(expression, concepts, unsound, path);
  const { problems } = check(expression, path);
  return problems.length > 0 ? [...problems] : saysNothing(expression, facts, path);

  function check(node: Expression, at: string): Checked {
    const { combinator, comparison } = node;
    const operands = node.operands.map((operand, index) => check(operand, `${at}.operands[${index}]`));
    const bounds = combinator === "ALL" ? operands.flatMap((operand) => operand.bounds) : boundOf(comparison, facts);
    const contradicted = combinator === "ALL" ? contradictions(bounds, facts) : [];
    const inside = [
      ...shape(node, at),
      ...((comparison && unsound.get(comparison)) ?? []),
      ...operands.flatMap(({ problems }) => problems),
      ...contradicted.map((each) => contradiction(each, at)),
    ];
    return {
      // What is impossible is told of the innermost part that is.
      problems: inside.length === 0 && !canHold(node, facts) ? [cannotHold(at)] : inside,
      // What was reported here is not reported again further up.
      bounds: bounds.filter((bound) => !contradicted.some((each) => each.includes(bound))),
    };
  }
}

/** Checks the comparisons of an expression, and samples the values of each concept as its sound ones tell them apart. */
function factsOf(
  expression: Expression,
  concepts: ReadonlyMap<string, InformationConcept>,
  unsound: Map<Comparison, readonly Problem[]>,
  path: string,
): Facts {
  const sound = new Map<string, Set<Comparison>>();
  const visit = ({ comparison, operands }: Expression, at: string): void => {
    operands.forEach((operand, index) => visit(operand, `${at}.operands[${index}]`));
    const concept = comparison && concepts.get(comparison.concept);
    if (!concept) return;
    const problems = comparisonRules(comparison, concept, `${at}.comparison`);
    if (problems.length > 0) unsound.set(comparison, problems);
    else sound.set(concept.code, (sound.get(concept.code) ?? new Set()).add(comparison));
  };
  visit(expression, path);
  return new Map(
    [...sound].map(([code, comparisons]) => {
      const values = sampledValues(concepts.get(code) as InformationConcept, [...comparisons]);
      return [code, { values, sound: comparisons }];
    }),
  );
}

function boundOf(comparison: Comparison | undefined, facts: Facts): Bound[] {
  const fact = comparison && facts.get(comparison.concept);
  if (!comparison || !fact?.sound.has(comparison)) return [];
  const { concept, operator, values } = comparison;
  return [{ concept, meeting: fact.values.meeting(comparison), text: `${operator} (${values.join(", ")})` }];
}

/** The bounds on one concept that no value can meet together, for each such concept. */
function contradictions(bounds: readonly Bound[], facts: Facts): Bound[][] {
  return [...new Set(bounds.map(({ concept }) => concept))]
    .map((concept) => bounds.filter((bound) => bound.concept === concept))
    .filter((together) => {
      const all = facts.get(together[0]?.concept ?? "")?.values.all ?? 0n;
      return together.reduce((left, { meeting }) => left & meeting, all) === 0n;
    });
}

/** The outermost parts of a sound expression that hold whatever is known. */
function saysNothing(node: Expression, facts: Facts, path: string): Problem[] {
  if (!canFail(node, facts)) return [alwaysHolds(path)];
  if (node.combinator === "NOT") return [];
  return node.operands.flatMap((operand, index) => saysNothing(operand, facts, `${path}.operands[${index}]`));
}

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

function contradiction(bounds: readonly Bound[], path: string): Problem {
  const code = bounds[0]?.concept ?? "";
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

const cannotHold = (path: string): Problem =>
  problem(
    "CANNOT_HOLD",
    path,
    {
      en: "No customer can meet this condition, whatever the answers.",
      ar: "لا يمكن لأي متعامل أن يحقق هذا الشرط أيًّا كانت الإجابات.",
    },
    { en: "Correct one of its parts, or remove it.", ar: "صحّح أحد أجزائه أو احذفه." },
  );

const alwaysHolds = (path: string): Problem =>
  problem(
    "ALWAYS_HOLDS",
    path,
    { en: "Every customer meets this condition, whatever the answer.", ar: "كل متعامل يحقق هذا الشرط أيًّا كان الجواب." },
    {
      en: "Remove it; or use EXISTS, if it only matters that the answer is known.",
      ar: "احذفه، أو استخدم EXISTS إن كان المهم معرفة الجواب فقط.",
    },
  );
