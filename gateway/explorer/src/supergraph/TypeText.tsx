import { listedType, type Field, type Supergraph } from "./ownership";

/** The type of a field as GraphQL writes it; types that have fields are links to themselves, those of lists to what they list. */
export function TypeText({ field, supergraph }: { readonly field: Field; readonly supergraph: Supergraph }) {
  const { type, typeName } = field;
  const target = listedType(supergraph, typeName);
  const { role, members = [] } = supergraph.types.get(target) ?? {};
  const [before = "", after = ""] = type.split(typeName);
  return (
    <>
      {before}
      {role === "record" || role === "value" ? <a href={`#${target}`}>{typeName}</a> : typeName}
      {after}
      {members.length > 0 && members.length < 10 && (
        <>
          {" = "}
          {members.map((member, index) => (
            <span key={member}>
              {index > 0 && " | "}
              <a href={`#${member}`}>{member}</a>
            </span>
          ))}
        </>
      )}
    </>
  );
}
