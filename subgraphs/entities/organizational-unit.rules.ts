import sql, { raw } from "sql-template-tag";
import { isLive } from "../shared/editions/edition.entity";
import { sameNameSurvey } from "../shared/editions/rules/copies";
import { daysInOrder, notEnded } from "../shared/editions/rules/days";
import { describeRules } from "../shared/editions/rules/described";
import { sameEntity } from "../shared/editions/rules/entity";
import { noCycle } from "../shared/editions/rules/tree";
import { type Problem, problem, type RuleContext, type Survey, type SurveyContext } from "../shared/editions/validation";
import { OrganizationalUnit } from "./organizational-unit.entity";
import { ServiceCentre } from "./service-centre.entity";

describeRules("ERROR", ["OrganizationalUnit"], {
  LEAVES_OTHERS_BEHIND: {
    en: "A unit moves to another entity without the units and centres below it.",
    ar: "وحدة تنتقل إلى جهة أخرى دون الوحدات والمراكز التابعة لها.",
  },
});

/** A unit's parent is of the same entity, no unit stands above itself, and what is in the guide still exists. */
export async function organizationalUnitRules(unit: OrganizationalUnit, context: RuleContext): Promise<Problem[]> {
  const parent = unit.parent === undefined ? undefined : await context.find(OrganizationalUnit, unit.parent);
  return [
    ...(await noCycle(OrganizationalUnit, unit, (each) => each.parent, "$.parent", context)),
    ...sameEntity(unit.entity, parent?.entity, "$.parent"),
    ...daysInOrder(unit.effectiveFrom, unit.effectiveTo, "$.effectiveTo"),
    ...notEnded(unit.effectiveTo, context.today, "$.effectiveTo"),
  ];
}

export const organizationalUnitSurveys: readonly Survey<OrganizationalUnit>[] = [
  sameNameSurvey(OrganizationalUnit, { column: "entity", of: ({ entity }) => entity }),
  takesAllAlong,
];

/** What hangs on a unit belongs to its entity, also after the unit moved. */
async function takesAllAlong(
  units: readonly OrganizationalUnit[],
  { database, find }: SurveyContext,
): ReturnType<Survey<OrganizationalUnit>> {
  const codes = units.map(({ code }) => code);
  const rows = await database.query<{ unit: string; below: string; isCentre: boolean }>(sql`
    SELECT u.code AS unit, below.code AS below, below.centre AS "isCentre"
    FROM unnest(${codes}::text[], ${units.map(({ entity }) => entity)}::text[]) AS u(code, entity)
    CROSS JOIN LATERAL (
      SELECT e.code, false AS centre FROM organizational_unit e
      WHERE e.parent = u.code AND e.entity <> u.entity AND e.code <> ALL(${codes}::text[]) AND ${raw(isLive("e."))}
      UNION ALL
      SELECT e.code, true FROM service_centre e WHERE e.unit = u.code AND e.entity <> u.entity AND ${raw(isLive("e."))}
    ) below`);
  const found = await Promise.all(
    rows.map(async ({ unit, below, isCentre }) => {
      const index = codes.indexOf(unit);
      // As it will be: a centre may move together with the unit.
      const centre = isCentre ? await find(ServiceCentre, below) : undefined;
      const isTaken = centre && (centre.unit !== unit || centre.entity === units[index]?.entity);
      return isTaken ? [] : [{ index, problem: leftBehind(below) }];
    }),
  );
  return found.flat();
}

const leftBehind = (below: string): Problem =>
  problem(
    "LEAVES_OTHERS_BEHIND",
    "$.entity",
    {
      en: `${below} hangs on this unit and belongs to another entity.`,
      ar: `السجل ${below} تابع لهذه الوحدة وينتمي إلى جهة أخرى.`,
    },
    { en: "Move both together, or move it below another unit first.", ar: "انقل السجلين معًا، أو انقله أولًا إلى وحدة أخرى." },
  );
