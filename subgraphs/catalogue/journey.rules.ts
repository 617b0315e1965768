import { Decimal } from "decimal.js";
import { copiedTextSurvey, sameNameSurvey } from "../shared/editions/rules/copies";
import { describeRules } from "../shared/editions/rules/described";
import { unique } from "../shared/editions/rules/repeated";
import { type Problem, problem, type Survey } from "../shared/editions/validation";
import { type ComputedBurden, Journey, type JourneyItem } from "./journey.entity";
import type { Service } from "./service.entity";
import { calendarDays } from "./service.time.rules";

describeRules("ERROR", ["Journey"], {
  UNKNOWN_ITEM: { en: "An item waits for one that is not in the journey.", ar: "عنصر يعتمد على عنصر غير موجود في الرحلة." },
});

/** Items depend on items that are there, and not on themselves, however long the way. */
export function journeyRules({ items }: Journey): Problem[] {
  const byKey = new Map(items.map((item) => [item.key, item]));
  const repeated = unique(
    items.map(({ key }) => key),
    (index) => `$.items[${index}].key`,
  );
  const dependencies = items.flatMap(({ key, dependsOn }, index) => {
    const path = `$.items[${index}]`;
    const unknown = dependsOn.filter((each) => !byKey.has(each));
    return [
      ...unknown.map((each) =>
        problem(
          "UNKNOWN_ITEM",
          `${path}.dependsOn`,
          { en: `The journey has no item "${each}".`, ar: `لا يوجد في الرحلة عنصر بالمفتاح "${each}".` },
          { en: `Use one of: ${[...byKey.keys()].join(", ")}.`, ar: `استخدم أحد المفاتيح: ${[...byKey.keys()].join("، ")}.` },
        ),
      ),
      ...(waitsForItself(key, byKey)
        ? [
            problem(
              "CYCLE",
              `${path}.dependsOn`,
              { en: `"${key}" would have to come before itself.`, ar: `سيصبح العنصر "${key}" سابقًا لنفسه.` },
              { en: "Remove one of the dependencies on the way.", ar: "احذف إحدى التبعيات في هذه السلسلة." },
            ),
          ]
        : []),
    ];
  });
  return [...repeated, ...dependencies];
}

export const journeySurveys: readonly Survey<Journey>[] = [
  sameNameSurvey(Journey, { column: "owner", of: ({ owner }) => owner }),
  copiedTextSurvey(Journey, "description"),
];

function waitsForItself(start: string, items: ReadonlyMap<string, JourneyItem>): boolean {
  const seen = new Set<string>();
  const open = [...(items.get(start)?.dependsOn ?? [])];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (key === start) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    open.push(...(items.get(key)?.dependsOn ?? []));
  }
  return false;
}

/** What a journey asks of every customer on a day, from the services in it that are in force. */
export function computeBurden(
  items: readonly JourneyItem[],
  services: ReadonlyMap<string, Service>,
  day: string,
  currency = "AED",
): ComputedBurden {
  const needed = items.filter(({ isOptional, service }) => !isOptional && services.has(service));
  const chosen = [...new Set(needed.map(({ service }) => service))].map((code) => services.get(code) as Service);
  const steps = chosen.flatMap((service) => ofEveryone(service, service.steps));
  const customerSteps = steps.filter(({ actor }) => actor === "CUSTOMER");
  const issued = new Set(chosen.flatMap(({ outputs }) => outputs.flatMap(({ usedAs }) => usedAs ?? [])));
  const documents = chosen.flatMap((service) => ofEveryone(service, service.documents)).filter(({ isMandatory }) => isMandatory);
  const fixed = chosen
    .flatMap((service) => ofEveryone(service, service.fees))
    .filter(({ type, amount }) => type === "FIXED" && amount?.currency === currency)
    .filter(({ effectiveFrom = "", effectiveTo = "9999" }) => effectiveFrom <= day && day <= effectiveTo);
  return {
    days: longestChain(items, (item) => (needed.includes(item) ? calendarDays(services.get(item.service) as Service) : 0)),
    steps: customerSteps.length,
    documents: new Set(documents.map(({ evidence }) => evidence).filter((code) => !issued.has(code))).size,
    visits: customerSteps.filter(({ requiresVisit }) => requiresVisit).length,
    touchpoints: steps.filter(({ touchpoint }) => touchpoint !== undefined).length,
    fees: { amount: fixed.reduce((sum, { amount }) => sum.plus(amount?.amount ?? 0), new Decimal(0)).toFixed(2), currency },
  };
}

/** The parts that concern everyone who takes the first channel a service names: other channels are other ways to the same. */
function ofEveryone<Part extends { channel?: string; condition?: object }>(
  { channels }: Service,
  parts: readonly Part[],
): Part[] {
  const [first] = channels;
  return parts.filter(
    ({ channel, condition }) => condition === undefined && (channel === undefined || channel === first?.channel),
  );
}

/** Days along the longest chain of items that wait for one another, to a tenth of a day; what is left out takes no time but keeps its place. */
function longestChain(items: readonly JourneyItem[], timeOf: (item: JourneyItem) => number): number {
  const byKey = new Map(items.map((item) => [item.key, item]));
  const finished = new Map<string, number>();
  const finish = (item: JourneyItem): number => {
    const known = finished.get(item.key);
    if (known !== undefined) return known;
    const before = item.dependsOn.flatMap((key) => byKey.get(key) ?? []).map(finish);
    const days = Math.max(0, ...before) + timeOf(item);
    finished.set(item.key, days);
    return days;
  };
  return Math.round(Math.max(0, ...items.map(finish)) * 10) / 10;
}
