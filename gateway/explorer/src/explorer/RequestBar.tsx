import { useState } from "react";
import { useHeadersEditorState } from "@graphiql/react";
import { useSay } from "../shared/language";
import { HandOn } from "./HandOn";
import { asOfIn, headersIn, withAsOf } from "./headers";
import { setToken } from "./send";

const HOUR = 3_600_000;

/** What goes with a request beside the operation, and ways to hand it on. */
export function RequestBar() {
  const say = useSay();
  return (
    <section className="request" aria-label={say({ ar: "الطلب", en: "Request" })}>
      <AsOf />
      <Token />
      <HandOn />
    </section>
  );
}

/** The instant a tab asks about. It stands in the headers of the tab, so that it is said in one place. */
function AsOf() {
  const say = useSay();
  const [text, setText] = useHeadersEditorState();
  const readable = isReadable(text);
  const asOf = asOfIn(text);
  const ask = (instant: Date | undefined) => setText(withAsOf(text, instant?.toISOString()));
  const before = (milliseconds: number) => () => ask(new Date(Date.now() - milliseconds));
  return (
    <fieldset className="request-group" disabled={!readable}>
      <legend>{say({ ar: "الدليل كما كان في", en: "The guide as of" })}</legend>
      <div className="request-choices">
        <button type="button" className="button" aria-pressed={asOf === undefined} onClick={() => ask(undefined)}>
          {say({ ar: "الآن", en: "Now" })}
        </button>
        <button type="button" className="button" onClick={before(HOUR)}>
          {say({ ar: "قبل ساعة", en: "An hour ago" })}
        </button>
        <button type="button" className="button" onClick={before(24 * HOUR)}>
          {say({ ar: "أمس", en: "Yesterday" })}
        </button>
        <input
          className="field"
          type="datetime-local"
          step="1"
          value={localTime(asOf)}
          onChange={({ target }) => ask(instantOf(target.value))}
          aria-label={say({ ar: "تاريخ ووقت بتوقيتك المحلي", en: "A date and time, in your time zone" })}
        />
      </div>
      {!readable && (
        <p className="request-problem" role="status">
          {say({
            ar: "نص الترويسات في المحرر ليس كائن JSON صحيحًا.",
            en: "The text of the headers editor is no valid JSON object.",
          })}
        </p>
      )}
    </fieldset>
  );
}

function Token() {
  const say = useSay();
  const [typed, setTyped] = useState("");
  return (
    <label className="request-group">
      <span>{say({ ar: "رمز الدخول (لا يُحفظ)", en: "Token (not kept)" })}</span>
      <input
        className="field"
        type="password"
        autoComplete="off"
        dir="ltr"
        size={14}
        value={typed}
        placeholder={say({ ar: "غير مطلوب للقراءة", en: "Not needed to read" })}
        onChange={({ target }) => {
          setTyped(target.value);
          setToken(target.value);
        }}
      />
    </label>
  );
}

function isReadable(headers: string): boolean {
  try {
    headersIn(headers);
    return true;
  } catch {
    return false;
  }
}

/** What an input for a local date and time takes. */
function localTime(asOf: string | undefined): string {
  const instant = new Date(asOf ?? NaN);
  if (Number.isNaN(instant.getTime())) return "";
  return new Date(instant.getTime() - instant.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** An input that was emptied asks about now. */
function instantOf(local: string): Date | undefined {
  const instant = new Date(local);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}
