import type { Words } from "../shared/words";

/** Short enough to be read at a glance, and complete: they run as they stand. */
export const FIRST_QUERIES: readonly { readonly title: Words; readonly query: string }[] = [
  {
    title: {
      ar: "من الخدمة إلى الجهة المختصة والرسوم والسند القانوني",
      en: "From a service to its entity, fees and law",
    },
    query: `{
  serviceByCode(code: "SCM-TENANCY-ATTESTATION") {
    name { ar en }
    competentAuthority { name { ar en } }
    processingTime
    fees { name { ar en } type rate amount { amount currency } }
    legalResources { title { ar en } }
  }
}`,
  },
  {
    title: {
      ar: "هل المركز مفتوح الآن، ومتى يفتح أبوابه في المرة المقبلة؟",
      en: "Is the centre open now, and when does it open next?",
    },
    query: `{
  serviceCentreByCode(code: "SCM-CENTRE-MAIN") {
    name { ar en }
    isOpen
    nextOpening
  }
}`,
  },
  {
    title: {
      ar: "ما المستندات التي تُطلب من المتعامل مع أن خدمة أخرى في الدليل تصدرها؟",
      en: "Which documents are customers asked for although another service issues them?",
    },
    query: `{
  onceOnlyReport(first: 5) {
    totalCount
    nodes {
      service { name { ar en } }
      evidence { name { ar en } }
      producedBy { name { ar en } }
    }
  }
}`,
  },
];
