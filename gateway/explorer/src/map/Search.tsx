import { useState } from "react";
import { useSay } from "../shared/language";
import type { TypeOfGuide } from "../supergraph/ownership";
import { searchTypes } from "./graph";

const SHOWN = 8;

/** Finds a type by a part of its name; Enter opens the first. */
export function Search({ types }: { readonly types: readonly TypeOfGuide[] }) {
  const say = useSay();
  const [searched, setSearched] = useState("");
  const found = searchTypes(types, searched).slice(0, SHOWN);
  const open = ({ name }: TypeOfGuide): void => {
    setSearched("");
    location.hash = name;
  };
  return (
    <form
      className="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (found[0]) open(found[0]);
      }}
    >
      <input
        className="field"
        type="search"
        value={searched}
        autoComplete="off"
        spellCheck={false}
        aria-label={say({ ar: "ابحث عن نوع", en: "Find a type" })}
        placeholder={say({ ar: "ابحث عن نوع…", en: "Find a type…" })}
        onChange={({ target }) => setSearched(target.value)}
      />
      <p className="search-count" role="status">
        {searched !== "" && found.length === 0 && say({ ar: "لا نوع بهذا الاسم.", en: "No type has this name." })}
      </p>
      {found.length > 0 && (
        <ul className="search-found">
          {found.map((type) => (
            <li key={type.name}>
              <button type="button" dir="ltr" onClick={() => open(type)}>
                {type.name}
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
