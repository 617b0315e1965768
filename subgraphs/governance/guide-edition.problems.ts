import { type Problem, problem } from "../shared/editions/validation";

/** What keeps an edition of the guide from being published. */

export const codeNeeded = (): Problem =>
  problem(
    "CODE_NEEDED",
    "$.code",
    {
      en: "No code can be made of the name, as it has no Latin letters.",
      ar: "لا يمكن اشتقاق رمز من الاسم لأنه لا يحتوي على أحرف لاتينية.",
    },
    { en: "Give a `code`, such as SECOND-EDITION.", ar: "أرسل رمزًا في `code`، مثل SECOND-EDITION." },
  );

export const codeTaken = (code: string): Problem =>
  problem(
    "CODE_TAKEN",
    "$.code",
    {
      en: `There is another edition of the guide with the code ${code}, and editions are never changed.`,
      ar: `يوجد إصدار آخر من الدليل بالرمز ${code}، والإصدارات لا تُعدَّل.`,
    },
    { en: "Choose another code.", ar: "اختر رمزًا آخر." },
  );

export const inFuture = (): Problem =>
  problem(
    "INSTANT_IN_FUTURE",
    "$.at",
    {
      en: "The instant is still to come, so what the guide will be then is not settled.",
      ar: "هذه اللحظة لم تأتِ بعد، ومحتوى الدليل عندها لم يستقر.",
    },
    { en: "Give a past instant, or leave `at` out for now.", ar: "أرسل لحظة ماضية، أو احذف `at` لاعتماد اللحظة الحالية." },
  );

export const notAfter = (code: string, instant: Date): Problem =>
  problem(
    "INSTANT_BEFORE_LAST_EDITION",
    "$.at",
    {
      en: `The edition before, ${code}, is of ${instant.toISOString()}; the next one is of a later instant.`,
      ar: `الإصدار السابق ${code} يعود إلى ${instant.toISOString()}، ويجب أن يكون الإصدار التالي بعده.`,
    },
    { en: "Give a later instant, or leave `at` out for now.", ar: "أرسل لحظة بعدها، أو احذف `at` لاعتماد اللحظة الحالية." },
  );
