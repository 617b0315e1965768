import { readSupergraph, type Supergraph } from "./ownership";

/** Where the gateway serves the file from which it works itself. */
const ADDRESS = "/schema/supergraph.graphql";

export async function loadSupergraph(signal: AbortSignal): Promise<Supergraph> {
  const response = await fetch(ADDRESS, { signal });
  if (!response.ok) throw new Error(`${ADDRESS} answered ${response.status}.`);
  return readSupergraph(await response.text());
}

export const LOADING_SUPERGRAPH = { ar: "يجري تحميل مخطط الدليل…", en: "Loading the schema of the guide…" };

export const SUPERGRAPH_FAILED = {
  ar: "تعذّر الوصول إلى الدليل، فلم يُحمَّل مخططه. تحقّق من الاتصال ثم أعد المحاولة.",
  en: "The guide cannot be reached, so its schema was not loaded. Check the connection, then try again.",
};
