import sql, { raw } from "sql-template-tag";
import { isLive } from "../shared/editions/edition.entity";
import { sameNameSurvey } from "../shared/editions/rules/copies";
import { describeRules } from "../shared/editions/rules/described";
import { type Problem, problem, type Survey, type SurveyContext } from "../shared/editions/validation";
import { EvidenceType } from "./evidence-type.entity";
import { Service } from "./service.entity";

describeRules("ERROR", ["EvidenceType"], {
  STILL_PRODUCED: {
    en: "A service says that it issues a document which names another as its issuer.",
    ar: "خدمة تذكر أنها تصدر مستندًا منسوبًا إلى خدمة أخرى.",
  },
});

export const evidenceTypeSurveys: readonly Survey<EvidenceType>[] = [
  sameNameSurvey(EvidenceType, { column: "issuing_entity", of: ({ issuingEntity }) => issuingEntity }),
  issuersAgree,
];

/** A document is not taken from the service that says it issues it: the once-only report relies on both saying the same. */
async function issuersAgree(
  documents: readonly EvidenceType[],
  { database, find }: SurveyContext,
): ReturnType<Survey<EvidenceType>> {
  const rows = await database.query<{ index: number; service: string }>(sql`
    SELECT (d.place - 1)::integer AS index, e.code AS service
    FROM unnest(${documents.map(({ code }) => code)}::text[], ${documents.map(({ producedBy }) => producedBy ?? null)}::text[])
      WITH ORDINALITY AS d(code, producer, place)
    JOIN service e ON e.refs @> ARRAY['EvidenceType:' || d.code] AND e.code IS DISTINCT FROM d.producer AND ${raw(isLive("e."))}
      AND e.document @> jsonb_build_object('outputs', jsonb_build_array(jsonb_build_object('usedAs', d.code)))`);
  const found = await Promise.all(
    rows.map(async ({ index, service }) => {
      // A service that comes with the document is judged by its own rules.
      const outputs = (await find(Service, service))?.outputs ?? [];
      const isIssued = outputs.some(({ usedAs }) => usedAs === documents[index]?.code);
      return isIssued ? [{ index, problem: stillProduced(service) }] : [];
    }),
  );
  return found.flat();
}

const stillProduced = (service: string): Problem =>
  problem(
    "STILL_PRODUCED",
    "$.producedBy",
    { en: `The service ${service} says that it issues this document.`, ar: `الخدمة ${service} تذكر أنها تصدر هذا المستند.` },
    { en: "Name it as producedBy, or change its outputs together with this.", ar: "اجعلها مصدرة للمستند، أو عدّل مخرجاتها معه." },
  );
