import { daysInOrder } from "../shared/editions/rules/days";
import { describeRules } from "../shared/editions/rules/described";
import { type Problem, problem } from "../shared/editions/validation";
import { notNegative } from "./amount.rules";
import type { Subject } from "./subject";
import type { Target, TargetScope } from "./target.entity";

describeRules("ERROR", ["Target"], {
  SCOPE_FIELD_MISSING: { en: "A target does not say for what it is set.", ar: "مستهدف لا يذكر ما حُدد له." },
  SCOPE_FIELD_NOT_ALLOWED: { en: "A target says more than its scope allows.", ar: "مستهدف يذكر ما لا يخص نطاقه." },
});

type ScopeField = "document" | "entity" | "service" | "channel";
const FIELDS: readonly ScopeField[] = ["document", "entity", "service", "channel"];

/** Exactly the fields each scope needs. */
const NEEDED: Readonly<Record<TargetScope, readonly ScopeField[]>> = {
  POLICY: ["document"],
  ENTITY: ["entity"],
  SERVICE: ["service"],
  CHANNEL: ["service", "channel"],
};

/** The nearer, the higher. */
const NEARNESS: Readonly<Record<TargetScope, number>> = { POLICY: 0, ENTITY: 1, SERVICE: 2, CHANNEL: 3 };

/** What a target may be for: something of an entity, through one channel or (without) through all. */
export interface TargetPlace {
  readonly subject: Subject;
  readonly entity: string;
  readonly channel?: string | undefined;
}

/** A target has the fields of its scope and no others, does not end before it begins, and is not negative. */
export function targetRules(target: Target): Problem[] {
  const needed = NEEDED[target.scope];
  return [
    ...FIELDS.flatMap((field) => scopeField(target, field, needed.includes(field))),
    ...daysInOrder(target.effectiveFrom, target.effectiveTo, "$.effectiveTo"),
    ...notNegative(target.value, "$.value"),
  ];
}

function scopeField(target: Target, field: ScopeField, needed: boolean): Problem[] {
  if ((target[field] !== undefined) === needed) return [];
  const { scope } = target;
  return [
    needed
      ? problem(
          "SCOPE_FIELD_MISSING",
          `$.${field}`,
          { en: `A target of scope ${scope} needs "${field}".`, ar: `يحتاج المستهدف ذو النطاق ${scope} إلى الحقل "${field}".` },
          { en: "Add it, or correct the scope.", ar: "أضف الحقل أو صحّح النطاق." },
        )
      : problem(
          "SCOPE_FIELD_NOT_ALLOWED",
          `$.${field}`,
          { en: `A target of scope ${scope} has no "${field}".`, ar: `لا يُذكر الحقل "${field}" في مستهدف نطاقه ${scope}.` },
          { en: "Remove it, or correct the scope.", ar: "احذف الحقل أو صحّح النطاق." },
        ),
  ];
}

/** The target that holds at a place on a day: of those effective, the nearest; of equals, the latest set. */
export function applicableTarget(candidates: readonly Target[], place: TargetPlace, day: string): Target | undefined {
  return candidates
    .filter((target) => target.effectiveFrom <= day && day <= (target.effectiveTo ?? "9999-12-31") && reaches(target, place))
    .sort(
      (a, b) => NEARNESS[b.scope] - NEARNESS[a.scope] || compare(b.effectiveFrom, a.effectiveFrom) || compare(a.code, b.code),
    )[0];
}

function reaches(target: Target, { subject, entity, channel }: TargetPlace): boolean {
  const ofService = subject.type === "SERVICE" && target.service === subject.code;
  switch (target.scope) {
    case "POLICY":
      return true;
    case "ENTITY":
      return target.entity === (subject.type === "ENTITY" ? subject.code : entity);
    case "SERVICE":
      return ofService;
    case "CHANNEL":
      return ofService && channel !== undefined && target.channel === channel;
  }
}

/** Whether a target was set for something wider than the place it applies to. */
export function isInherited({ scope }: Target, { subject, channel }: TargetPlace): boolean {
  if (scope === "CHANNEL") return false;
  if (channel !== undefined || scope === "POLICY") return true;
  return subject.type !== scope;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
