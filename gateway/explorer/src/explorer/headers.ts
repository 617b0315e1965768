import { tryParseJSONC } from "@graphiql/react";

type Headers = Readonly<Record<string, string>>;

const AS_OF = "Guide-As-Of";
const AUTHORIZATION = "Authorization";

/** The headers of a tab, from the text of its headers editor; throws when that is no JSON object. */
export function headersIn(text: string): Headers {
  const headers = tryParseJSONC(text) ?? {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

/** The instant a tab asks about; undefined when it asks about now, or its headers cannot be read. */
export function asOfIn(text: string): string | undefined {
  try {
    return Object.entries(headersIn(text)).find(([name]) => isNamed(name, AS_OF))?.[1];
  } catch {
    return undefined;
  }
}

/** The text of the headers editor after another instant was chosen. */
export function withAsOf(text: string, asOf: string | undefined): string {
  const others = Object.entries(headersIn(text)).filter(([name]) => !isNamed(name, AS_OF));
  const headers = asOf === undefined ? others : [[AS_OF, asOf] as const, ...others];
  return headers.length === 0 ? "" : JSON.stringify(Object.fromEntries(headers), null, 2);
}

/** What may be kept and handed on: anything but the instant could be a credential. */
export function publicPart(text: string): string {
  return withAsOf("", asOfIn(text));
}

/** The headers to write down for another program, with a placeholder for the token. */
export function withPlaceholder(headers: Headers, hasToken: boolean): Headers {
  const others = Object.entries(headers).filter(([name]) => !isNamed(name, AUTHORIZATION));
  const authorized = hasToken || others.length < Object.keys(headers).length;
  return Object.fromEntries([...others, ...(authorized ? [[AUTHORIZATION, "Bearer YOUR_TOKEN"] as const] : [])]);
}

const isNamed = (name: string, header: string) => name.toLowerCase() === header.toLowerCase();
