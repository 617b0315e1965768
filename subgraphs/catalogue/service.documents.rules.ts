import { describeRules } from "../shared/editions/rules/described";
import { type Problem, problem, type RuleContext } from "../shared/editions/validation";
import { EvidenceType } from "./evidence-type.entity";
import { Service } from "./service.entity";

describeRules("ERROR", ["Service"], {
  OTHER_PRODUCER: {
    en: "A document it issues is said to be issued by another service.",
    ar: "مستند تصدره الخدمة مسجل على أنه صادر عن خدمة أخرى.",
  },
});
describeRules("SUGGESTION", ["Service"], {
  ASKED_AGAIN: {
    en: "It asks for a document that another service of the guide issues (once only).",
    ar: "تطلب مستندًا تصدره خدمة أخرى في الدليل (مبدأ المرة الواحدة).",
  },
});

/** What it issues is known to be issued by it, and what government has is not asked for again. */
export async function documentRules(service: Service, context: RuleContext): Promise<Problem[]> {
  return [...(await producersAgree(service, context)), ...(await askedOnce(service, context))];
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

/** A document that an active service of the guide issues can be had from that service instead of from the customer. */
async function askedOnce({ code, status, documents }: Service, { find }: RuleContext): Promise<Problem[]> {
  if (status !== "ACTIVE") return [];
  const found = await Promise.all(
    documents.map(async ({ evidence }, index) => {
      const producer = (await find(EvidenceType, evidence))?.producedBy;
      if (producer === undefined || producer === code) return [];
      const issuing = await find(Service, producer);
      return issuing?.status === "ACTIVE" ? [askedAgain(evidence, issuing, `$.documents[${index}].evidence`)] : [];
    }),
  );
  return found.flat();
}

const askedAgain = (evidence: string, { code, name }: Service, path: string): Problem =>
  problem(
    "ASKED_AGAIN",
    path,
    {
      en: `${evidence} is issued by the service ${code} (${name["en"] ?? code}), so government has it already.`,
      ar: `المستند ${evidence} تصدره الخدمة ${code} (${name["ar"] ?? code})، فهو متاح لدى الحكومة.`,
    },
    {
      en: "Obtain it from there, and do not ask customers for it.",
      ar: "احصل عليه من الخدمة التي تصدره ولا تطلبه من المتعامل.",
    },
  );
