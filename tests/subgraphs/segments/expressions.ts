import type { PublishedRecord } from "../../../schema/vocabulary";
import type { Comparison, Expression } from "../../../subgraphs/segments/expression.entity";
import type { InformationConcept } from "../../../subgraphs/segments/information-concept.entity";
import type { RuleContext } from "../../../subgraphs/shared/editions/validation";

/** Expressions in few words, and a guide that holds nothing but the given records. */

export function compare(concept: string, operator: Comparison["operator"], ...values: string[]): Expression {
  return { operands: [], comparison: { concept, operator, values } };
}

export const all = (...operands: Expression[]): Expression => ({ combinator: "ALL", operands });
export const any = (...operands: Expression[]): Expression => ({ combinator: "ANY", operands });
export const not = (...operands: Expression[]): Expression => ({ combinator: "NOT", operands });

export function concept(code: string, valueType: InformationConcept["valueType"], options: string[] = []): InformationConcept {
  return {
    code,
    valueType,
    question: { ar: "سؤال", en: "Question" },
    options: options.map((option) => ({ code: option, label: { ar: "خيار", en: "Option" } })),
    isSensitive: false,
  } as Partial<InformationConcept> as InformationConcept;
}

export function guideOf(...records: PublishedRecord[]): RuleContext {
  return { find: async (_, code) => records.find((record) => record.code === code) as never, today: "2026-01-31" };
}
