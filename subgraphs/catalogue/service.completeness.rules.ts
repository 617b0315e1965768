import type { Texts } from "../../schema/vocabulary";
import { describeRules } from "../shared/editions/rules/described";
import { type Problem, problem } from "../shared/editions/validation";
import type { Service } from "./service.entity";

describeRules("WARNING", ["Service"], {
  REVIEW_OVERDUE: { en: "The day of its review is past.", ar: "موعد مراجعة البيانات انقضى." },
});
describeRules("SUGGESTION", ["Service"], {
  NO_KEYWORDS: { en: "It has no words people look for it by.", ar: "لا كلمات دالة للبحث عنها." },
  NO_OTHER_NAMES: { en: "It has no names people also use.", ar: "لا أسماء أخرى شائعة لها." },
  NO_LEGAL_BASIS: { en: "It names no law or decision it rests on.", ar: "لا سند قانونيًا مذكورًا لها." },
  NO_REDRESS: { en: "It does not say how to object.", ar: "لا تُذكر طريقة الاعتراض على قراراتها." },
  NO_PROCESSING_TIME: { en: "It does not say how long it takes.", ar: "لا تُذكر مدة إنجازها." },
  NO_REVIEW_DAY: { en: "No review of its description is planned.", ar: "لا موعد محددًا لمراجعة بياناتها." },
});

type Missing = "NO_KEYWORDS" | "NO_OTHER_NAMES" | "NO_LEGAL_BASIS" | "NO_REDRESS" | "NO_PROCESSING_TIME" | "NO_REVIEW_DAY";

/** What customers gain when a part is there. */
const GAINS: Readonly<Record<Missing, { readonly path: string; readonly message: Texts; readonly remedy: Texts }>> = {
  NO_KEYWORDS: {
    path: "$.keywords",
    message: { en: "Nothing but its name and texts leads to it in a search.", ar: "لا يقود البحث إليها إلا اسمها ونصوصها." },
    remedy: { en: "Add the words people use when they look for it.", ar: "أضف الكلمات التي يبحث بها الناس عنها." },
  },
  NO_OTHER_NAMES: {
    path: "$.alternateNames",
    message: { en: "Those who know it by another name do not find it.", ar: "من يعرفها باسم آخر لا يجدها." },
    remedy: { en: "Add former, short or common names.", ar: "أضف الأسماء السابقة أو المختصرة أو الشائعة." },
  },
  NO_LEGAL_BASIS: {
    path: "$.legalResources",
    message: { en: "Nobody sees on which law or decision it rests.", ar: "لا يظهر القانون أو القرار الذي تستند إليه." },
    remedy: { en: "Name the legal resource.", ar: "اذكر السند القانوني." },
  },
  NO_REDRESS: {
    path: "$.redress",
    message: { en: "Customers do not learn how to object to a decision.", ar: "لا يعرف المتعامل كيف يعترض على القرار." },
    remedy: { en: "Say where and until when one can object.", ar: "بيّن جهة الاعتراض ومهلته." },
  },
  NO_PROCESSING_TIME: {
    path: "$.processingTime",
    message: { en: "Customers do not learn how long it takes.", ar: "لا يعرف المتعامل كم تستغرق." },
    remedy: { en: "Give the processing time and how it is counted.", ar: "اذكر مدة الإنجاز وأساس احتسابها." },
  },
  NO_REVIEW_DAY: {
    path: "$.reviewDue",
    message: { en: "Nobody is reminded to look at it again.", ar: "لا يوجد تذكير بمراجعتها." },
    remedy: { en: "Give the day by which it is to be reviewed.", ar: "حدد تاريخ المراجعة القادمة." },
  },
};

/** Whether its description is looked after, and has all that serves its customers. */
export function completenessRules(service: Service, today: string): Problem[] {
  const { keywords, alternateNames, legalResources, redress, processingTime, reviewDue } = service;
  const missing: Readonly<Record<Missing, boolean>> = {
    NO_KEYWORDS: keywords.length === 0,
    NO_OTHER_NAMES: alternateNames.length === 0,
    NO_LEGAL_BASIS: legalResources.length === 0,
    NO_REDRESS: redress === undefined,
    NO_PROCESSING_TIME: processingTime === undefined,
    NO_REVIEW_DAY: reviewDue === undefined,
  };
  const found = (Object.keys(GAINS) as Missing[]).filter((code) => missing[code]);
  return [
    ...found.map((code) => problem(code, GAINS[code].path, GAINS[code].message, GAINS[code].remedy)),
    ...(reviewDue !== undefined && reviewDue < today ? [reviewOverdue(reviewDue)] : []),
  ];
}

const reviewOverdue = (day: string): Problem =>
  problem(
    "REVIEW_OVERDUE",
    "$.reviewDue",
    { en: `It was to be reviewed by ${day}.`, ar: `كان موعد مراجعتها ${day}.` },
    { en: "Review it, and set the day of the next review.", ar: "راجع البيانات وحدد موعد المراجعة التالية." },
  );
