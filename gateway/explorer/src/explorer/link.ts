import type { Question } from "./question";

const MARK = "#ask=";
/** Far more than any question needs, and too little to trouble a browser. */
const LONGEST = 1_000_000;

/** An address that asks the same; what it says stands behind the #, which browsers do not send to servers. */
export async function linkTo(page: string, question: Question): Promise<string> {
  const text = new Blob([JSON.stringify(question)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(text).arrayBuffer());
  const letters = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return page + MARK + letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The question a link asks; undefined when the fragment is none of ours. Throws when it is damaged. */
export async function questionOf(fragment: string): Promise<Question | undefined> {
  if (!fragment.startsWith(MARK)) return undefined;
  const letters = fragment.slice(MARK.length).replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  const question: unknown = JSON.parse(await textOf(bytes));
  if (!isQuestion(question)) throw new Error("The link holds no question.");
  return question;
}

async function textOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const parts = new Blob([bytes])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"))
    .pipeThrough(new TextDecoderStream());
  const reader = parts.getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    if (text.length > LONGEST) throw new Error("The link is too long.");
  }
  return text;
}

function isQuestion(value: unknown): value is Question {
  if (typeof value !== "object" || value === null) return false;
  const { query, variables, operationName, asOf } = value as Record<string, unknown>;
  return (
    typeof query === "string" &&
    typeof variables === "string" &&
    (operationName === undefined || typeof operationName === "string") &&
    (asOf === undefined || (typeof asOf === "string" && !Number.isNaN(Date.parse(asOf))))
  );
}
