import { publicPart } from "./headers";

/** Undefined in a browser that was told to keep nothing of the page. */
const kept = browserStorage();

/**
 * Where GraphiQL keeps tabs and history. A token typed into the headers editor must not stay behind in the browser, so of
 * all headers only the instant is kept.
 */
export const storage = {
  get length() {
    return kept?.length ?? 0;
  },
  getItem: (key: string) => kept?.getItem(key) ?? null,
  setItem: (key: string, value: string) => kept?.setItem(key, keepable(key, value)),
  removeItem: (key: string) => kept?.removeItem(key),
  clear: () => kept?.clear(),
};

/** Whether GraphiQL was used in this browser before. */
export const wasHereBefore = () => storage.getItem("graphiql:tabState") !== null;

const KEPT_AS_JSON = ["graphiql:tabState", "graphiql:queries", "graphiql:favorites"];

function keepable(key: string, value: string): string {
  if (key === "graphiql:headers") return publicPart(value);
  if (!KEPT_AS_JSON.includes(key)) return value;
  const parts: unknown = JSON.parse(value, (name, part: unknown) =>
    name === "headers" && typeof part === "string" ? publicPart(part) : part,
  );
  return JSON.stringify(parts);
}

function browserStorage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}
