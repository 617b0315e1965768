import type { Problem, RuleContext } from "../shared/editions/validation";
import { noCycle, schedulesSound } from "../shared/editions/rules";
import { GovernmentEntity } from "./government-entity.entity";

/** An entity does not stand above itself, and the hours of its contact points are sound. */
export async function governmentEntityRules(entity: GovernmentEntity, context: RuleContext): Promise<Problem[]> {
  return [
    ...(await noCycle(GovernmentEntity, entity, ({ parent }) => parent, "$.parent", context)),
    ...entity.contactPoints.flatMap(({ schedules }, index) => schedulesSound(schedules, `$.contactPoints[${index}].schedules`)),
  ];
}
