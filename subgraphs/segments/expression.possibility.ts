import type { Comparison, Expression } from "./expression.entity";
import type { SampledValues } from "./expression.values";

/** Whether a condition can be met at all, found by trying the ways to meet it. */

/** The samples of each concept whose comparisons are sound; comparisons of others may turn out either way. */
export type Facts = ReadonlyMap<string, { readonly values: SampledValues; readonly sound: ReadonlySet<Comparison> }>;

/** Something that is to hold, or not to, and what is besides. */
interface Goal {
  readonly node: Expression;
  readonly wanted: boolean;
  readonly next: Goal | undefined;
}

/** How many parts are looked at before a condition counts as one that can be met. */
const MOST_STEPS = 20_000;

type Remaining = ReadonlyMap<string, bigint>;

/** Whether some customer whose facts are known meets an expression. A fact is never found not to exist. */
export function canHold(node: Expression, facts: Facts): boolean {
  return isPossible({ node, wanted: true, next: undefined }, facts, false);
}

/** Whether an expression may fail to hold, be it that a fact which must exist is not known. */
export function canFail(node: Expression, facts: Facts): boolean {
  return isPossible({ node, wanted: false, next: undefined }, facts, true);
}

function isPossible(start: Goal, facts: Facts, mayBeUnknown: boolean): boolean {
  let steps = MOST_STEPS;
  return reach(start, new Map());

  function reach(goal: Goal | undefined, remaining: Remaining): boolean {
    if (!goal || steps-- <= 0) return true;
    const { node, wanted, next } = goal;
    const { combinator, comparison, operands } = node;
    if (comparison) return compare(comparison, wanted, next, remaining);
    if (operands.length === 0) return reach(next, remaining);
    if (combinator === "NOT") return reach({ node: operands[0] as Expression, wanted: !wanted, next }, remaining);
    if ((combinator === "ALL") === wanted) {
      return reach(
        operands.reduceRight<Goal | undefined>((rest, operand) => ({ node: operand, wanted, next: rest }), next),
        remaining,
      );
    }
    return operands.some((operand) => reach({ node: operand, wanted, next }, remaining));
  }

  function compare(comparison: Comparison, wanted: boolean, next: Goal | undefined, remaining: Remaining): boolean {
    const fact = facts.get(comparison.concept);
    if (!fact?.sound.has(comparison)) return reach(next, remaining);
    if (comparison.operator === "EXISTS" && !wanted) return mayBeUnknown && reach(next, remaining);
    const { values } = fact;
    const meeting = values.meeting(comparison);
    const left = (remaining.get(comparison.concept) ?? values.all) & (wanted ? meeting : values.all & ~meeting);
    return left !== 0n && reach(next, new Map(remaining).set(comparison.concept, left));
  }
}
