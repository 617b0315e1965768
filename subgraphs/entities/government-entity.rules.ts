import { copiedTextSurvey, sameNameSurvey } from "../shared/editions/rules/copies";
import { describeRules } from "../shared/editions/rules/described";
import { schedulesSound } from "../shared/editions/rules/schedules";
import { noCycle } from "../shared/editions/rules/tree";
import { type Problem, problem, type RuleContext, type Survey } from "../shared/editions/validation";
import { GovernmentEntity } from "./government-entity.entity";

describeRules("SUGGESTION", ["GovernmentEntity", "ServiceCentre"], {
  NO_CONTACT: { en: "It names no way to reach it.", ar: "لا تُذكر وسيلة للتواصل." },
});

/** An entity does not stand above itself, the hours of its contact points are sound, and who provides services can be reached. */
export async function governmentEntityRules(entity: GovernmentEntity, context: RuleContext): Promise<Problem[]> {
  return [
    ...(await noCycle(GovernmentEntity, entity, ({ parent }) => parent, "$.parent", context)),
    ...entity.contactPoints.flatMap(({ schedules }, index) => schedulesSound(schedules, `$.contactPoints[${index}].schedules`)),
    ...(entity.isServiceProvider ? reachable(entity) : []),
  ];
}

export const governmentEntitySurveys: readonly Survey<GovernmentEntity>[] = [
  sameNameSurvey(GovernmentEntity),
  copiedTextSurvey(GovernmentEntity, "purpose"),
];

/** People find out how to reach it. */
export function reachable({ contactPoints }: Pick<GovernmentEntity, "contactPoints">): Problem[] {
  if (contactPoints.length > 0) return [];
  return [
    problem(
      "NO_CONTACT",
      "$.contactPoints",
      { en: "Nobody learns how to reach it.", ar: "لا يعرف القارئ كيف يتواصل معها." },
      { en: "Give a telephone number, an e-mail address or a page.", ar: "اذكر رقم هاتف أو بريدًا إلكترونيًا أو صفحة." },
    ),
  ];
}
