import { StrictMode, useEffect, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { Bar } from "./Bar";
import { directionOf, useLanguage, useSay, type Words } from "./language";
import "./shared.css";

/** Draws a page of the guide: its title, the bar, and under it the content. */
export function openPage(title: Words, content: ReactNode): void {
  const place = document.getElementById("page");
  if (!place) throw new Error("The document has no place for the page.");
  createRoot(place).render(
    <StrictMode>
      <Page title={title}>{content}</Page>
    </StrictMode>,
  );
}

function Page({ title, children }: { readonly title: Words; readonly children: ReactNode }) {
  const language = useLanguage();
  const say = useSay();
  const words = say(title);
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
    document.title = words;
  }, [language, words]);
  return (
    <>
      {/* A button rather than a link to #content: the fragment of these pages says what they show. */}
      <button type="button" className="skip" onClick={() => document.getElementById("content")?.focus()}>
        {say({ ar: "انتقل إلى المحتوى", en: "Skip to content" })}
      </button>
      <Bar />
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
