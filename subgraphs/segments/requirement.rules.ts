import type { Problem, RuleContext } from "../shared/editions/validation";
import { expressionRules } from "./expression.rules";
import type { Requirement } from "./requirement.entity";

/** The expression of a requirement can be evaluated. */
export function requirementRules({ expression }: Requirement, context: RuleContext): Promise<Problem[]> {
  return expressionRules(expression, "$.expression", context);
}
