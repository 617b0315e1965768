/** What was found not to be as it was written; the message names it. */
export class Broken extends Error {}

/** What an entry of the audit chain is about, for people. */
export interface Named {
  readonly sequence: string | number;
  readonly action: string;
  readonly kind: string | null;
  readonly code: string | null;
  readonly edition: number | null;
}

/** An entry in words, such as `Entry 12 (PUBLISH Service SCM-1, edition 2)`. */
export function entryInWords({ sequence, ...said }: Named): string {
  return `Entry ${sequence} (${inWords(said)})`;
}

export function inWords({ action, kind, code, edition }: Omit<Named, "sequence">): string {
  const what = [action, kind, code].filter((each) => each !== null).join(" ");
  return edition === null ? what : `${what}, edition ${edition}`;
}
