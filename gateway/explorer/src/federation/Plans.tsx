import { useState } from "react";
import { plans } from "virtual:plans";
import { AUDIENCES } from "../shared/audiences";
import { useLanguage, useSay } from "../shared/language";
import { PlanPicture } from "./PlanPicture";
import { planSentence } from "./words";

const PARAMETER = "example";
const FIRST = "ServicePage";

/** Chooses an example, and draws how the gateway answers it. */
export function Plans() {
  const say = useSay();
  const language = useLanguage();
  const [name, setName] = useState(() => new URLSearchParams(location.search).get(PARAMETER) ?? FIRST);
  const example = plans.find((each) => each.name === name) ?? plans[0];
  if (!example) return null;
  const choose = (chosen: string): void => {
    setName(chosen);
    const address = new URL(location.href);
    address.searchParams.set(PARAMETER, chosen);
    history.replaceState(history.state, "", address);
  };
  return (
    <>
      <label className="plans-choice">
        {say({ ar: "المثال:", en: "Example:" })}{" "}
        <select className="field" value={example.name} onChange={({ target }) => choose(target.value)}>
          {AUDIENCES.map(({ audience, name: label }) => (
            <optgroup key={audience} label={say(label)}>
              {plans
                .filter((each) => each.audience === audience)
                .map((each) => (
                  <option key={each.name} value={each.name}>
                    {say(each.title)}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      <p>{say(example.description)}</p>
      <p className="plans-sentence" role="status">
        <strong>{planSentence(language, example)}</strong>{" "}
        {say({
          ar: "لا يُرسَل الطلب الذي لا يوجد ما يُجلَب به.",
          en: "A fetch for which there turns out to be nothing to look up is not sent.",
        })}
      </p>
      <PlanPicture key={example.name} example={example} />
      <details className="plans-query">
        <summary>{say({ ar: "نص العملية", en: "Text of the operation" })}</summary>
        <pre dir="ltr" tabIndex={0}>
          {example.query}
        </pre>
      </details>
    </>
  );
}
