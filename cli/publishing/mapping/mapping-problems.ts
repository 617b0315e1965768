import { type Problem, problem } from "../../../subgraphs/shared/editions/validation";

/** What can be wrong with a row as the mapping reads it. */

export function untranslated(text: string, known: readonly string[], path: string): Problem {
  return problem(
    "UNTRANSLATED",
    path,
    { en: `The mapping has no translation of "${text}".`, ar: `لا توجد في ملف المطابقة ترجمة للقيمة "${text}".` },
    {
      en: `Correct the value, or translate it in the mapping as these are: ${known.slice(0, 20).join(", ")}.`,
      ar: `صحّح القيمة أو أضف ترجمتها إلى ملف المطابقة كما في: ${known.slice(0, 20).join("، ")}.`,
    },
  );
}

export function notANumber(text: string, path: string): Problem {
  return problem(
    "NOT_A_NUMBER",
    path,
    { en: `"${text}" is not a number.`, ar: `القيمة "${text}" ليست رقمًا.` },
    { en: "Write digits, with a point before decimals.", ar: "اكتب أرقامًا، مع نقطة قبل الكسور العشرية." },
  );
}

export function notADate(text: string, form: string, path: string): Problem {
  return problem(
    "NOT_A_DATE",
    path,
    { en: `"${text}" is not a date written as ${form}.`, ar: `القيمة "${text}" ليست تاريخًا مكتوبًا على صورة ${form}.` },
    { en: "Correct the date, or how the mapping says dates are written.", ar: "صحّح التاريخ أو صيغة التاريخ في ملف المطابقة." },
  );
}

export function collision(code: string, one: string, other: string): Problem {
  return problem(
    "CODE_COLLISION",
    "$.code",
    {
      en: `The code ${code} is made both of "${one}" and of "${other}".`,
      ar: `الرمز ${code} ناتج عن قيمتين مختلفتين: "${one}" و"${other}".`,
    },
    { en: "Make the two values differ in letters or digits.", ar: "اجعل القيمتين مختلفتين في الحروف أو الأرقام." },
  );
}

export function differsFromFirst(code: string, place: string): Problem {
  return problem(
    "DIFFERS_FROM_FIRST",
    "$",
    {
      en: `What this row says of ${code} is not what ${place} said; that of ${place} is taken.`,
      ar: `ما يذكره هذا الصف عن ${code} يختلف عما ورد في ${place}، ويُعتمد ما ورد في ${place}.`,
    },
    { en: "Write the same in both rows.", ar: "اكتب القيم نفسها في الصفين." },
  );
}

export function repeatedRecord(code: string, place: string): Problem {
  return problem(
    "DUPLICATE_CODE",
    "$.code",
    { en: `The record ${code} is also in ${place}.`, ar: `السجل ${code} موجود أيضًا في ${place}.` },
    { en: "Give each record a code of its own, or remove one of the two.", ar: "امنح كل سجل رمزًا خاصًا به أو احذف أحد السجلين." },
  );
}
