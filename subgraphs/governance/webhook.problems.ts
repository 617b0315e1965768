import type { Texts } from "../../schema/vocabulary";
import { type Problem, problem } from "../shared/editions/validation";

/** What keeps a webhook from being made or changed. */

/** What an address can be refused for. */
export type TargetFault = "MALFORMED" | "NOT_HTTPS" | "CREDENTIALS" | "PORT" | "PRIVATE";

const TARGET: Readonly<Record<TargetFault, readonly [message: Texts, remedy: Texts]>> = {
  MALFORMED: [
    { en: "The address cannot be read as a URL.", ar: "لا يمكن قراءة العنوان بوصفه رابطًا." },
    { en: "Give a URL such as https://portal.example/changes.", ar: "أرسل رابطًا مثل https://portal.example/changes." },
  ],
  NOT_HTTPS: [
    { en: "Messages are sent by https only.", ar: "لا تُرسل الرسائل إلا عبر https." },
    { en: "Give an address that begins with https://.", ar: "أرسل عنوانًا يبدأ بـ https://." },
  ],
  CREDENTIALS: [
    { en: "The address has a user or a password in it.", ar: "يحتوي العنوان على اسم مستخدم أو كلمة مرور." },
    {
      en: "Take them out; the signature shows that a message is from the guide.",
      ar: "احذفهما؛ فالتوقيع يثبت أن الرسالة صادرة عن الدليل.",
    },
  ],
  PORT: [
    { en: "Messages are sent to port 443 or 8443 only.", ar: "لا تُرسل الرسائل إلا إلى المنفذ 443 أو 8443." },
    { en: "Receive them on one of the two.", ar: "استقبل الرسائل على أحد المنفذين." },
  ],
  PRIVATE: [
    {
      en: "The address leads to a private or otherwise special network address.",
      ar: "يقود العنوان إلى عنوان شبكة خاص أو ذي استخدام خاص.",
    },
    { en: "Receive messages at a public address.", ar: "استقبل الرسائل على عنوان عام." },
  ],
};

export function badTarget(fault: TargetFault): Problem {
  const [message, remedy] = TARGET[fault];
  return problem(`WEBHOOK_ADDRESS_${fault}`, "$.url", message, remedy);
}

export const unknownWebhook = (): Problem =>
  problem(
    "UNKNOWN_WEBHOOK",
    "$.id",
    { en: "There is no webhook with this id.", ar: "لا يوجد رابط إشعارات بهذا المعرّف." },
    { en: "Use an id of `webhooks`.", ar: "استخدم معرّفًا من `webhooks`." },
  );

export const unknownKind = (kind: string, known: readonly string[]): Problem =>
  problem(
    "UNKNOWN_KIND",
    "$.kinds",
    { en: `"${kind}" is no type of record.`, ar: `القيمة "${kind}" ليست نوعًا من السجلات.` },
    { en: `Use some of ${known.join(", ")}.`, ar: `استخدم ما تشاء من: ${known.join("، ")}.` },
  );

export const unknownEntity = (entity: string): Problem =>
  problem(
    "UNKNOWN_REFERENCE",
    "$.entity",
    { en: `There is no entity with the code ${entity}.`, ar: `لا توجد جهة بالرمز ${entity}.` },
    { en: "Use the code of an entity of the guide.", ar: "استخدم رمز جهة من جهات الدليل." },
  );

export const tooLong = (maximum: number): Problem =>
  problem(
    "TOO_LONG",
    "$.description",
    { en: `The text is longer than ${maximum} characters.`, ar: `النص أطول من ${maximum} حرفًا.` },
    { en: "Shorten it.", ar: "اختصره." },
  );

export const tooManyWebhooks = (maximum: number): Problem =>
  problem(
    "TOO_MANY_WEBHOOKS",
    "$",
    {
      en: `There are ${maximum} webhooks already, which is the most.`,
      ar: `يوجد ${maximum} من روابط الإشعارات، وهو الحد الأقصى.`,
    },
    { en: "Delete one that is not needed any more.", ar: "احذف رابطًا لم تعد هناك حاجة إليه." },
  );

export const graceOutOfRange = (maximum: number): Problem =>
  problem(
    "OUT_OF_RANGE",
    "$.graceHours",
    { en: `The time must be from 0 to ${maximum} hours.`, ar: `يجب أن تكون المدة من 0 إلى ${maximum} ساعة.` },
    { en: "Correct the number.", ar: "صحّح الرقم." },
  );
