import { copiedTextSurvey, sameNameSurvey } from "../shared/editions/rules/copies";
import { noCycle } from "../shared/editions/rules/tree";
import type { Problem, RuleContext, Survey } from "../shared/editions/validation";
import { CustomerSegment } from "./customer-segment.entity";
import { expressionRules } from "./expression.rules";

/** No segment is part of itself, and its criteria can be evaluated. */
export async function customerSegmentRules(segment: CustomerSegment, context: RuleContext): Promise<Problem[]> {
  const { criteria } = segment;
  return [
    ...(await noCycle(CustomerSegment, segment, ({ parent }) => parent, "$.parent", context)),
    ...(criteria ? await expressionRules(criteria, "$.criteria", context) : []),
  ];
}

export const customerSegmentSurveys: readonly Survey<CustomerSegment>[] = [
  sameNameSurvey(CustomerSegment),
  copiedTextSurvey(CustomerSegment, "definition"),
];
