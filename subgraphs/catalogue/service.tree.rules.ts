import sql, { raw } from "sql-template-tag";
import { isLive } from "../shared/editions/edition.entity";
import { describeRules } from "../shared/editions/rules/described";
import { noCycle } from "../shared/editions/rules/tree";
import { type Problem, problem, type RuleContext, type Survey } from "../shared/editions/validation";
import { Service } from "./service.entity";

describeRules("ERROR", ["Service"], {
  WRONG_PLACE_IN_TREE: {
    en: "A subsidiary service has no main service, or another service has one.",
    ar: "خدمة فرعية بلا خدمة رئيسية، أو خدمة غير فرعية لها خدمة رئيسية.",
  },
});

/** The item of SERVICE-CATEGORY whose services are part of a main one. */
const SUBSIDIARY = "SUBSIDIARY";

/** A service is in its place among main and subsidiary ones, and need not come before itself. */
export async function treeRules(service: Service, context: RuleContext): Promise<Problem[]> {
  return [
    ...(await placeInTree(service, context)),
    ...(await noCycle(Service, service, ({ requires }) => requires, "$.requires", context)),
  ];
}

/** A subsidiary service has one main service, which is not subsidiary itself; others have none. */
async function placeInTree(service: Service, context: RuleContext): Promise<Problem[]> {
  const { category, parentService } = service;
  if ((category === SUBSIDIARY) !== (parentService !== undefined)) {
    return [
      problem(
        "WRONG_PLACE_IN_TREE",
        "$.parentService",
        {
          en: "A subsidiary service names its main service; other services name none.",
          ar: "الخدمة الفرعية تذكر خدمتها الرئيسية، وسائر الخدمات لا تذكر خدمة رئيسية.",
        },
        { en: "Give parentService, or another category.", ar: "اذكر الخدمة الرئيسية أو غيّر الفئة." },
      ),
    ];
  }
  const parent = parentService === undefined ? undefined : await context.find(Service, parentService);
  if (parent?.category !== SUBSIDIARY) return noCycle(Service, service, (each) => each.parentService, "$.parentService", context);
  return [
    problem(
      "WRONG_PLACE_IN_TREE",
      "$.parentService",
      { en: `${parent.code} is a subsidiary service itself.`, ar: `الخدمة ${parent.code} خدمة فرعية أيضًا.` },
      { en: "Name the main service above it.", ar: "اذكر الخدمة الرئيسية التي فوقها." },
    ),
  ];
}

/** A service with subsidiary services does not become subsidiary itself; those checked together are judged by their own rules. */
export const subsidiariesSurvey: Survey<Service> = async (services, { database }) => {
  const turned = services.filter(({ category }) => category === SUBSIDIARY).map(({ code }) => code);
  if (turned.length === 0) return [];
  const codes = services.map(({ code }) => code);
  const rows = await database.query<{ parent: string; below: string }>(sql`
    SELECT e.parent_service AS parent, min(e.code) AS below FROM service e
    WHERE e.parent_service = ANY(${turned}::text[]) AND e.code <> ALL(${codes}::text[]) AND ${raw(isLive("e."))}
    GROUP BY e.parent_service`);
  return rows.map(({ parent, below }) => ({ index: codes.indexOf(parent), problem: hasSubsidiaries(below) }));
};

const hasSubsidiaries = (below: string): Problem =>
  problem(
    "WRONG_PLACE_IN_TREE",
    "$.category",
    {
      en: `${below} is part of this service, which therefore cannot be a part itself.`,
      ar: `الخدمة ${below} فرعية من هذه الخدمة، فلا يمكن أن تكون هذه فرعية أيضًا.`,
    },
    {
      en: "Give the other another main service first, or send both.",
      ar: "انقل الخدمة الفرعية إلى خدمة رئيسية أخرى أولًا، أو أرسلهما معًا.",
    },
  );
