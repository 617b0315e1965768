import { useSay, type Words } from "../shared/language";
import { SHARED } from "./ownership";
import "./subgraphs.css";

/** What each subgraph answers for; one that is new is shown by its name alone. */
const CONCERNS: Readonly<Partial<Record<string, Words>>> = {
  catalogue: { ar: "ما الخدمات المقدَّمة", en: "what is offered" },
  entities: { ar: "من يقدّمها", en: "who provides it" },
  segments: { ar: "لمن تُقدَّم", en: "for whom" },
  standards: { ar: "بأي مستوى، مع قوائم الرموز", en: "how well, and the code lists" },
  governance: { ar: "الدليل في مجمله", en: "the guide as a whole" },
};

/** The name of a subgraph in its colour. Colour never speaks alone: the name is always there. */
export function Subgraph({ name }: { readonly name: string }) {
  const say = useSay();
  return (
    <span className="subgraph" data-subgraph={name} dir={name === SHARED ? undefined : "ltr"}>
      {name === SHARED ? say({ ar: "مشترك", en: "shared" }) : name}
    </span>
  );
}

/** What each colour stands for. */
export function SubgraphLegend({ names }: { readonly names: readonly string[] }) {
  const say = useSay();
  return (
    <ul className="subgraph-legend">
      {names.map((name) => {
        const concern = name === SHARED ? { ar: "في أكثر من مكوّن", en: "in several subgraphs" } : CONCERNS[name];
        return (
          <li key={name}>
            <Subgraph name={name} /> {concern && say(concern)}
          </li>
        );
      })}
    </ul>
  );
}
