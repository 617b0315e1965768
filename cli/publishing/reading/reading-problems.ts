import { type Problem, problem } from "../../../subgraphs/shared/editions/validation";

/** What can be wrong with a file before anything is known of its records. */

export function notJson(detail: string): Problem {
  return problem(
    "NOT_JSON",
    "$",
    { en: `This is not JSON: ${detail}`, ar: "المحتوى هنا ليس بصيغة JSON صحيحة." },
    { en: "Correct it; any JSON editor shows the place.", ar: "صحّحه؛ يحدد أي محرر JSON موضع الخطأ." },
  );
}

export function notCsv(detail: string): Problem {
  return problem(
    "NOT_CSV",
    "$",
    { en: `This row is not sound CSV: ${detail}`, ar: "هذا الصف لا يتبع صيغة CSV الصحيحة." },
    {
      en: "Give it as many cells as the header has, and close and double its quotation marks.",
      ar: "اجعل عدد خلاياه مساويًا لعدد أعمدة العنوان، وأغلق علامات الاقتباس وضاعف ما يقع منها داخل النص.",
    },
  );
}

export function rowTooLong(maximum: number): Problem {
  return problem(
    "ROW_TOO_LONG",
    "$",
    {
      en: `A record here is longer than ${maximum} characters.`,
      ar: `طول السجل هنا يتجاوز ${maximum} من الأحرف.`,
    },
    {
      en: "Part the record, or check that every record ends where it should.",
      ar: "قسّم السجل، أو تحقق من أن كل سجل ينتهي في موضعه.",
    },
  );
}

export function unsafeWorkbook(detail: { readonly en: string; readonly ar: string }): Problem {
  return problem("UNSAFE_WORKBOOK", "$", detail, {
    en: "Save the table as CSV, or part it into several workbooks.",
    ar: "احفظ الجدول بصيغة CSV أو قسّمه إلى عدة مصنفات.",
  });
}

export function noMapping(file: string): Problem {
  return problem(
    "NO_MAPPING",
    "$",
    { en: `Nothing says what the columns of ${file} mean.`, ar: `لا يوجد ما يبيّن معنى أعمدة الملف ${file}.` },
    {
      en: "Name a mapping file with --mapping that has a table for this file.",
      ar: "حدّد ملف مطابقة بالخيار ‎--mapping يتضمن جدولًا لهذا الملف.",
    },
  );
}
