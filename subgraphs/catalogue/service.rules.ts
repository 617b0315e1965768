import { Decimal } from "decimal.js";
import { daysInOrder, noCycle, schedulesSound } from "../shared/editions/rules";
import { type Problem, problem, type RuleContext } from "../shared/editions/validation";
import { EvidenceType } from "./evidence-type.entity";
import type { Fee } from "./fee";
import { Service } from "./service.entity";
import type { InteractionPoint, OnlineStatus } from "./service-parts";

/** The item of SERVICE-CATEGORY whose services are part of a main one. */
const SUBSIDIARY = "SUBSIDIARY";

/** Whether nobody ever pays for it. */
export function isFree({ fees }: Service): boolean {
  return fees.every(({ type }) => type === "FREE");
}

const POINTS: Readonly<Record<keyof OnlineStatus, keyof typeof InteractionPoint>> = {
  accountRegistration: "ACCOUNT_REGISTRATION",
  authentication: "AUTHENTICATION",
  application: "APPLICATION",
  decision: "DECISION",
  issuance: "ISSUANCE",
  issueResolution: "ISSUE_RESOLUTION",
};

/** The interaction points that can be done online. */
export function onlinePoints({ onlineStatus }: Service): (keyof typeof InteractionPoint)[] {
  return (Object.keys(POINTS) as (keyof OnlineStatus)[])
    .filter((each) => onlineStatus[each] === "YES")
    .map((each) => POINTS[each]);
}

/** The kinds of document it asks for, each once. */
export function requestedEvidence({ documents }: Service): string[] {
  return [...new Set(documents.map(({ evidence }) => evidence))];
}

/** What the schema cannot say of a service. */
export async function serviceRules(service: Service, context: RuleContext): Promise<Problem[]> {
  return [
    ...(await placeInTree(service, context)),
    ...timeWithBasis(service, "$"),
    ...service.channels.flatMap((channel, index) => [
      ...timeWithBasis(channel, `$.channels[${index}]`),
      ...schedulesSound(channel.schedules, `$.channels[${index}].schedules`),
    ]),
    ...unique(
      service.channels.map(({ channel }) => channel),
      (index) => `$.channels[${index}].channel`,
    ),
    ...unique(
      service.fees.map(({ key }) => key),
      (index) => `$.fees[${index}].key`,
    ),
    ...unique(
      service.steps.map(({ order }) => String(order)),
      (index) => `$.steps[${index}].order`,
    ),
    ...service.fees.flatMap((fee, index) => feeSound(fee, `$.fees[${index}]`)),
    ...knownFees(service),
    ...knownChannels(service),
    ...(await producersAgree(service, context)),
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

function timeWithBasis(
  { processingTime, processingTimeBasis }: Pick<Service, "processingTime" | "processingTimeBasis">,
  path: string,
): Problem[] {
  if ((processingTime === undefined) === (processingTimeBasis === undefined)) return [];
  return [
    problem(
      "TIME_WITHOUT_BASIS",
      `${path}.processingTimeBasis`,
      { en: "A processing time and how it is counted go together.", ar: "مدة الإنجاز وأساس احتسابها متلازمان." },
      {
        en: "Give both processingTime and processingTimeBasis, or neither.",
        ar: "اذكر المدة وأساس الاحتساب معًا أو احذفهما معًا.",
      },
    ),
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

/** A document that a service says it issues says the same of the service: the once-only report relies on it. */
async function producersAgree(service: Service, { find }: RuleContext): Promise<Problem[]> {
  const found = await Promise.all(
    service.outputs.map(async ({ usedAs }, index) => {
      const evidence = usedAs === undefined ? undefined : await find(EvidenceType, usedAs);
      return evidence && evidence.producedBy !== service.code ? [otherProducer(evidence, `$.outputs[${index}].usedAs`)] : [];
    }),
  );
  return found.flat();
}

function otherProducer({ code, producedBy = "—" }: EvidenceType, path: string): Problem {
  return problem(
    "OTHER_PRODUCER",
    path,
    {
      en: `${code} is said to be issued by another service (${producedBy}).`,
      ar: `المستند ${code} مسجل على أنه صادر عن خدمة أخرى (${producedBy}).`,
    },
    {
      en: "Name this service as producedBy of the document, or leave usedAs out.",
      ar: "اجعل هذه الخدمة مصدرة للمستند في سجله أو احذف الإشارة إليه من المخرجات.",
    },
  );
}

/** What is narrowed to a channel is narrowed to one the service is offered through. */
function knownChannels({ channels, steps, documents, fees }: Service): Problem[] {
  const known = new Set(channels.map(({ channel }) => channel));
  const narrowed = { steps, documents, fees };
  return Object.entries(narrowed).flatMap(([part, items]) =>
    items.flatMap(({ channel }, index) =>
      channel === undefined || known.has(channel)
        ? []
        : [
            problem(
              "CHANNEL_NOT_OFFERED",
              `$.${part}[${index}].channel`,
              { en: `The service is not offered through ${channel}.`, ar: `لا تُقدَّم الخدمة عبر القناة ${channel}.` },
              { en: "Add the channel to the service, or name one it has.", ar: "أضف القناة إلى الخدمة أو اذكر قناة من قنواتها." },
            ),
          ],
    ),
  );
}

function unique(values: readonly string[], path: (index: number) => string): Problem[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) === index
      ? []
      : [
          problem(
            "REPEATED",
            path(index),
            { en: `"${value}" is there twice.`, ar: `القيمة "${value}" مكررة.` },
            { en: "Keep one of the two.", ar: "أبقِ واحدة منهما." },
          ),
        ],
  );
}
