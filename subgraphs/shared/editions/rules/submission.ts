import { type Problem, problem } from "../validation";
import { describeRules } from "./described";

describeRules("ERROR", [], {
  DUPLICATE_CODE: { en: "Two records that came together have the same code.", ar: "سجلان وردا معًا بالرمز نفسه." },
  NOT_A_RECORD: { en: "What was sent is no record.", ar: "ما أُرسل ليس سجلًا." },
  UNKNOWN_KIND: { en: "There are no records of this kind.", ar: "نوع السجل غير معروف." },
});

/** `other` says where the record that has the code already came from. */
export function duplicateCode(typename: string, code: string, other: string): Problem {
  return problem(
    "DUPLICATE_CODE",
    "$.code",
    {
      en: `${typename} "${code}" is also in ${other}.`,
      ar: `السجل "${code}" من نوع ${typename} موجود أيضًا في ${other}.`,
    },
    {
      en: "Give each record a code of its own, or remove one of the two.",
      ar: "امنح كل سجل رمزًا خاصًا به أو احذف أحد السجلين.",
    },
  );
}

export function notARecord(): Problem {
  return problem(
    "NOT_A_RECORD",
    "$",
    { en: "A record is a JSON object.", ar: "السجل كائن JSON." },
    { en: "Write one object, or a list of objects, per file.", ar: "اكتب كائنًا واحدًا أو قائمة كائنات في كل ملف." },
  );
}

export function unknownKind(typename: unknown, known: readonly string[]): Problem {
  const written = typename === undefined ? undefined : JSON.stringify(typename);
  return problem(
    "UNKNOWN_KIND",
    "$.__typename",
    { en: `${written ?? "Nothing"} is not a kind of record.`, ar: `القيمة ${written ?? ""} ليست نوعًا معروفًا من السجلات.` },
    { en: `Use one of: ${known.join(", ")}.`, ar: `استخدم أحد الأنواع: ${known.join("، ")}.` },
  );
}
