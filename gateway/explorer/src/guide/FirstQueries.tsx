import { useEffect, useRef, useState } from "react";
import { curlOf } from "../explorer/curl";
import { linkTo } from "../explorer/link";
import { useLanguage, useSay, type Words } from "../shared/language";
import { FIRST_QUERIES } from "./first-queries";

/** Queries to begin with: to copy, or to open in the explorer. */
export function FirstQueries() {
  return (
    <ol className="queries">
      {FIRST_QUERIES.map(({ title, query }) => (
        <FirstQuery key={query} title={title} query={query} />
      ))}
    </ol>
  );
}

function FirstQuery({ title, query }: { readonly title: Words; readonly query: string }) {
  const say = useSay();
  const link = useExplorerLink(query);
  const text = useRef<HTMLPreElement>(null);
  const [said, setSaid] = useState<Words>();
  const copy = async (what: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(what);
      setSaid({ ar: "نُسخ.", en: "Copied." });
    } catch {
      // Browsers refuse the clipboard to pages that did not come over HTTPS: the reader copies what is selected.
      if (text.current) getSelection()?.selectAllChildren(text.current);
      setSaid({
        ar: "لم يسمح المتصفح بالنسخ؛ حُدّد النص لتنسخه بنفسك.",
        en: "The browser did not allow copying; the text is selected for you.",
      });
    }
  };
  const curl = curlOf({ url: `${location.origin}/graphql`, query, variables: {}, headers: {} });
  return (
    <li>
      <h3>{say(title)}</h3>
      <pre ref={text} dir="ltr" tabIndex={0}>
        {query}
      </pre>
      <p className="queries-actions">
        <button type="button" className="button" onClick={() => void copy(query)}>
          {say({ ar: "نسخ الاستعلام", en: "Copy the query" })}
        </button>
        <button type="button" className="button" onClick={() => void copy(curl)}>
          {say({ ar: "نسخ أمر curl", en: "Copy as curl" })}
        </button>
        <a href={link}>{say({ ar: "فتحه في المستكشف", en: "Open in the explorer" })}</a>
        <span role="status">{said && say(said)}</span>
      </p>
    </li>
  );
}

/** An address of the explorer at which the query stands ready. */
function useExplorerLink(query: string): string {
  const language = useLanguage();
  const page = `/?lang=${language}`;
  const [link, setLink] = useState(page);
  useEffect(() => {
    let isCurrent = true;
    void linkTo(page, { query, variables: "" }).then((made) => {
      if (isCurrent) setLink(made);
    });
    return () => {
      isCurrent = false;
    };
  }, [page, query]);
  return link;
}
