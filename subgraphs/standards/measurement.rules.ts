import { Decimal } from "decimal.js";
import { describeRules } from "../shared/editions/rules/described";
import { type Problem, problem, type RuleContext } from "../shared/editions/validation";
import { notNegative } from "./amount.rules";
import { Indicator } from "./indicator.entity";
import type { Measurement } from "./measurement.entity";
import { frequencyOf, isSoundPeriod } from "./period.rules";

describeRules("ERROR", ["Measurement"], {
  VALUE_OR_REASON: { en: "A measurement has neither a value nor a reason.", ar: "قياس بلا قيمة ولا سبب لغيابها." },
  UNSOUND_PERIOD: { en: "A period is too long ago.", ar: "فترة أقدم مما يقبله الدليل." },
  PERIOD_NOT_OF_FREQUENCY: { en: "A period is not one its indicator is measured in.", ar: "فترة لا توافق دورية المؤشر." },
  PART_EXCEEDS_WHOLE: { en: "A part is more than the whole.", ar: "الجزء أكبر من الكل." },
});

/** A measurement has both counts or says why not, and its period and counts fit its indicator. */
export async function measurementRules(measurement: Measurement, { find }: RuleContext): Promise<Problem[]> {
  const { numerator, denominator } = measurement;
  const indicator = await find(Indicator, measurement.indicator);
  return [
    ...valueOrReason(measurement),
    ...notNegative(numerator, "$.numerator"),
    ...notNegative(denominator, "$.denominator"),
    ...periodFits(measurement, indicator),
    ...partOfWhole(measurement, indicator),
  ];
}

function valueOrReason({ numerator, denominator, reasonMissing }: Measurement): Problem[] {
  const counted = numerator !== undefined && denominator !== undefined;
  const neither = numerator === undefined && denominator === undefined;
  if (reasonMissing === undefined ? counted : neither) return [];
  return [
    problem(
      "VALUE_OR_REASON",
      "$",
      {
        en: "A measurement has a numerator and a denominator, or else says why there is no value.",
        ar: "يتضمن القياس بسطًا ومقامًا معًا، أو يُذكر سبب غياب القيمة.",
      },
      {
        en: "Give both counts without reasonMissing, or reasonMissing alone.",
        ar: "اذكر العددين دون سبب الغياب، أو سبب الغياب وحده.",
      },
    ),
  ];
}

function periodFits({ period }: Measurement, indicator: Indicator | undefined): Problem[] {
  if (!isSoundPeriod(period)) {
    return [
      problem(
        "UNSOUND_PERIOD",
        "$.period",
        { en: `The period ${period} is too long ago.`, ar: `الفترة ${period} أقدم مما يقبله الدليل.` },
        { en: "Correct the year.", ar: "صحّح السنة." },
      ),
    ];
  }
  if (!indicator || indicator.frequency === frequencyOf(period)) return [];
  return [
    problem(
      "PERIOD_NOT_OF_FREQUENCY",
      "$.period",
      {
        en: `${indicator.code} is measured ${indicator.frequency}, which ${period} is not.`,
        ar: `دورية قياس المؤشر ${indicator.code} هي ${indicator.frequency}، والفترة ${period} لا توافقها.`,
      },
      {
        en: 'Write a month as "2025-03", a quarter as "2025-Q1", a year as "2025".',
        ar: 'اكتب الشهر على صورة "2025-03" والربع "2025-Q1" والسنة "2025".',
      },
    ),
  ];
}

function partOfWhole({ numerator, denominator }: Measurement, indicator: Indicator | undefined): Problem[] {
  if (indicator?.aggregation !== "RATIO" || numerator === undefined || denominator === undefined) return [];
  if (new Decimal(numerator).lessThanOrEqualTo(denominator)) return [];
  return [
    problem(
      "PART_EXCEEDS_WHOLE",
      "$.numerator",
      {
        en: `${numerator} of ${denominator} cannot be: the numerator is a part of the denominator.`,
        ar: `لا يمكن أن يزيد البسط ${numerator} على المقام ${denominator}، فهو جزء منه.`,
      },
      { en: "Correct one of the two counts.", ar: "صحّح أحد العددين." },
    ),
  ];
}
