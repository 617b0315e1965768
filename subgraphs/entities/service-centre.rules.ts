import type { Problem, RuleContext } from "../shared/editions/validation";
import { sameEntity, schedulesSound } from "../shared/editions/rules";
import { OrganizationalUnit } from "./organizational-unit.entity";
import type { ServiceCentre } from "./service-centre.entity";

/** A centre's hours are sound, and the unit that runs it is of its entity. */
export async function serviceCentreRules(centre: ServiceCentre, { find }: RuleContext): Promise<Problem[]> {
  const unit = centre.unit === undefined ? undefined : await find(OrganizationalUnit, centre.unit);
  return [
    ...schedulesSound(centre.schedules, "$.schedules"),
    ...centre.contactPoints.flatMap(({ schedules }, index) => schedulesSound(schedules, `$.contactPoints[${index}].schedules`)),
    ...sameEntity(centre.entity, unit?.entity, "$.unit"),
  ];
}
