import type { Problem, RuleContext } from "../shared/editions/validation";
import { daysInOrder, noCycle, sameEntity } from "../shared/editions/rules";
import { OrganizationalUnit } from "./organizational-unit.entity";

/** A unit's parent is of the same entity, and no unit stands above itself. */
export async function organizationalUnitRules(unit: OrganizationalUnit, context: RuleContext): Promise<Problem[]> {
  const parent = unit.parent === undefined ? undefined : await context.find(OrganizationalUnit, unit.parent);
  return [
    ...(await noCycle(OrganizationalUnit, unit, (each) => each.parent, "$.parent", context)),
    ...sameEntity(unit.entity, parent?.entity, "$.parent"),
    ...daysInOrder(unit.effectiveFrom, unit.effectiveTo, "$.effectiveTo"),
  ];
}
