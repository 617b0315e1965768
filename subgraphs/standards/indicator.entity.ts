import { Directive, ObjectType } from "type-graphql";
import { enumeration, Localized, OneOf, PublishedRecord, Text, type Texts } from "../../schema/vocabulary";

export const IndicatorDirection = enumeration("IndicatorDirection", "Which way an indicator is better.", {
  HIGHER: "The higher the better.",
  LOWER: "The lower the better.",
});
export type IndicatorDirection = keyof typeof IndicatorDirection;

export const IndicatorAggregation = enumeration(
  "IndicatorAggregation",
  "What numerator and denominator make together, and how several measurements become one.",
  {
    RATIO: "A share: the numerator is a part of the denominator. Both are summed.",
    AVERAGE: "A mean: the numerator is an amount, the denominator a count. Both are summed.",
    SUM: "A total: numerators are summed, the denominator only says per what and stays as it is.",
  },
);
export type IndicatorAggregation = keyof typeof IndicatorAggregation;

export const MeasurementFrequency = enumeration("MeasurementFrequency", "How often an indicator is measured.", {
  MONTHLY: "Every month.",
  QUARTERLY: "Every quarter.",
  ANNUAL: "Every year.",
});
export type MeasurementFrequency = keyof typeof MeasurementFrequency;

export const MeasurementMethod = enumeration("MeasurementMethod", "How a measurement is made.", {
  SURVEY: "People were asked.",
  SYSTEM: "Counted by the systems that run the service.",
  MYSTERY_SHOPPER: "By visits and calls of assessors who do not make themselves known.",
  AUDIT: "By checking a sample of cases.",
});

@Directive(`@key(fields: "id")`)
@ObjectType({ implements: PublishedRecord, description: "Something that is measured to say how well services do." })
export class Indicator extends PublishedRecord {
  @Localized("Its name.")
  name!: Texts;

  @Localized("What it says, and what it leaves out.")
  definition!: Texts;

  @Text('The unit of its values in UCUM, such as "%" or "min". Shares are stored as fractions: 0.9500 is 95 percent.', {
    maxLength: 20,
  })
  unit!: string;

  @OneOf(IndicatorDirection, "Which way it is better.")
  direction!: IndicatorDirection;

  @Localized("What is counted above the line.")
  numerator!: Texts;

  @Localized("What is counted below the line.")
  denominator!: Texts;

  @OneOf(IndicatorAggregation, "What the two make together.")
  aggregation!: IndicatorAggregation;

  @OneOf(MeasurementFrequency, "How often it is measured.")
  frequency!: MeasurementFrequency;

  @OneOf(MeasurementMethod, "How it is measured.")
  method!: keyof typeof MeasurementMethod;
}
