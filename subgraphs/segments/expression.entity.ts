import { ObjectType } from "type-graphql";
import { enumeration, Nested, OneOf, Reference, Text } from "../../schema/vocabulary";
import { InformationConcept } from "./information-concept.entity";

export const ExpressionCombinator = enumeration("ExpressionCombinator", "How the operands of an expression are joined.", {
  ALL: "Every operand holds.",
  ANY: "At least one operand holds.",
  NOT: "Its one operand does not hold.",
});

export const ComparisonOperator = enumeration("ComparisonOperator", "How a fact is compared with the values given.", {
  EQ: "It equals the value.",
  NE: "It differs from the value.",
  IN: "It equals one of the values.",
  GT: "It is greater than, or after, the value.",
  GTE: "It is the value, or greater or after.",
  LT: "It is less than, or before, the value.",
  LTE: "It is the value, or less or before.",
  BETWEEN: "It lies between the two values, both included.",
  EXISTS: "It is known, whatever its value.",
});

@ObjectType({ description: "A comparison of one fact about a customer with given values." })
export class Comparison {
  @Reference(() => InformationConcept, "The fact that is compared.")
  concept!: string;

  @OneOf(ComparisonOperator, "How it is compared.")
  operator!: keyof typeof ComparisonOperator;

  @Text(
    "What it is compared with, written as the value type of the concept asks: none for EXISTS, two for BETWEEN, one or more for IN, else one.",
    { list: true },
  )
  values!: string[];
}

@ObjectType({
  description:
    "A condition as data: either a combinator that joins operands, or one comparison. A fact that is not known makes a comparison unknown, never false.",
})
export class Expression {
  @OneOf(ExpressionCombinator, "How the operands are joined; null for a comparison.", { optional: true })
  combinator?: keyof typeof ExpressionCombinator;

  @Nested(() => Expression, "The expressions it joins, as their publisher ordered them; empty for a comparison.", { list: true })
  operands!: Expression[];

  @Nested(() => Comparison, "The comparison; null for a combinator.", { optional: true })
  comparison?: Comparison;
}

/** The codes of the distinct concepts that an expression asks about, in the order in which it does. */
export function conceptsOf(expression: Expression | undefined): string[] {
  return expression ? [...new Set(asked(expression))] : [];
}

function asked({ comparison, operands }: Expression): string[] {
  return [...(comparison ? [comparison.concept] : []), ...operands.flatMap(asked)];
}
