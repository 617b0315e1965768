import { Decimal } from "decimal.js";
import { daysInOrder, notEnded } from "../shared/editions/rules/days";
import { describeRules } from "../shared/editions/rules/described";
import { unique } from "../shared/editions/rules/repeated";
import { type Problem, problem } from "../shared/editions/validation";
import type { Fee } from "./fee";
import type { Service } from "./service.entity";

describeRules("ERROR", ["Service"], {
  UNSOUND_FEE: { en: "A fee does not have what its type needs.", ar: "رسم لا تتوافق بياناته مع نوعه." },
  UNKNOWN_FEE: { en: "A step names a fee that the service has not.", ar: "خطوة تشير إلى رسم غير موجود في الخدمة." },
});
describeRules("SUGGESTION", ["Service"], {
  NO_PAYMENT_METHOD: { en: "It costs something and says not how to pay.", ar: "خدمة برسم لا تُذكر طريقة دفعه." },
});

/** Fees have what their types need, are in force, and are paid in steps that name them. */
export function feeRules(service: Service, today: string): Problem[] {
  const { fees } = service;
  return [
    ...unique(
      fees.map(({ key }) => key),
      (index) => `$.fees[${index}].key`,
    ),
    ...fees.flatMap((fee, index) => [
      ...feeSound(fee, `$.fees[${index}]`),
      ...notEnded(fee.effectiveTo, today, `$.fees[${index}].effectiveTo`),
    ]),
    ...knownFees(service),
    ...payable(service),
  ];
}

/** What each type of fee needs; the rest it must not have. */
const NEEDS: Readonly<Record<Fee["type"], readonly (keyof Fee)[]>> = {
  FREE: ["amount"],
  FIXED: ["amount"],
  PER_UNIT: ["amount", "unit"],
  PERCENTAGE: ["rate", "base"],
  TIERED: ["tiers", "unit"],
  DEPOSIT: ["amount"],
};

function feeSound(fee: Fee, path: string): Problem[] {
  const given = (["amount", "rate", "base", "unit", "tiers"] as const).filter((each) =>
    each === "tiers" ? fee.tiers.length > 0 : fee[each] !== undefined,
  );
  const needs = NEEDS[fee.type];
  const missing = needs.filter((each) => !given.includes(each as never));
  const unexpected = given.filter((each) => !needs.includes(each));
  const amounts = [fee.amount, fee.minimum, fee.maximum, ...fee.tiers.map(({ amount }) => amount)];
  const negative = [fee.rate, ...amounts.map((money) => money?.amount)].some(
    (each) => each !== undefined && new Decimal(each).isNegative(),
  );
  const boundsCross =
    fee.minimum !== undefined && fee.maximum !== undefined && new Decimal(fee.minimum.amount).gt(fee.maximum.amount);
  const notFree = fee.type === "FREE" && fee.amount !== undefined && !new Decimal(fee.amount.amount).isZero();
  return [
    ...(missing.length + unexpected.length === 0
      ? []
      : [unsoundFee(path, `A ${fee.type} fee has ${needs.join(" and ")}`, needs.join(" و"))]),
    ...(negative || notFree
      ? [unsoundFee(path, "An amount is zero for a free service, and neither an amount nor a rate is negative", "amount, rate")]
      : []),
    ...(boundsCross ? [unsoundFee(path, "The least that is charged is not more than the most", "minimum, maximum")] : []),
    ...(tiersAscend(fee)
      ? []
      : [unsoundFee(`${path}.tiers`, "Each tier begins where the one before it ends, and only the last has no end", "tiers")]),
    ...daysInOrder(fee.effectiveFrom, fee.effectiveTo, `${path}.effectiveTo`),
  ];
}

function unsoundFee(path: string, rule: string, fields: string): Problem {
  return problem(
    "UNSOUND_FEE",
    path,
    { en: `${rule}; this one does not.`, ar: `بيانات الرسم لا تتوافق مع نوعه (${fields}).` },
    { en: "Correct the fee, or give it another type.", ar: "صحّح بيانات الرسم أو اختر له نوعًا آخر." },
  );
}

function tiersAscend({ tiers }: Fee): boolean {
  return tiers.every(({ from, to }, index) => {
    const next = tiers[index + 1];
    if (to === undefined) return next === undefined;
    return new Decimal(from).lt(to) && (next === undefined || new Decimal(next.from).eq(to));
  });
}

/** Steps pay fees that exist. */
function knownFees({ steps, fees }: Service): Problem[] {
  const keys = new Set(fees.map(({ key }) => key));
  return steps.flatMap(({ fee }, index) =>
    fee === undefined || keys.has(fee)
      ? []
      : [
          problem(
            "UNKNOWN_FEE",
            `$.steps[${index}].fee`,
            { en: `The service has no fee with the key "${fee}".`, ar: `لا يوجد في الخدمة رسم بالمفتاح "${fee}".` },
            { en: `Use one of: ${[...keys].join(", ")}.`, ar: `استخدم أحد المفاتيح: ${[...keys].join("، ")}.` },
          ),
        ],
  );
}

/** Whether nobody ever pays for it. */
export function isFree({ fees }: Pick<Service, "fees">): boolean {
  return fees.every(({ type }) => type === "FREE");
}

function payable({ fees, paymentMethods }: Service): Problem[] {
  const isSaid = paymentMethods.length > 0 || fees.every(({ type, paymentMethods: own }) => type === "FREE" || own.length > 0);
  if (isSaid) return [];
  return [
    problem(
      "NO_PAYMENT_METHOD",
      "$.paymentMethods",
      { en: "Nobody learns how its fees can be paid.", ar: "لا يعرف المتعامل كيف يدفع الرسوم." },
      { en: "Name the ways to pay.", ar: "اذكر طرق الدفع." },
    ),
  ];
}
