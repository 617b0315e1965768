import type { Language, Words } from "../shared/words";
import { count, type Counted } from "../shared/numbers";
import { roundsOf, subgraphsOf, type Picture } from "./picture";

type Noun = Readonly<Record<Language, Counted>>;

const FETCHES: Noun = {
  ar: {
    zero: "لا طلبات",
    one: "طلب واحد",
    two: "طلبان",
    few: "{n} طلبات",
    many: "{n} طلبًا",
    other: "{n} طلب",
  },
  en: { one: "1 fetch", other: "{n} fetches" },
};

/** After a preposition. */
const SUBGRAPHS: Noun = {
  ar: { one: "مكوّن واحد", two: "مكوّنين", few: "{n} مكوّنات", many: "{n} مكوّنًا", other: "{n} مكوّن" },
  en: { one: "1 subgraph", other: "{n} subgraphs" },
};

/** After a preposition. */
const ROUNDS: Noun = {
  ar: { one: "جولة واحدة", two: "جولتين", few: "{n} جولات", many: "{n} جولة", other: "{n} جولة" },
  en: { one: "1 round", other: "{n} rounds" },
};

const FIELDS: Noun = {
  ar: { zero: "بلا حقول", one: "حقل واحد", two: "حقلان", few: "{n} حقول", many: "{n} حقلًا", other: "{n} حقل" },
  en: { one: "1 field", other: "{n} fields" },
};

const TYPES: Noun = {
  ar: { zero: "لا أنواع", one: "نوع واحد", two: "نوعان", few: "{n} أنواع", many: "{n} نوعًا", other: "{n} نوع" },
  en: { one: "1 type", other: "{n} types" },
};

/** How much a plan does: `5 fetches from 4 subgraphs, in 2 rounds.` */
export function planSentence(language: Language, picture: Picture): string {
  const fetches = count(language, picture.steps.length, FETCHES);
  const subgraphs = count(language, subgraphsOf(picture).length, SUBGRAPHS);
  const rounds = count(language, roundsOf(picture).length, ROUNDS);
  const sentence: Words = {
    ar: `${fetches} إلى ${subgraphs} من الدليل، في ${rounds}.`,
    en: `${fetches} from ${subgraphs}, in ${rounds}.`,
  };
  return sentence[language];
}

export const countFields = (language: Language, value: number): string => count(language, value, FIELDS);

export const countTypes = (language: Language, value: number): string => count(language, value, TYPES);
