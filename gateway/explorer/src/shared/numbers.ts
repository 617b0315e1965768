import type { Language } from "./words";

/** Arabic as the Emirates write it, with the digits that their forms and telephone numbers have. */
const LOCALES: Readonly<Record<Language, string>> = { ar: "ar-AE-u-nu-latn", en: "en-GB" };

/** The forms of a noun by the number before it; `{n}` stands for the number. */
export type Counted = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

export const formatNumber = (language: Language, value: number): string => new Intl.NumberFormat(LOCALES[language]).format(value);

/** A number with what it counts, as the grammar of the language has it: `16 طلبًا`, `3 طلبات`. */
export function count(language: Language, value: number, noun: Readonly<Record<Language, Counted>>): string {
  const forms = noun[language];
  const form = forms[new Intl.PluralRules(LOCALES[language]).select(value)] ?? forms.other;
  return form.replace("{n}", formatNumber(language, value));
}

/** A date and time as the guide's country has it, with the name of its time zone. */
export function formatInstant(language: Language, instant: string): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Asia/Dubai",
    timeZoneName: "long",
  }).format(new Date(instant));
}

/** Names in a sentence: `ar, en and fr`. */
export const formatList = (language: Language, names: readonly string[]): string =>
  new Intl.ListFormat(LOCALES[language]).format(names);

/** What a language is called, by its tag. */
export const formatLanguage = (language: Language, tag: string): string =>
  new Intl.DisplayNames(LOCALES[language], { type: "language" }).of(tag) ?? tag;
