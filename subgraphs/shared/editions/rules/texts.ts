import type { Texts } from "../../../../schema/vocabulary";
import { type Problem, problem } from "../validation";
import { describeRules } from "./described";
import type { DocumentValue } from "./document-values";
import { hasDrawnLetters, hasWords, isInWrongScript, mixedWord, scriptOf } from "./script";

describeRules("ERROR", [], {
  MIXED_ALPHABETS: {
    en: "A word mixes alphabets whose letters look alike.",
    ar: "كلمة تختلط فيها حروف متشابهة من أبجديات مختلفة.",
  },
});
describeRules("WARNING", [], {
  LONG_TEXT: { en: "A text is too long for its place.", ar: "نص أطول مما يتسع له موضعه." },
  WRONG_SCRIPT: { en: "A text is not written in the script of its language.", ar: "نص مكتوب بغير حروف لغته." },
  UNTRANSLATED: { en: "A text is the same in two languages.", ar: "نص واحد مكرر في لغتين." },
  PLACEHOLDER_TEXT: { en: "A text only keeps the place of one.", ar: "نص مؤقت وُضع لحجز المكان." },
  DRAWN_LETTERS: {
    en: "Arabic letters are stored as they are drawn, so that no search finds them.",
    ar: "حروف عربية مخزنة بأشكالها المرسومة، فلا يعثر عليها البحث.",
  },
});
describeRules("SUGGESTION", [], {
  STRAY_SPACES: { en: "A text has spaces that mean nothing.", ar: "نص فيه مسافات زائدة." },
});

/** How long texts may be where lists and pages show them, by the name of the property. */
const COMFORTABLE_LENGTH: Readonly<Record<string, number>> = {
  name: 120,
  alternateNames: 120,
  alternativeNames: 120,
  formerName: 120,
  label: 120,
  keywords: 60,
  headRole: 120,
  title: 300,
  question: 250,
  shortDescription: 300,
};

/** Two texts in the same script are told to be a copy of each other only when they are as long as a sentence. */
const SENTENCE_WORDS = 5;

/** What stands in place of a text, within one or as all of it. */
const PLACEHOLDER_WITHIN =
  /lorem ipsum|\b(?:tbd|tba|todo|fixme|xxx+)\b|نص تجريبي|نص مؤقت|لوريم إيبسوم|يحدد لاحق|يُحدد لاحق|يُحدَّد لاحق|قيد الإدخال/i;
const PLACEHOLDER_WHOLE = /^[\s\p{P}\p{S}]*(?:test|n\/?a|none|text|name|description)?[\s\p{P}\p{S}]*$/iu;
const LONGEST_WHOLE = 20;
const isPlaceholder = (text: string): boolean =>
  PLACEHOLDER_WITHIN.test(text) || (text.length <= LONGEST_WHOLE && PLACEHOLDER_WHOLE.test(text));

const STRAY_SPACE = /^\s|\s$|[^\S\n] /;

/** What is wrong with one text in its languages. */
export function textRules({ value, property, path }: DocumentValue<Texts>): Problem[] {
  const problems: Problem[] = [];
  const copied = sameInTwoLanguages(value, path);
  for (const language in value) {
    const text = value[language] as string;
    const at = `${path}.${language}`;
    const longest = COMFORTABLE_LENGTH[property];
    if (longest !== undefined && text.length > longest) problems.push(tooLong(at, text.length, longest));
    if (STRAY_SPACE.test(text)) problems.push(straySpaces(at));
    if (isPlaceholder(text)) problems.push(placeholder(at, text));
    const mixed = mixedWord(text);
    if (mixed !== undefined) problems.push(mixedAlphabets(at, mixed));
    const script = scriptOf(language);
    if (script === "Arab" && hasDrawnLetters(text)) problems.push(drawnLetters(at));
    if (script && !copied && isInWrongScript(text, script)) problems.push(wrongScript(at, language));
  }
  return copied ? [...problems, copied] : problems;
}

function sameInTwoLanguages(texts: Texts, path: string): Problem | undefined {
  const seen = new Map<string, string>();
  for (const language in texts) {
    const text = texts[language] as string;
    const other = seen.get(text);
    seen.set(text, language);
    if (other === undefined || !hasWords(text)) continue;
    const isSameScript = scriptOf(other) === scriptOf(language);
    if (!isSameScript || text.split(/\s+/).length >= SENTENCE_WORDS) return untranslated(`${path}.${language}`, other, language);
  }
  return undefined;
}

const tooLong = (path: string, length: number, longest: number): Problem =>
  problem(
    "LONG_TEXT",
    path,
    {
      en: `The text has ${length} characters; up to ${longest} can be shown well here.`,
      ar: `طول النص ${length} حرفًا، والأنسب في هذا الموضع ألّا يتجاوز ${longest} حرفًا.`,
    },
    { en: "Shorten it, and say the rest in the description.", ar: "اختصره، وانقل التفاصيل إلى الوصف." },
  );

const straySpaces = (path: string): Problem =>
  problem(
    "STRAY_SPACES",
    path,
    {
      en: "The text begins or ends with a space, or has two in a row.",
      ar: "يبدأ النص أو ينتهي بمسافة، أو فيه مسافتان متتاليتان.",
    },
    { en: "Remove the spaces that are too many.", ar: "احذف المسافات الزائدة." },
  );

const placeholder = (path: string, text: string): Problem =>
  problem(
    "PLACEHOLDER_TEXT",
    path,
    {
      en: `"${text.slice(0, 40)}" only keeps the place of a text.`,
      ar: `النص "${text.slice(0, 40)}" مؤقت ولا يفيد القارئ.`,
    },
    { en: "Write what people need to know, or leave the text out.", ar: "اكتب ما يحتاج القارئ إلى معرفته، أو احذف النص." },
  );

const mixedAlphabets = (path: string, word: string): Problem =>
  problem(
    "MIXED_ALPHABETS",
    path,
    {
      en: `"${word.slice(0, 60)}" mixes Latin letters with letters of another alphabet that look like them.`,
      ar: `الكلمة "${word.slice(0, 60)}" تخلط حروفًا لاتينية بحروف من أبجدية أخرى تشبهها.`,
    },
    { en: "Type the word anew in one alphabet.", ar: "أعد كتابة الكلمة بأبجدية واحدة." },
  );

const drawnLetters = (path: string): Problem =>
  problem(
    "DRAWN_LETTERS",
    path,
    {
      en: "The text holds Arabic letters as they are drawn, as copied from a PDF file; searches do not find them.",
      ar: "في النص حروف عربية بأشكالها المرسومة كما تُنسخ من ملفات PDF، فلا يعثر عليها البحث.",
    },
    {
      en: "Type the text anew, or normalise it (Unicode NFKC).",
      ar: "أعد كتابة النص، أو حوّله إلى صورته القياسية (Unicode NFKC).",
    },
  );

const wrongScript = (path: string, language: string): Problem =>
  problem(
    "WRONG_SCRIPT",
    path,
    {
      en: `Most of the text given for the language "${language}" is written in another script.`,
      ar: `معظم النص المذكور للغة "${language}" مكتوب بحروف لغة أخرى.`,
    },
    { en: "Translate it, or move it to the language it is in.", ar: "ترجم النص، أو انقله إلى خانة لغته." },
  );

const untranslated = (path: string, other: string, language: string): Problem =>
  problem(
    "UNTRANSLATED",
    path,
    {
      en: `The text for "${language}" is the same as the one for "${other}".`,
      ar: `النص المذكور للغة "${language}" هو نفسه المذكور للغة "${other}".`,
    },
    { en: "Translate one of the two.", ar: "ترجم أحد النصين." },
  );
