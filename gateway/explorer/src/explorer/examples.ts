import { type Example, parseExample } from "../../../../schema/examples";
import type { Question } from "./question";

const files = import.meta.glob<string>("../../../../schema/operations/*.graphql", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The operations of the guide that come with it, by their file names. */
export const examples: readonly Example[] = Object.values(files).map(parseExample);

/** What a stranger sees answered first. */
export function firstExample(): Question | undefined {
  const example = examples.find(({ name }) => name === "ServicePage") ?? examples[0];
  return example && questionIn(example);
}

export function questionIn({ query, variables, name }: Example): Question {
  const some = Object.keys(variables).length > 0;
  return { query, variables: some ? JSON.stringify(variables, null, 2) : "", operationName: name };
}

/** Whether an example speaks of every searched word, in either language. */
export function speaksOf({ name, title, description }: Example, searched: string): boolean {
  const text = folded([name, title.en, title.ar, description.en, description.ar].join(" "));
  return folded(searched)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Letters that readers take for the same are the same: without vowel marks and tatweel, alef with and without hamza. */
function folded(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}|ـ/gu, "")
    .replaceAll("ى", "ي")
    .replaceAll("ة", "ه");
}
