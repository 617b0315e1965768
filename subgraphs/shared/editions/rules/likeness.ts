import type { Texts } from "../../../../schema/vocabulary";

/** How alike two names are, and the keys by which names that are nearly the same find each other. */

const MARKS = /[\u064B-\u065F\u0670\u0640]/g;
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/[أإآٱ]/g, "ا"],
  [/ى/g, "ي"],
  [/ة/g, "ه"],
  [/ؤ/g, "و"],
  [/ئ/g, "ي"],
];
/** Words that tell no service from another. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  "a an and apply application by for from in of on or request requests service services the to with خدمه خدمات طلب طلبات في من علي الي عن او".split(
    " ",
  ),
);
const NUMBER = /\p{Number}/u;

/** The words of a name that mean something, in their plainest form and in alphabetical order, each once. */
export function meaningfulWords(name: string): string[] {
  const plain = FORMS.reduce(
    (text, [form, to]) => text.replace(form, to),
    name.normalize("NFKC").toLowerCase().replace(MARKS, ""),
  );
  const words = plain.split(/[^\p{Letter}\p{Number}]+/u).map(stem);
  return [...new Set(words.filter((word) => word !== "" && !EMPTY_WORDS.has(word)))].sort();
}

function stem(word: string): string {
  if (word.length > 4 && word.startsWith("ال")) return word.slice(2);
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/** Names of fewer words are found by all of them only, as one word alone is shared by too many. */
const LEAST_WORDS_TO_LEAVE_ONE_OUT = 3;
const MOST_WORDS_TO_LEAVE_ONE_OUT = 10;

/**
 * The keys of a name in each language: all its words, and all but one of them. Two names share a key when at most one
 * word of each is not in the other; numbers are never left out, as "Form 12" is not "Form 13".
 */
export function likenessKeys(name: Texts): number[] {
  let keys = keysOfNames.get(name);
  if (!keys) keysOfNames.set(name, (keys = keysOf(name)));
  return keys;
}

/** A name is asked about each time its record is checked, and when it is published. */
const keysOfNames = new WeakMap<Texts, number[]>();

function keysOf(name: Texts): number[] {
  const keys = Object.entries(name).flatMap(([language, text]) => {
    const words = meaningfulWords(text);
    if (words.length === 0) return [];
    const without =
      words.length < LEAST_WORDS_TO_LEAVE_ONE_OUT || words.length > MOST_WORDS_TO_LEAVE_ONE_OUT
        ? []
        : words.filter((word) => !NUMBER.test(word)).map((left) => words.filter((word) => word !== left));
    return [words, ...without].map((each) => hash(`${language}:${each.join(" ")}`));
  });
  return [...new Set(keys)];
}

/** FNV-1a, as a signed number of 32 bits; that two keys fall together by chance costs one comparison. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value | 0;
}

/** How alike two names are, from 0 to 1: by the pairs of letters they share (Sørensen–Dice); 0 when their numbers differ. */
export function likeness(one: string, other: string): number {
  const [a, b] = [meaningfulWords(one), meaningfulWords(other)];
  const numbers = (words: readonly string[]) => words.filter((word) => NUMBER.test(word)).join();
  if (numbers(a) !== numbers(b)) return 0;
  const [pairsOfA, pairsOfB] = [pairs(a), pairs(b)];
  const total = pairsOfA.size + pairsOfB.size;
  return total === 0 ? Number(a.join() === b.join()) : (2 * shared(pairsOfA, pairsOfB)) / total;
}

function pairs(words: readonly string[]): Set<string> {
  return new Set(
    words.flatMap((word) => {
      const framed = ` ${word} `;
      return Array.from({ length: framed.length - 1 }, (_, index) => framed.slice(index, index + 2));
    }),
  );
}

/** How many members two sets have in common. */
export function shared<Member>(one: ReadonlySet<Member>, other: ReadonlySet<Member>): number {
  return [...one].filter((member) => other.has(member)).length;
}
