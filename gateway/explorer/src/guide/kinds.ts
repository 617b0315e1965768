import type { Words } from "../shared/words";

/** A kind of record of which the guide has a list. */
export interface Kind {
  /** The root field that lists it. */
  readonly field: string;
  readonly type: string;
  readonly name: Words;
}

/** Kinds by what a reader asks of the guide. */
export const KINDS: readonly { readonly about: Words; readonly kinds: readonly Kind[] }[] = [
  {
    about: { ar: "ما الخدمات المقدَّمة", en: "What is offered" },
    kinds: [
      { field: "services", type: "Service", name: { ar: "الخدمات", en: "Services" } },
      { field: "channels", type: "Channel", name: { ar: "قنوات تقديم الخدمات", en: "Channels" } },
      { field: "journeys", type: "Journey", name: { ar: "رحلات المتعاملين", en: "Customer journeys" } },
      { field: "lifeEvents", type: "LifeEvent", name: { ar: "أحداث الحياة", en: "Life events" } },
      { field: "evidenceTypes", type: "EvidenceType", name: { ar: "أنواع المستندات", en: "Types of document" } },
      { field: "legalResources", type: "LegalResource", name: { ar: "التشريعات والأسانيد القانونية", en: "Legal resources" } },
    ],
  },
  {
    about: { ar: "من يقدّمها", en: "Who provides it" },
    kinds: [
      { field: "governmentEntities", type: "GovernmentEntity", name: { ar: "الجهات الحكومية", en: "Government entities" } },
      { field: "organizationalUnits", type: "OrganizationalUnit", name: { ar: "الوحدات التنظيمية", en: "Organizational units" } },
      { field: "serviceCentres", type: "ServiceCentre", name: { ar: "مراكز الخدمة", en: "Service centres" } },
    ],
  },
  {
    about: { ar: "لمن تُقدَّم", en: "For whom" },
    kinds: [
      { field: "customerSegments", type: "CustomerSegment", name: { ar: "فئات المتعاملين", en: "Customer segments" } },
      { field: "requirements", type: "Requirement", name: { ar: "شروط الاستحقاق", en: "Requirements" } },
      {
        field: "informationConcepts",
        type: "InformationConcept",
        name: { ar: "المعلومات المطلوبة من المتعاملين", en: "Facts asked of customers" },
      },
    ],
  },
  {
    about: { ar: "بأي مستوى", en: "How well" },
    kinds: [
      { field: "policyDocuments", type: "PolicyDocument", name: { ar: "السياسات والأدلة", en: "Policies and guidelines" } },
      { field: "criteria", type: "Criterion", name: { ar: "معايير التقييم", en: "Criteria" } },
      { field: "serviceStandards", type: "ServiceStandard", name: { ar: "معايير الخدمة", en: "Service standards" } },
      { field: "indicators", type: "Indicator", name: { ar: "المؤشرات", en: "Indicators" } },
      { field: "targets", type: "Target", name: { ar: "المستهدفات", en: "Targets" } },
      { field: "measurements", type: "Measurement", name: { ar: "القياسات", en: "Measurements" } },
      { field: "assessments", type: "Assessment", name: { ar: "تقييمات الجهات", en: "Assessments" } },
      { field: "codeLists", type: "CodeList", name: { ar: "قوائم الرموز", en: "Code lists" } },
    ],
  },
];
