/**
 * A guide of any size, the same every time: for tests and benchmarks. Everything hangs on its services as it does in
 * the sample guide, in both languages; every name says that it was made up.
 */
type Texts = { readonly ar: string; readonly en: string };
export type SyntheticRecord = { readonly __typename: string } & Record<string, unknown>;

const ACTIONS: readonly Texts[] = [
  { ar: "إصدار", en: "Issue of a" },
  { ar: "تجديد", en: "Renewal of a" },
  { ar: "تعديل", en: "Amendment of a" },
  { ar: "إلغاء", en: "Cancellation of a" },
  { ar: "نقل", en: "Transfer of a" },
  { ar: "توثيق", en: "Attestation of a" },
];
const OBJECTS: readonly Texts[] = [
  { ar: "رخصة تجارية", en: "trade licence" },
  { ar: "عقد إيجار", en: "tenancy contract" },
  { ar: "تصريح بناء", en: "building permit" },
  { ar: "شهادة مطابقة", en: "certificate of conformity" },
  { ar: "بطاقة خدمات", en: "service card" },
  { ar: "سند ملكية", en: "title deed" },
  { ar: "تصريح فعالية", en: "event permit" },
  { ar: "شهادة إنجاز", en: "completion certificate" },
  { ar: "إذن حفر", en: "excavation permit" },
  { ar: "ترخيص مركبة", en: "vehicle registration" },
];
const CHANNEL_TYPES = ["WEBSITE", "MOBILE_APP", "SERVICE_CENTRE", "PHONE", "KIOSK", "PARTNER_CENTRE"] as const;
const FEE_TYPES = ["FREE", "FIXED", "FIXED", "PER_UNIT"] as const;
const INDICATORS = ["GEN-SATISFACTION", "GEN-ON-TIME"] as const;

const SERVICES_PER_ENTITY = 200;
const SEGMENTS = 24;
const EVIDENCE_TYPES = 60;
const LAWS = 20;
const LIFE_EVENTS = 16;
const REQUIREMENTS = 20;
/** The months for which every standard is measured. */
const MONTHS = ["2026-08", "2026-09", "2026-10"] as const;

const source = { system: "synthetic" };
const code = (prefix: string, index: number): string => `GEN-${prefix}-${String(index).padStart(6, "0")}`;
const texts = (ar: string, en: string): Texts => ({ ar, en });
const pick = <T>(values: readonly T[], index: number): T => values[index % values.length] as T;
/** A few different indices below a bound, spread by the index they are for. */
const several = (count: number, index: number, bound: number): number[] => [
  ...new Set(Array.from({ length: count }, (_, place) => (index * 7 + place * 13 + place * place * index) % bound)),
];

/**
 * All records of a guide with so many services, in groups: first what the services share, then each service with what
 * hangs on it. A group refers only to the first one and to itself.
 */
export function* syntheticGuide(services: number): Generator<readonly SyntheticRecord[]> {
  yield [...shared(services)];
  const entities = entityCount(services);
  for (let index = 0; index < services; index++) {
    const entityCode = code("ENTITY", index % entities);
    yield [
      service(index, entityCode),
      ...INDICATORS.flatMap((indicatorCode) => [
        standard(index, entityCode, indicatorCode),
        ...MONTHS.map((period) => measurement(index, entityCode, indicatorCode, period)),
      ]),
    ];
  }
}

const entityCount = (services: number): number => Math.max(4, Math.ceil(services / SERVICES_PER_ENTITY));

function* shared(services: number): Generator<SyntheticRecord> {
  yield {
    __typename: "Guide",
    code: "GUIDE",
    source,
    name: texts("دليل اصطناعي للاختبار", "Synthetic guide for tests"),
    notice: texts(
      "محتوى اصطناعي للاختبار والقياس، وليس نصًا رسميًا.",
      "Synthetic contents for tests and benchmarks; not official text.",
    ),
    isSample: true,
  };
  yield* each(LAWS, law);
  yield* each(entityCount(services), entity);
  yield* each(LIFE_EVENTS, lifeEvent);
  yield* each(SEGMENTS, segment);
  yield {
    __typename: "InformationConcept",
    code: "GEN-AGE",
    source,
    question: texts("كم عمرك؟", "How old are you?"),
    valueType: "NUMBER",
    unit: "a",
  };
  yield* each(REQUIREMENTS, requirement);
  yield* each(CHANNEL_TYPES.length, channel);
  yield* each(EVIDENCE_TYPES, evidenceType);
  yield* INDICATORS.map(indicator);
  yield* INDICATORS.map(target);
}

/** How many records `syntheticGuide` yields. */
export function syntheticGuideSize(services: number): number {
  return [...shared(services)].length + services * (1 + INDICATORS.length * (1 + MONTHS.length));
}

function* each(count: number, make: (index: number) => SyntheticRecord): Generator<SyntheticRecord> {
  for (let index = 0; index < count; index++) yield make(index);
}

function law(index: number): SyntheticRecord {
  return {
    __typename: "LegalResource",
    code: code("LAW", index),
    source,
    type: "LAW",
    number: String(index + 1),
    year: 2000 + (index % 25),
    title: texts(`قانون اصطناعي رقم ${index + 1}`, `Synthetic law number ${index + 1}`),
    status: "IN_FORCE",
  };
}

function entity(index: number): SyntheticRecord {
  return {
    __typename: "GovernmentEntity",
    code: code("ENTITY", index),
    source,
    name: texts(`دائرة اصطناعية ${index}`, `Synthetic department ${index}`),
    kind: "DEPARTMENT",
    purpose: texts("جهة مصطنعة لأغراض الاختبار.", "An entity made up for tests."),
    isServiceProvider: true,
    spatial: "SHARJAH",
  };
}

function lifeEvent(index: number): SyntheticRecord {
  return {
    __typename: "LifeEvent",
    code: code("EVENT", index),
    source,
    type: index % 2 === 0 ? "LIFE_EVENT" : "BUSINESS_EVENT",
    name: texts(`حدث اصطناعي ${index}`, `Synthetic event ${index}`),
    description: texts("حدث مصطنع لأغراض الاختبار.", "An event made up for tests."),
  };
}

function segment(index: number): SyntheticRecord {
  return {
    __typename: "CustomerSegment",
    code: code("SEGMENT", index),
    source,
    name: texts(`فئة متعاملين اصطناعية ${index}`, `Synthetic customer segment ${index}`),
    definition: texts("فئة مصطنعة لأغراض الاختبار.", "A segment made up for tests."),
    party: index % 3 === 0 ? "BUSINESS" : "INDIVIDUAL",
    ...(index >= 4 && { parent: code("SEGMENT", index % 4) }),
  };
}

function requirement(index: number): SyntheticRecord {
  return {
    __typename: "Requirement",
    code: code("REQUIREMENT", index),
    source,
    name: texts(`ألّا يقل العمر عن ${18 + index}`, `At least ${18 + index} years old`),
    expression: { comparison: { concept: "GEN-AGE", operator: "GTE", values: [String(18 + index)] } },
  };
}

function channel(index: number): SyntheticRecord {
  return {
    __typename: "Channel",
    code: code("CHANNEL", index),
    source,
    name: texts(`قناة اصطناعية ${index}`, `Synthetic channel ${index}`),
    type: pick(CHANNEL_TYPES, index),
    isAlwaysAvailable: index < 2,
    languages: ["ar", "en"],
  };
}

function evidenceType(index: number): SyntheticRecord {
  return {
    __typename: "EvidenceType",
    code: code("EVIDENCE", index),
    source,
    name: texts(`مستند اصطناعي ${index}`, `Synthetic document ${index}`),
    isObtainableByGovernment: index % 2 === 0,
  };
}

function indicator(indicatorCode: string): SyntheticRecord {
  return {
    __typename: "Indicator",
    code: indicatorCode,
    source,
    name: texts(`مؤشر ${indicatorCode}`, `Indicator ${indicatorCode}`),
    definition: texts("مؤشر مصطنع لأغراض الاختبار.", "An indicator made up for tests."),
    unit: "%",
    direction: "HIGHER",
    numerator: texts("عدد الحالات المستوفية", "Cases that meet it"),
    denominator: texts("عدد الحالات كلها", "All cases"),
    aggregation: "RATIO",
    frequency: "MONTHLY",
    method: "SYSTEM",
  };
}

function target(indicatorCode: string): SyntheticRecord {
  return {
    __typename: "Target",
    code: `${indicatorCode}-TARGET`,
    source,
    indicator: indicatorCode,
    value: "0.9000",
    scope: "ENTITY",
    entity: code("ENTITY", 0),
    effectiveFrom: "2024-01-01",
  };
}

function service(index: number, entityCode: string): SyntheticRecord {
  const action = pick(ACTIONS, index);
  const object = pick(OBJECTS, Math.floor(index / ACTIONS.length));
  const channels = several(3, index, CHANNEL_TYPES.length).map((each) => code("CHANNEL", each));
  const evidence = several(3, index, EVIDENCE_TYPES).map((each) => code("EVIDENCE", each));
  const feeType = pick(FEE_TYPES, index);
  const amount = { amount: feeType === "FREE" ? "0.00" : `${50 + (index % 40) * 10}.00`, currency: "AED" };
  return {
    __typename: "Service",
    code: code("SERVICE", index),
    source,
    name: texts(`${action.ar} ${object.ar} (${index})`, `${action.en} ${object.en} (${index})`),
    alternateNames: [texts(`${object.ar} ${index}`, `${object.en} ${index}`)],
    shortDescription: texts(
      `خدمة اصطناعية: ${action.ar} ${object.ar}.`,
      `Synthetic service: ${action.en.toLowerCase()} ${object.en}.`,
    ),
    description: texts(
      `خدمة مصطنعة لأغراض الاختبار والقياس، تمثل ${action.ar} ${object.ar} برقم ${index}. لا يجوز الاعتماد عليها.`,
      `A service made up for tests and benchmarks, standing for the ${action.en.toLowerCase()} ${object.en}, number ${index}. Do not rely on it.`,
    ),
    keywords: [object],
    category: "MAIN",
    type: index % 3 === 0 ? "TRANSACTIONAL" : "PROCEDURAL",
    deliveryScope: "EXTERNAL",
    competentAuthority: entityCode,
    audience: several(3, index, SEGMENTS).map((each) => code("SEGMENT", each)),
    lifeEvents: several(2, index, LIFE_EVENTS).map((each) => code("EVENT", each)),
    requirements: [code("REQUIREMENT", index % REQUIREMENTS)],
    legalResources: [code("LAW", index % LAWS)],
    processingTime: `P${1 + (index % 9)}D`,
    processingTimeBasis: "WORKING_DAYS",
    onlineStatus: {
      accountRegistration: "YES",
      authentication: "YES",
      application: index % 4 === 0 ? "NO" : "YES",
      decision: "YES",
      issuance: index % 5 === 0 ? "NO" : "YES",
      issueResolution: "NO",
    },
    paymentMethods: ["CARD"],
    status: "ACTIVE",
    channels: channels.map((each, place) => ({
      channel: each,
      processingTime: `PT${10 + place * 5}M`,
      processingTimeBasis: "MINUTES",
    })),
    steps: [
      {
        order: 1,
        name: texts("تجهيز المستندات", "Prepare the documents"),
        actor: "CUSTOMER",
        phase: "BEFORE",
        documents: evidence,
      },
      {
        order: 2,
        name: texts("تقديم الطلب", "Apply"),
        actor: "CUSTOMER",
        phase: "APPLY",
        duration: "PT10M",
        fee: "MAIN",
        touchpoint: "WEB_FORM",
      },
      { order: 3, name: texts("دراسة الطلب", "Examine the application"), actor: "ENTITY", phase: "PROCESS", duration: "P1D" },
      {
        order: 4,
        name: texts("تسلم النتيجة", "Receive the result"),
        actor: "CUSTOMER",
        phase: "RECEIVE",
        requiresVisit: index % 2 === 0,
      },
    ],
    documents: evidence.map((each, place) => ({ evidence: each, isMandatory: place < 2, form: "DIGITAL" })),
    fees: [{ key: "MAIN", type: feeType, amount, ...(feeType === "PER_UNIT" && { unit: "PAGE" }) }],
    outputs: [{ name: object, type: "CERTIFICATE", form: "DIGITAL", validity: "P1Y" }],
  };
}

function standard(index: number, entityCode: string, indicatorCode: string): SyntheticRecord {
  return {
    __typename: "ServiceStandard",
    code: `${code("STANDARD", index)}-${indicatorCode.slice(4)}`,
    source,
    text: texts(`معيار خدمة اصطناعي ${index}`, `Synthetic standard of service ${index}`),
    type: "TIMELINESS",
    entity: entityCode,
    subjects: [{ type: "SERVICE", code: code("SERVICE", index) }],
    indicator: indicatorCode,
  };
}

function measurement(index: number, entityCode: string, indicatorCode: string, period: string): SyntheticRecord {
  const denominator = 100 + (index % 900);
  return {
    __typename: "Measurement",
    source,
    indicator: indicatorCode,
    subject: { type: "SERVICE", code: code("SERVICE", index) },
    entity: entityCode,
    period,
    numerator: String(Math.floor((denominator * (80 + ((index + Number(period.slice(5))) % 20))) / 100)),
    denominator: String(denominator),
    method: "SYSTEM",
    status: "FINAL",
  };
}
