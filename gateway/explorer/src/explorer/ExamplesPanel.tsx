import { useState } from "react";
import type { GraphiQLPlugin } from "@graphiql/react";
import { AUDIENCES } from "../shared/audiences";
import { directionOf, useLanguage, useSay, type Language } from "../shared/language";
import { examples, questionIn, speaksOf } from "./examples";
import { useOpenQuestion } from "./tabs";

/** The title is the same in both languages: GraphiQL remembers an open panel by it. */
export const EXAMPLES: GraphiQLPlugin = { title: "Examples · أمثلة", icon: ExamplesIcon, content: ExamplesPanel };

const OTHER: Readonly<Record<Language, Language>> = { ar: "en", en: "ar" };

function ExamplesPanel() {
  const say = useSay();
  const language = useLanguage();
  const other = OTHER[language];
  const open = useOpenQuestion();
  const [searched, setSearched] = useState("");
  const found = examples.filter((example) => speaksOf(example, searched));
  return (
    <section className="examples" lang={language} dir={directionOf(language)} aria-labelledby="examples-title">
      <h2 id="examples-title">{say({ ar: "أمثلة", en: "Examples" })}</h2>
      <input
        className="field"
        type="search"
        value={searched}
        onChange={({ target }) => setSearched(target.value)}
        aria-label={say({ ar: "ابحث في الأمثلة", en: "Search the examples" })}
        placeholder={say({ ar: "ابحث في الأمثلة", en: "Search the examples" })}
      />
      <p role="status" className={found.length > 0 ? "unseen" : undefined}>
        {found.length > 0
          ? say({ ar: `عدد الأمثلة: ${found.length}`, en: `Examples: ${found.length}` })
          : say({ ar: "لا مثال بهذه الكلمات.", en: "No example speaks of this." })}
      </p>
      {AUDIENCES.map(({ audience, name }) => {
        const theirs = found.filter((example) => example.audience === audience);
        if (theirs.length === 0) return null;
        return (
          <section key={audience} aria-label={say(name)}>
            <h3>{say(name)}</h3>
            <ul>
              {theirs.map((example) => (
                <li key={example.name}>
                  <button type="button" data-example={example.name} onClick={() => open(questionIn(example))}>
                    <span className="examples-title">{say(example.title)}</span>
                    <span className="examples-other" lang={other} dir={directionOf(other)}>
                      {example.title[other]}
                    </span>
                    <span className="examples-description">{say(example.description)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </section>
  );
}

function ExamplesIcon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M4 5h16v14H4zM8 9h8M8 12h8M8 15h5" />
    </svg>
  );
}
