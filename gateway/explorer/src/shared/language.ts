import { useSyncExternalStore } from "react";
import { LANGUAGES, type Language, type Words } from "./words";

export { LANGUAGES, type Language, type Words };

const REMEMBERED = "guide.language";

let current = firstLanguage();
const readers = new Set<() => void>();

/** The language of the page; whoever asks is drawn anew when the reader switches. */
export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, () => current);
}

/** Chooses, of what is given in both languages, the one of the page: `const say = useSay(); say({ ar: "…", en: "…" })`. */
export function useSay(): <What>(both: Readonly<Record<Language, What>>) => What {
  const language = useLanguage();
  return (both) => both[language];
}

/** Switches without loading the page again, so that nothing typed is lost, and remembers the choice. */
export function switchLanguage(language: Language): void {
  current = language;
  remember(language);
  const address = new URL(location.href);
  if (languageOfPath() === undefined) address.searchParams.set("lang", language);
  else address.pathname = `/${language}`;
  history.replaceState(history.state, "", address);
  for (const reader of readers) reader();
}

export const directionOf = (language: Language): "rtl" | "ltr" => (language === "ar" ? "rtl" : "ltr");

/** The address says it, or the reader chose it before, or the browser prefers it. */
function firstLanguage(): Language {
  const asked = languageOfPath() ?? languageNamed(new URLSearchParams(location.search).get("lang"));
  if (asked) remember(asked);
  return asked ?? languageNamed(remembered()) ?? languageNamed(navigator.languages.find(languageNamed)) ?? "en";
}

/** The landing page has an address for each language. */
function languageOfPath(): Language | undefined {
  return languageNamed(location.pathname.split("/")[1]);
}

/** `ar-AE` is Arabic. */
function languageNamed(tag: string | null | undefined): Language | undefined {
  const primary = tag?.toLowerCase().split("-")[0];
  return LANGUAGES.find((language) => language === primary);
}

// A browser may refuse to store anything; the language is then asked of it at each visit.
function remember(language: Language): void {
  try {
    localStorage.setItem(REMEMBERED, language);
  } catch {
    return;
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

function subscribe(reader: () => void): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}
