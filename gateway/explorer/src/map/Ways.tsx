import { useSay } from "../shared/language";
import type { Edge } from "./graph";

/** The types at one end of edges, and by which fields one comes there. */
export function Ways({ edges, end }: { readonly edges: readonly Edge[]; readonly end: "from" | "to" }) {
  const say = useSay();
  const list = say({ ar: "قائمة", en: "list" });
  if (edges.length === 0) return <p>{say({ ar: "لا شيء.", en: "Nothing." })}</p>;
  return (
    <ul className="ways" dir="ltr">
      {edges.map((edge) => (
        <li key={edge[end]}>
          <a href={`#${edge[end]}`}>{edge[end]}</a>{" "}
          <span>{edge.ways.map(({ path, isPlural }) => path.join(" › ") + (isPlural ? ` (${list})` : "")).join(", ")}</span>
        </li>
      ))}
    </ul>
  );
}
