import { Decimal } from "decimal.js";
import { describeRules } from "../shared/editions/rules/described";
import { type Problem, problem, type RuleContext } from "../shared/editions/validation";
import { notNegative } from "./amount.rules";
import type { Assessment, AssessmentScore } from "./assessment.entity";
import { Criterion } from "./criterion.entity";

describeRules("ERROR", ["Assessment"], {
  CRITERION_OF_ANOTHER_DOCUMENT: { en: "A criterion of another document is scored.", ar: "تقييم معيار من وثيقة أخرى." },
  UNSOUND_SCORE: { en: "A score has no maximum, or is above it.", ar: "درجة بلا حد أقصى أو تتجاوزه." },
  DUPLICATE_SCORE: { en: "A criterion is scored twice.", ar: "معيار مقيّم مرتين." },
});

/** How much each criterion counts, by its code. */
export type Weights = Readonly<Record<string, string>>;

const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });

/** The points reached of those that could be, weighted by criterion, in percent; undefined when nothing was scored. Exempt criteria are left out. */
export function resultOf(scores: readonly AssessmentScore[], weights: Weights): string | undefined {
  let reached = new Exact(0);
  let possible = new Exact(0);
  for (const { criterion, score, maximum, status } of scores) {
    const weight = weights[criterion];
    if (
      status === "EXEMPT" ||
      score === undefined ||
      maximum === undefined ||
      weight === undefined ||
      new Exact(maximum).isZero()
    )
      continue;
    reached = reached.plus(new Exact(weight).times(score).div(maximum));
    possible = possible.plus(weight);
  }
  return possible.isZero() ? undefined : reached.div(possible).times(100).toFixed(2);
}

/** An assessment scores each criterion of its document once at most, within the points it could be given. */
export async function assessmentRules(assessment: Assessment, context: RuleContext): Promise<Problem[]> {
  const ofScores = await Promise.all(
    assessment.scores.map((score, index) => scoreRules(assessment, score, `$.scores[${index}]`, context)),
  );
  return [...ofScores.flat(), ...scoredOnce(assessment), ...subjectIsEntity(assessment)];
}

async function scoreRules(
  { document }: Assessment,
  { criterion, score, maximum, status }: AssessmentScore,
  path: string,
  { find }: RuleContext,
): Promise<Problem[]> {
  const found = await find(Criterion, criterion);
  const sound =
    score === undefined || maximum === undefined
      ? score === maximum
      : new Decimal(maximum).greaterThan(0) && new Decimal(score).lessThanOrEqualTo(maximum);
  const scoredAlthoughExempt = status === "EXEMPT" && score !== undefined;
  return [
    ...notNegative(score, `${path}.score`),
    ...(!found || found.document === document
      ? []
      : [
          problem(
            "CRITERION_OF_ANOTHER_DOCUMENT",
            `${path}.criterion`,
            {
              en: `${criterion} is a criterion of ${found.document}, not of ${document}.`,
              ar: `المعيار ${criterion} من معايير الوثيقة ${found.document} لا الوثيقة ${document}.`,
            },
            {
              en: "Score the criteria of the document that is assessed against.",
              ar: "قيّم معايير الوثيقة التي يجري التقييم وفقها.",
            },
          ),
        ]),
    ...(sound && !scoredAlthoughExempt
      ? []
      : [
          problem(
            "UNSOUND_SCORE",
            path,
            {
              en: "A score and its maximum go together, the score is not above the maximum, and an exempt criterion has neither.",
              ar: "تُذكر الدرجة مع حدها الأقصى ولا تتجاوزه، ولا تُذكر أي منهما لمعيار معفى.",
            },
            { en: "Give both, or neither.", ar: "اذكر الدرجة وحدها الأقصى معًا أو احذفهما." },
          ),
        ]),
  ];
}

function scoredOnce({ scores }: Assessment): Problem[] {
  const codes = scores.map(({ criterion }) => criterion);
  return codes.flatMap((code, index) =>
    codes.indexOf(code) === index
      ? []
      : [
          problem(
            "DUPLICATE_SCORE",
            `$.scores[${index}].criterion`,
            { en: `${code} is scored twice.`, ar: `قُيّم المعيار ${code} مرتين.` },
            { en: "Score each criterion once.", ar: "قيّم كل معيار مرة واحدة." },
          ),
        ],
  );
}

function subjectIsEntity({ subject, entity }: Assessment): Problem[] {
  if (subject.type !== "ENTITY" || subject.code === entity) return [];
  return [
    problem(
      "OTHER_ENTITY",
      "$.entity",
      { en: `The entity assessed is ${subject.code}, not ${entity}.`, ar: `الجهة المقيّمة هي ${subject.code} لا ${entity}.` },
      { en: "Name the same entity in both places.", ar: "اذكر الجهة نفسها في الموضعين." },
    ),
  ];
}
