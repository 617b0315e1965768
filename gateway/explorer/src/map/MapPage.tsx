import { useEffect, useMemo, useState } from "react";
import { useSay } from "../shared/language";
import { clearFragment, useFragment } from "../shared/useFragment";
import { SHARED, type Supergraph } from "../supergraph/ownership";
import { SubgraphLegend } from "../supergraph/Subgraph";
import { Drawing } from "./Drawing";
import { graphOf } from "./graph";
import { List } from "./List";
import { Panel } from "./Panel";
import { Search } from "./Search";

/** The map of the types of the guide; the fragment of the address names the chosen one. */
export function MapPage({ supergraph }: { readonly supergraph: Supergraph }) {
  const say = useSay();
  const named = supergraph.types.get(useFragment());
  const chosen = named?.role === "record" || named?.role === "value" ? named : undefined;
  const [wantsValues, setWantsValues] = useState(false);
  const [isList, setIsList] = useState(false);
  // A value that is chosen by search or link is drawn, whatever the switch says.
  const withValues = wantsValues || chosen?.role === "value";
  const graph = useMemo(() => graphOf(supergraph, withValues), [supergraph, withValues]);
  const close = (): void => {
    clearFragment();
    if (chosen) document.getElementById(`type-${chosen.name}`)?.focus();
  };
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === "Escape" && chosen) close();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
  return (
    <div className="map">
      <h1 className="map-title">{say({ ar: "خريطة المخطط", en: "Map of the schema" })}</h1>
      <div className="map-tools">
        <Search types={[...supergraph.types.values()].filter(({ role }) => role === "record" || role === "value")} />
        <label>
          <input type="checkbox" checked={withValues} onChange={({ target }) => setWantsValues(target.checked)} />{" "}
          {say({ ar: "إظهار أنواع القيم", en: "Show value types" })}
        </label>
        <label>
          <input type="checkbox" checked={isList} onChange={({ target }) => setIsList(target.checked)} />{" "}
          {say({ ar: "عرض كقائمة", en: "As a list" })}
        </label>
      </div>
      <div className="map-body">
        {isList ? <List graph={graph} /> : <Drawing graph={graph} chosen={chosen} />}
        {chosen && <Panel type={chosen} graph={graph} supergraph={supergraph} close={close} />}
      </div>
      <Legend subgraphs={supergraph.subgraphs} withValues={withValues} />
    </div>
  );
}

function Legend({ subgraphs, withValues }: { readonly subgraphs: readonly string[]; readonly withValues: boolean }) {
  const say = useSay();
  return (
    <footer className="legend" aria-label={say({ ar: "مفتاح الخريطة", en: "Legend" })}>
      <SubgraphLegend names={withValues ? [...subgraphs, SHARED] : subgraphs} />
      <ul className="subgraph-legend">
        <li>
          <b aria-hidden="true">→</b> {say({ ar: "يقود إلى واحد", en: "leads to one" })}
        </li>
        <li>
          <b aria-hidden="true">↠</b> {say({ ar: "يقود إلى قائمة", en: "leads to a list" })}
        </li>
        {!withValues && (
          <li>
            <b aria-hidden="true">┄</b> {say({ ar: "عبر قيمة غير مرسومة", en: "through a value that is not drawn" })}
          </li>
        )}
        <li>
          <b aria-hidden="true">↻</b> {say({ ar: "يقود إلى نوعه نفسه", en: "leads to its own type" })}
        </li>
      </ul>
    </footer>
  );
}
