import type { ExecutionResult } from "graphql";
import type { Fetcher, FetcherParams, FetcherOpts } from "@graphiql/toolkit";

/** Where the guide answers. */
export const endpoint = () => new URL("/graphql", location.href).href;

/** The token of the reader: for every tab, and only as long as the page is open. A tab's own header comes before it. */
let token = "";

export function setToken(typed: string): void {
  token = typed.trim();
}

export const hasToken = () => token !== "";

/** Sends what GraphiQL asks to the guide. */
export const send: Fetcher = async (parameters: FetcherParams, options?: FetcherOpts) => {
  const headers = new Headers({
    "content-type": "application/json",
    accept: "application/graphql-response+json, application/json",
  });
  if (hasToken()) headers.set("authorization", `Bearer ${token}`);
  for (const [name, value] of Object.entries<string>(options?.headers ?? {})) headers.set(name, value);
  const response = await fetch(endpoint(), { method: "POST", headers, body: JSON.stringify(parameters) });
  return readAnswer(response);
};

async function readAnswer(response: Response) {
  const text = await response.text();
  try {
    return JSON.parse(text) as ExecutionResult;
  } catch {
    throw new Error(`The guide answered ${response.status} ${response.statusText}`.trim() + ", which is no GraphQL answer.");
  }
}
