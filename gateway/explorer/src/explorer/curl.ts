import { stripIgnoredCharacters } from "graphql";
import type { Call } from "./question";

/** A command for a POSIX shell that sends the call and prints the answer. */
export function curlOf({ url, query, variables, operationName, headers }: Call): string {
  const body = JSON.stringify({ query: stripIgnoredCharacters(query), variables, operationName });
  const sent = Object.entries({ "content-type": "application/json", ...headers });
  return [
    `curl -sS ${quoted(url)}`,
    ...sent.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    `--data-raw ${quoted(body)}`,
  ].join(" \\\n  ");
}

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
