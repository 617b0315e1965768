import { type Problem, problem } from "../../subgraphs/shared/editions/validation";

export function notARecord(): Problem {
  return problem(
    "NOT_A_RECORD",
    "$",
    { en: "A record is a JSON object.", ar: "السجل كائن JSON." },
    { en: "Write each record as one object.", ar: "اكتب كل سجل على صورة كائن واحد." },
  );
}

export function unknownKind(typename: unknown, known: readonly string[]): Problem {
  const written = typename === undefined ? undefined : JSON.stringify(typename);
  return problem(
    "UNKNOWN_KIND",
    "$.__typename",
    {
      en: written === undefined ? "The record does not say its kind." : `${written} is not a kind of record.`,
      ar: written === undefined ? "لا يذكر السجل نوعه." : `القيمة ${written} ليست نوعًا معروفًا من السجلات.`,
    },
    {
      en: `Write one of these as __typename, or name the kind with --kind: ${known.join(", ")}.`,
      ar: `اكتب في ‎__typename أحد الأنواع التالية، أو حدّد النوع بالخيار ‎--kind: ${known.join("، ")}.`,
    },
  );
}

/** The guide would not take a request although it has this record only. */
export function refusedByGuide(code: string, message: string): Problem {
  return problem(
    code,
    "$",
    { en: `The guide does not take this record: ${message}`, ar: `لا يقبل الدليل هذا السجل: ${message}` },
    { en: "Correct the record as the message says.", ar: "صحّح السجل بحسب الرسالة." },
  );
}
