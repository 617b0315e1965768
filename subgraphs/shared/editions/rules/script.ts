/** In which script a text is written, and whether that is the script of its language. */

type Script = "Arab" | "Latn";

const scripts = new Map<string, Script | undefined>();

/** The script a language is written in, where it is one of the two that can be told apart here. */
export function scriptOf(language: string): Script | undefined {
  if (!scripts.has(language)) scripts.set(language, computeScript(language));
  return scripts.get(language);
}

function computeScript(language: string): Script | undefined {
  try {
    const { script } = new Intl.Locale(language).maximize();
    return script === "Arab" || script === "Latn" ? script : undefined;
  } catch {
    return undefined;
  }
}

const BEYOND_ASCII = /[^\u0000-\u007F]/;
const LATIN_LETTER = /[A-Za-z]/;
const ADDRESS = /\S*(?:https?:\/\/|www\.|@)\S*/g;
const BETWEEN_WORDS = /[^\p{Letter}\p{Mark}\p{Number}&'’]+/u;
const ARABIC_WORD = /\p{Script=Arabic}/u;
/** A word of Latin letters that is no acronym and no name such as "WhatsApp". */
const LATIN_WORD = /^\p{Script=Latin}\p{Lowercase}+(?:['’]\p{Lowercase}+)?$/u;
const SMALL = /^\p{Lowercase}/u;

/**
 * Whether most of a text is in the other script. Acronyms, numbers, addresses and, within an Arabic sentence, names with
 * a capital letter are as they are in any language.
 */
export function isInWrongScript(text: string, script: Script): boolean {
  if (script === "Latn" ? !BEYOND_ASCII.test(text) : !LATIN_LETTER.test(text)) return false;
  const words = text.replace(ADDRESS, " ").split(BETWEEN_WORDS);
  const arabic = words.filter((word) => ARABIC_WORD.test(word)).length;
  const latin = words.filter((word) => LATIN_WORD.test(word));
  if (script === "Latn") return arabic > latin.length;
  return (arabic === 0 ? latin : latin.filter((word) => SMALL.test(word))).length > arabic;
}

/** Whether a text says something in words, so that it needs another wording in another language. */
export function hasWords(text: string): boolean {
  return text
    .replace(ADDRESS, " ")
    .split(BETWEEN_WORDS)
    .some((word) => ARABIC_WORD.test(word) || LATIN_WORD.test(word));
}

/** Letters of other alphabets that look like Latin ones; the Greek of units of measure is not among them. */
const LOOKALIKE = "[\\p{Script=Cyrillic}ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχ]";
const MIXED = new RegExp(`\\S*(?:\\p{Script=Latin}${LOOKALIKE}|${LOOKALIKE}\\p{Script=Latin})\\S*`, "u");

/** Greek and Cyrillic, roughly: where there is none, nothing is mixed. */
const OTHER_ALPHABETS = /[\u0370-\u052F]/;

/** The first word that mixes Latin letters with letters that only look like them. */
export function mixedWord(text: string): string | undefined {
  return OTHER_ALPHABETS.test(text) ? MIXED.exec(text)?.[0] : undefined;
}

/** Shapes of Arabic letters as they are drawn, which programs that read PDF files leave behind; no search finds them. */
const DRAWN_ARABIC = /[\uFB50-\uFDCF\uFE70-\uFEFC]/;

export const hasDrawnLetters = (text: string): boolean => DRAWN_ARABIC.test(text);
