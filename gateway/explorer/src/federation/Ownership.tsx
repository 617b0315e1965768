import { useEffect, useState } from "react";
import { useLanguage, useSay, type Words } from "../shared/language";
import { useFragment } from "../shared/useFragment";
import type { Role, Supergraph } from "../supergraph/ownership";
import { filterTypes, type Wanted } from "./filter";
import { OwnedType } from "./OwnedType";
import { countTypes } from "./words";

const ALL: Wanted = { subgraph: "", searched: "" };

/** The kinds of types in the order in which they matter to a reader; the first is open from the start. */
const GROUPS: readonly { readonly role: Role; readonly name: Words }[] = [
  { role: "record", name: { ar: "السجلات", en: "Records" } },
  { role: "value", name: { ar: "القيم داخل السجلات والإجابات", en: "Values inside records and answers" } },
  { role: "query", name: { ar: "مداخل الاستعلام", en: "Where queries begin" } },
  { role: "choice", name: { ar: "الواجهات والاتحادات", en: "Interfaces and unions" } },
  { role: "list", name: { ar: "صفحات القوائم", en: "Pages of lists" } },
  { role: "enumeration", name: { ar: "التعدادات", en: "Enumerations" } },
  { role: "input", name: { ar: "المُدخلات", en: "Inputs" } },
  { role: "scalar", name: { ar: "القيم المفردة", en: "Scalars" } },
];

/** Which subgraph owns each type and field. */
export function Ownership({ supergraph }: { readonly supergraph: Supergraph }) {
  const say = useSay();
  const language = useLanguage();
  const named = useFragment();
  const [wanted, setWanted] = useState(ALL);
  // A type that a link names is shown, whatever was filtered before.
  useEffect(() => {
    if (named !== "") setWanted(ALL);
  }, [named]);
  const isSearched = wanted.searched.trim() !== "";
  const found = filterTypes([...supergraph.types.values()], wanted);
  return (
    <>
      <form className="ownership-tools" role="search" onSubmit={(event) => event.preventDefault()}>
        <label>
          {say({ ar: "المكوّن:", en: "Subgraph:" })}{" "}
          <select
            className="field"
            value={wanted.subgraph}
            onChange={({ target }) => setWanted({ ...wanted, subgraph: target.value })}
          >
            <option value="">{say({ ar: "الكل", en: "All" })}</option>
            {supergraph.subgraphs.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          {say({ ar: "نوع أو حقل:", en: "Type or field:" })}{" "}
          <input
            className="field"
            type="search"
            autoComplete="off"
            spellCheck={false}
            value={wanted.searched}
            onChange={({ target }) => setWanted({ ...wanted, searched: target.value })}
          />
        </label>
        <span role="status">{countTypes(language, found.length)}</span>
      </form>
      {GROUPS.map(({ role, name }, index) => {
        const group = found.filter(({ type }) => type.role === role);
        const isNamed = group.some(({ type }) => type.name === named);
        return (
          group.length > 0 && (
            <details key={role} className="owned-group" open={isSearched || isNamed || index === 0}>
              <summary>
                <h3>{say(name)}</h3> <span className="owned-count">{countTypes(language, group.length)}</span>
              </summary>
              {group.map((each) => (
                <OwnedType
                  key={each.type.name}
                  found={each}
                  supergraph={supergraph}
                  isNamed={each.type.name === named}
                  isOpen={isSearched}
                />
              ))}
            </details>
          )
        );
      })}
    </>
  );
}
