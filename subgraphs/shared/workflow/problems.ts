import type { Texts } from "../../../schema/vocabulary";
import { describeRules } from "../editions/rules/described";
import { type Problem, problem } from "../editions/validation";
import { type Draft, newestNumber, type Standing } from "./draft";

describeRules("WARNING", [], {
  STILL_REFERRED_TO: { en: "A record that is taken out is still referred to.", ar: "سجل مسحوب ما زالت سجلات أخرى تشير إليه." },
});

/** Where a record stands now, for a caller who thought otherwise. */
export interface Staleness {
  readonly currentEdition: number;
  readonly status: Draft["status"] | undefined;
  /** The pseudonym of who changed it last. */
  readonly changedBy: string | undefined;
  readonly changedAt: Date | undefined;
}

/** What keeps a step of the workflow from being taken. */
export type WorkflowProblem = Problem & { readonly stale?: Staleness };

const about = (code: string, path: string, message: Texts, remedy: Texts): WorkflowProblem =>
  problem(code, path, message, remedy);

/** Who changed it and when is for those who may know of what is being prepared. */
export function staleEdition(standing: Standing, isVisible: boolean): WorkflowProblem {
  const { draft, published } = standing;
  const current = newestNumber(standing);
  const isOfDraft = draft !== undefined && draft.number >= (published?.number ?? 0);
  return {
    ...about(
      "STALE_EDITION",
      "$",
      {
        en: `The record has gone on to edition ${current} meanwhile. Nothing was written.`,
        ar: `انتقل السجل في هذه الأثناء إلى الإصدار ${current}، ولم يُحفظ شيء.`,
      },
      {
        en: "Read it anew, put your change on top of it, and send it with the current edition.",
        ar: "اقرأ السجل من جديد، وأضف تعديلك إليه، ثم أرسله مع رقم الإصدار الحالي.",
      },
    ),
    stale: {
      currentEdition: current,
      status: isOfDraft ? (isVisible ? draft.status : undefined) : published && (published.isLive ? "PUBLISHED" : "WITHDRAWN"),
      changedBy: isOfDraft && isVisible ? (draft.changed_by ?? undefined) : undefined,
      changedAt: isOfDraft ? (isVisible ? draft.changed_at : undefined) : published?.since,
    },
  };
}

export const notYours = (entity: string | undefined): WorkflowProblem =>
  about(
    "NOT_YOUR_ENTITY",
    "$",
    entity === undefined
      ? { en: "Only the secretariat changes such records.", ar: "لا يعدّل هذه السجلات إلا الأمانة العامة." }
      : {
          en: `The record belongs to the entity ${entity}, for which you have no such role.`,
          ar: `السجل تابع للجهة ${entity}، وليس لديك هذا الدور فيها.`,
        },
    {
      en: "Ask someone who has the role, or sign in with another token.",
      ar: "اطلب ذلك ممن يملك هذا الدور، أو سجّل الدخول برمز آخر.",
    },
  );

export const codeTaken = (code: string): WorkflowProblem =>
  about(
    "CODE_TAKEN",
    "$.code",
    { en: `The code "${code}" is taken.`, ar: `الرمز "${code}" مستخدم.` },
    { en: "Choose another code.", ar: "اختر رمزًا آخر." },
  );

export const nothingOpen = (): WorkflowProblem =>
  about(
    "NO_DRAFT",
    "$",
    { en: "Nothing of this record is being prepared.", ar: "لا توجد مسودة قيد الإعداد لهذا السجل." },
    { en: "Save a draft first, or check the code.", ar: "احفظ مسودة أولًا أو تحقق من الرمز." },
  );

export const wrongStatus = (status: string, allowed: readonly string[]): WorkflowProblem =>
  about(
    "WRONG_STATUS",
    "$",
    {
      en: `The draft is ${status}; this step is for ${allowed.join(" or ")}.`,
      ar: `حالة المسودة ${status}، وهذه الخطوة للحالة ${allowed.join(" أو ")}.`,
    },
    { en: "Take the step that comes next from where it stands.", ar: "نفّذ الخطوة التالية للحالة التي وصلت إليها المسودة." },
  );

export const samePerson = (): WorkflowProblem =>
  about(
    "SAME_PERSON",
    "$",
    { en: "Who wrote a draft does not approve it.", ar: "لا يعتمد المسودةَ من كتبها." },
    { en: "Ask another approver of the entity.", ar: "اطلب الاعتماد من شخص آخر مخوّل في الجهة." },
  );

export const reasonNeeded = (codes: readonly string[]): WorkflowProblem =>
  about(
    "REASON_NEEDED",
    "$",
    {
      en: `There are warnings (${codes.join(", ")}); publishing in spite of them needs a reason.`,
      ar: `توجد تنبيهات (${codes.join("، ")})، والنشر رغمها يحتاج إلى ذكر السبب.`,
    },
    {
      en: "Mend them, or say in `reason` why it is right as it is.",
      ar: "عالج التنبيهات، أو بيّن في `reason` سبب صحة السجل كما هو.",
    },
  );

export const commentNeeded = (): WorkflowProblem =>
  about(
    "COMMENT_NEEDED",
    "$",
    { en: "Who asks for changes says which.", ar: "على من يطلب التعديل أن يذكر ما يلزم تعديله." },
    { en: "Write in `comment` what is to change.", ar: "اكتب في `comment` ما ينبغي تعديله." },
  );

export const notLive = (): WorkflowProblem =>
  about(
    "NOT_PUBLISHED",
    "$",
    { en: "The record is not in the guide.", ar: "السجل غير منشور في الدليل." },
    { en: "Check its code; what was withdrawn can be restored.", ar: "تحقق من الرمز؛ ويمكن استعادة ما سُحب." },
  );

export const draftOpen = (): WorkflowProblem =>
  about(
    "DRAFT_OPEN",
    "$",
    { en: "A next edition of the record is being prepared.", ar: "يجري إعداد إصدار جديد من هذا السجل." },
    { en: "Publish or discard the draft first.", ar: "انشر المسودة أو ألغِها أولًا." },
  );

export const noSuchEdition = (number: number): WorkflowProblem =>
  about(
    "NO_SUCH_EDITION",
    "$",
    { en: `The record has no published edition ${number}.`, ar: `لا يوجد للسجل إصدار منشور برقم ${number}.` },
    { en: "Choose one from its history.", ar: "اختر إصدارًا من سجل الإصدارات." },
  );

export const keyReused = (): WorkflowProblem =>
  about(
    "IDEMPOTENCY_KEY_REUSED",
    "$",
    { en: "This idempotency key came with another request before.", ar: "سبق استخدام مفتاح عدم التكرار هذا مع طلب آخر." },
    { en: "Make a new key for every new request.", ar: "أنشئ مفتاحًا جديدًا لكل طلب جديد." },
  );

export const oneOfRecordAndPatch = (): WorkflowProblem =>
  about(
    "RECORD_OR_PATCH",
    "$",
    {
      en: "A draft is saved from a whole record or from a patch with the code of the record.",
      ar: "تُحفظ المسودة من سجل كامل أو من تعديل جزئي مع رمز السجل.",
    },
    { en: "Give `record`, or `code` and `patch`.", ar: "أرسل `record`، أو `code` مع `patch`." },
  );

export const otherCode = (given: string, written: string): WorkflowProblem =>
  about(
    "OTHER_CODE",
    "$.code",
    { en: `The record says ${written}, the request "${given}".`, ar: `الرمز في السجل ${written} وفي الطلب "${given}".` },
    { en: "A code never changes; send the same in both.", ar: "الرمز لا يتغير؛ أرسل الرمز نفسه في الموضعين." },
  );

export const otherKind = (given: string, expected: string): WorkflowProblem =>
  about(
    "OTHER_KIND",
    "$.__typename",
    {
      en: `The record is a ${given}; this is the place of ${expected}.`,
      ar: `السجل من نوع ${given}، وهذا الموضع للنوع ${expected}.`,
    },
    { en: `Send it with the mutation of ${given}.`, ar: `أرسله بالعملية الخاصة بالنوع ${given}.` },
  );
