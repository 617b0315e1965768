import { createHash } from "node:crypto";

/** SHA-256 of the JSON of a value with its keys in order (RFC 8785 for the values a document holds). */
export const hashOf = (document: object): string => hashOfText(canonical(document));

export const hashOfText = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The JSON of a value with its keys in order. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object" || value instanceof Date) return JSON.stringify(value);
  const document = value as Record<string, unknown>;
  let members = "";
  for (const key of Object.keys(document).sort()) {
    if (document[key] === undefined) continue;
    members += `${members === "" ? "" : ","}${JSON.stringify(key)}:${canonical(document[key])}`;
  }
  return `{${members}}`;
}
