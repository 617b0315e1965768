import { useEffect, useRef, useState } from "react";
import { parseJSONC, pick, useGraphiQL } from "@graphiql/react";
import { useSay, type Words } from "../shared/language";
import { curlOf } from "./curl";
import { asOfIn, headersIn, withPlaceholder } from "./headers";
import { linkTo } from "./link";
import type { Call, Question } from "./question";
import { endpoint, hasToken } from "./send";
import { typescriptOf } from "./typescript";

/** What came of copying: it is on the clipboard, or the browser refused and the reader copies by hand, or there is nothing to copy. */
type Outcome = { readonly copied: Words } | { readonly text: string } | { readonly problem: string };

/** Copies what the tab asks: as a command, as a program, as a link. */
export function HandOn() {
  const say = useSay();
  const asked = useAsked();
  const [outcome, setOutcome] = useState<Outcome>();

  async function copy(copied: Words, write: () => string | Promise<string>) {
    let text: string;
    try {
      text = await write();
    } catch (error) {
      setOutcome({ problem: error instanceof Error ? error.message : String(error) });
      return;
    }
    try {
      // On a page that did not come over HTTPS there is no clipboard at all.
      await navigator.clipboard.writeText(text);
      setOutcome({ copied });
    } catch {
      setOutcome({ text });
    }
  }

  return (
    <div className="request-group request-copy" role="group" aria-label={say({ ar: "نسخ الطلب", en: "Copy the request" })}>
      <span aria-hidden="true">{say({ ar: "نسخ", en: "Copy as" })}</span>
      <div className="request-choices">
        <button
          type="button"
          className="button"
          onClick={() => void copy({ ar: "نُسخ أمر curl.", en: "The curl command is copied." }, () => curlOf(asked.call()))}
        >
          curl
        </button>
        <button
          type="button"
          className="button"
          onClick={() => void copy({ ar: "نُسخ برنامج TypeScript.", en: "The TypeScript program is copied." }, asked.program)}
        >
          TypeScript
        </button>
        <button
          type="button"
          className="button"
          onClick={() =>
            void copy({ ar: "نُسخ الرابط.", en: "The link is copied." }, () =>
              linkTo(location.origin + location.pathname, asked.question()),
            )
          }
        >
          {say({ ar: "رابط", en: "Link" })}
        </button>
      </div>
      <p role="status" className={outcome && "problem" in outcome ? "request-problem" : undefined}>
        {outcome && "copied" in outcome && say(outcome.copied)}
        {outcome && "problem" in outcome && (
          <>
            {say({ ar: "لم يُنسخ: ", en: "Not copied: " })}
            <bdi dir="ltr">{outcome.problem}</bdi>
          </>
        )}
      </p>
      {outcome && "text" in outcome && <ByHand text={outcome.text} onClose={() => setOutcome(undefined)} />}
    </div>
  );
}

/** What stands in the editors of the tab, at the moment it is asked for. */
function useAsked(): { question: () => Question; call: () => Call; program: () => string } {
  const { schema, operationName, queryEditor, variableEditor, headerEditor } = useGraphiQL(
    pick("schema", "operationName", "queryEditor", "variableEditor", "headerEditor"),
  );
  const query = () => queryEditor?.getValue() ?? "";
  const headers = () => headerEditor?.getValue() ?? "";
  const call = (): Call => ({
    url: endpoint(),
    query: query(),
    variables: parseJSONC(variableEditor?.getValue() ?? "") ?? {},
    operationName: operationName ?? undefined,
    headers: withPlaceholder(headersIn(headers()), hasToken()),
  });
  return {
    call,
    question: () => ({
      query: query(),
      variables: variableEditor?.getValue() ?? "",
      operationName: operationName ?? undefined,
      asOf: asOfIn(headers()),
    }),
    program: () => {
      if (!schema) throw new Error("The schema is not loaded.");
      return typescriptOf(schema, call());
    },
  };
}

/** Browsers refuse the clipboard to pages that did not come over HTTPS. */
function ByHand({ text, onClose }: { readonly text: string; readonly onClose: () => void }) {
  const say = useSay();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="by-hand" onClose={onClose} aria-labelledby="by-hand-title">
      <h2 id="by-hand-title">{say({ ar: "انسخ هذا النص", en: "Copy this text" })}</h2>
      <textarea
        readOnly
        dir="ltr"
        rows={16}
        value={text}
        autoFocus
        onFocus={({ target }) => target.select()}
        aria-labelledby="by-hand-title"
      />
      <button type="button" className="button" onClick={() => dialog.current?.close()}>
        {say({ ar: "إغلاق", en: "Close" })}
      </button>
    </dialog>
  );
}
