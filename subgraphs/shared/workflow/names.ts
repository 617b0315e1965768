import { type Kind, typenameOf } from "../editions/kind";

/** What the fields of a kind of record are called, such as `saveService` and `importServices`. */
export interface KindNames {
  /** The type itself: `GovernmentEntity`. */
  readonly type: string;
  /** More than one of it: `GovernmentEntities`. */
  readonly types: string;
  /** The beginning of fields about one: `governmentEntity`. */
  readonly one: string;
  /** The beginning of fields about many: `governmentEntities`. */
  readonly many: string;
}

export function namesOfKind(kind: Kind): KindNames {
  const type = typenameOf(kind);
  const types = pluralOf(type);
  return { type, types, one: lowerFirst(type), many: lowerFirst(types) };
}

const lowerFirst = (word: string): string => `${word.charAt(0).toLowerCase()}${word.slice(1)}`;

function pluralOf(word: string): string {
  if (word.endsWith("Criterion")) return word.replace(/on$/, "a");
  return /[^aeiou]y$/.test(word) ? word.replace(/y$/, "ies") : `${word}s`;
}
