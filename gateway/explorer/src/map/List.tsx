import { useSay } from "../shared/language";
import { Description } from "../supergraph/Description";
import { Subgraph } from "../supergraph/Subgraph";
import { homeOf } from "../supergraph/ownership";
import type { Graph } from "./graph";
import { Ways } from "./Ways";

/** What the drawing shows, in words. */
export function List({ graph }: { readonly graph: Graph }) {
  const say = useSay();
  return (
    <div className="list">
      {[...new Set(graph.types.map(homeOf))].map((home) => (
        <section key={home} aria-labelledby={`home-${home}`}>
          <h2 id={`home-${home}`}>
            <Subgraph name={home} />
          </h2>
          {graph.types
            .filter((type) => homeOf(type) === home)
            .map(({ name, description }) => (
              <article key={name}>
                <h3 dir="ltr">
                  <a id={`type-${name}`} href={`#${name}`}>
                    {name}
                  </a>
                </h3>
                <Description text={description} />
                <h4>{say({ ar: "يقود إلى", en: "Leads to" })}</h4>
                <Ways edges={graph.edges.filter(({ from }) => from === name)} end="to" />
              </article>
            ))}
        </section>
      ))}
    </div>
  );
}
