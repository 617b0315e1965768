import { domainToUnicode } from "node:url";
import ipaddr from "ipaddr.js";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { LRUCache } from "lru-cache";
import { type Problem, problem } from "../validation";
import { describeRules } from "./described";
import type { DocumentValue } from "./document-values";
import { mixedWord } from "./script";

describeRules("ERROR", [], {
  PRIVATE_ADDRESS: {
    en: "A web address leads nowhere from outside, or holds a password.",
    ar: "عنوان إلكتروني لا يُفتح من خارج الجهة، أو فيه كلمة مرور.",
  },
  LOOKALIKE_ADDRESS: {
    en: "A web address imitates another by letters that look alike.",
    ar: "عنوان إلكتروني يحاكي عنوانًا آخر بحروف متشابهة.",
  },
  IMPOSSIBLE_PHONE: { en: "A telephone number cannot exist.", ar: "رقم هاتف لا يمكن أن يوجد." },
});
describeRules("WARNING", [], {
  INSECURE_ADDRESS: { en: "A web address is not encrypted.", ar: "عنوان إلكتروني غير مشفّر." },
  NUMBERED_ADDRESS: { en: "A web address is a number instead of a name.", ar: "عنوان إلكتروني مكتوب برقم بدل الاسم." },
  DOUBTFUL_PHONE: { en: "A telephone number is not one its country gives out.", ar: "رقم هاتف خارج الأرقام المعتمدة في بلده." },
});

const HOUSE_NAMES = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa|corp)\.*$/i;

/** Whether a name is one that no one outside a house can resolve. */
export const isHouseName = (host: string): boolean => HOUSE_NAMES.test(host);

/** The property that names a classification scheme: an address by form, an identifier by meaning. */
const IDENTIFIER = "scheme";

/** A web address can be opened by anyone, safely, and is what it looks like. */
export function urlRules({ value, property, path }: DocumentValue<string>): Problem[] {
  if (property === IDENTIFIER) return [];
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const host = url?.hostname.replace(/^\[|\]$/g, "") ?? "";
  const isNumber = ipaddr.isValid(host);
  if (!url || url.username !== "" || url.password !== "" || isPrivate(host, isNumber)) return [privateAddress(path, value)];
  const name = host.includes("xn--") ? domainToUnicode(host) : host;
  return [
    ...(mixedWord(name) === undefined ? [] : [lookalike(path, name)]),
    ...(isNumber ? [numbered(path, host)] : []),
    ...(url.protocol === "http:" ? [insecure(path, value)] : []),
  ];
}

function isPrivate(host: string, isNumber: boolean): boolean {
  return isNumber ? ipaddr.process(host).range() !== "unicast" : isHouseName(host);
}

const privateAddress = (path: string, url: string): Problem =>
  problem(
    "PRIVATE_ADDRESS",
    path,
    {
      en: `${withoutPassword(url)} cannot be opened from outside, or holds a name and password.`,
      ar: `العنوان ${withoutPassword(url)} لا يُفتح من خارج الجهة، أو فيه اسم مستخدم وكلمة مرور.`,
    },
    { en: "Give the public address that everyone can open.", ar: "اذكر العنوان العام الذي يستطيع الجميع فتحه." },
  );

const withoutPassword = (url: string): string => url.replace(/\/\/[^/?#]*@/, "//").slice(0, 120);

const lookalike = (path: string, name: string): Problem =>
  problem(
    "LOOKALIKE_ADDRESS",
    path,
    {
      en: `${name} mixes Latin letters with letters of another alphabet that look like them.`,
      ar: `العنوان ${name} يخلط حروفًا لاتينية بحروف من أبجدية أخرى تشبهها.`,
    },
    { en: "Type the address anew.", ar: "أعد كتابة العنوان." },
  );

const numbered = (path: string, host: string): Problem =>
  problem(
    "NUMBERED_ADDRESS",
    path,
    { en: `${host} is the number of a machine.`, ar: `العنوان ${host} رقم جهاز وليس اسم موقع.` },
    { en: "Give the address by name, which stays when machines change.", ar: "اذكر العنوان بالاسم، فهو يبقى وإن تغيّرت الأجهزة." },
  );

const insecure = (path: string, url: string): Problem =>
  problem(
    "INSECURE_ADDRESS",
    path,
    { en: `${url.slice(0, 120)} is not encrypted.`, ar: `العنوان ${url.slice(0, 120)} غير مشفّر.` },
    { en: 'Give the address that begins with "https://".', ar: 'اذكر العنوان الذي يبدأ بـ "https://".' },
  );

type Judgement = "SOUND" | "DOUBTFUL" | "IMPOSSIBLE";

const judged = new LRUCache<string, Judgement>({ max: 5_000 });

function judge(phone: string): Judgement {
  let judgement = judged.get(phone);
  if (!judgement) {
    const number = parsePhoneNumberFromString(phone);
    judgement = number?.isPossible() !== true ? "IMPOSSIBLE" : number.isValid() ? "SOUND" : "DOUBTFUL";
    judged.set(phone, judgement);
  }
  return judgement;
}

/** A telephone number is one that its country could have given out. */
export function phoneRules({ value, path }: DocumentValue<string>): Problem[] {
  const judgement = judge(value);
  if (judgement === "SOUND") return [];
  return [
    judgement === "IMPOSSIBLE"
      ? problem(
          "IMPOSSIBLE_PHONE",
          path,
          {
            en: `${value} has no country code that exists, or too few or too many digits for it.`,
            ar: `الرقم ${value} ليس له رمز دولة صحيح، أو عدد أرقامه لا يوافق دولته.`,
          },
          { en: "Correct the number; write it with its country code.", ar: "صحّح الرقم واكتبه مع رمز الدولة." },
        )
      : problem(
          "DOUBTFUL_PHONE",
          path,
          {
            en: `No such number as ${value} is known to be given out in its country.`,
            ar: `الرقم ${value} خارج الأرقام المعروفة في بلده.`,
          },
          { en: "Check the number by calling it.", ar: "تحقق من الرقم بالاتصال به." },
        ),
  ];
}
