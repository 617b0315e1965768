import { useEffect, useRef } from "react";
import { useLanguage, useSay, type Words } from "../shared/language";
import { Description } from "../supergraph/Description";
import { TypeText } from "../supergraph/TypeText";
import { Subgraph } from "../supergraph/Subgraph";
import type { Field, Role, Supergraph, TypeOfGuide } from "../supergraph/ownership";
import { entrancesTo, type Graph } from "./graph";
import { Ways } from "./Ways";

interface PanelProps {
  readonly type: TypeOfGuide;
  readonly graph: Graph;
  readonly supergraph: Supergraph;
  readonly close: () => void;
}

const ROLES: Readonly<Record<Role, Words>> = {
  record: { ar: "سجل", en: "Record" },
  value: { ar: "قيمة داخل سجل أو إجابة", en: "Value inside a record or an answer" },
  query: { ar: "مداخل الاستعلام", en: "Where queries begin" },
  list: { ar: "صفحات القوائم", en: "Pages of a list" },
  choice: { ar: "واحد من عدة أنواع", en: "One of several types" },
  enumeration: { ar: "تعداد", en: "Enumeration" },
  input: { ar: "مُدخل", en: "Input" },
  scalar: { ar: "قيمة مفردة", en: "Scalar" },
};

/** Everything about one type, with the ways on from it. */
export function Panel({ type, graph, supergraph, close }: PanelProps) {
  const say = useSay();
  const language = useLanguage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [type.name]);
  const entrances = entrancesTo(supergraph, type.name);
  return (
    <aside className="panel" aria-labelledby="panel-heading">
      <div className="panel-head">
        <h2 id="panel-heading" ref={heading} tabIndex={-1}>
          <bdi>{type.name}</bdi>
        </h2>
        <button type="button" className="button" onClick={close}>
          {say({ ar: "إغلاق", en: "Close" })}
        </button>
      </div>
      <p className="panel-kind">
        {say(ROLES[type.role])} · {say({ ar: "يعرّفه", en: "defined by" })} <Names of={type.owners} />
        {type.extendedBy.length > 0 && (
          <>
            {say({ ar: "، ويضيف إليه", en: ", extended by" })} <Names of={type.extendedBy} />
          </>
        )}
      </p>
      <Description text={type.description} />
      {entrances.length > 0 && (
        <section>
          <h3>{say({ ar: "مداخله", en: "Ways in" })}</h3>
          <ul className="panel-fields">
            {entrances.map((field) => (
              <FieldOfPanel key={field.name} field={field} type={type} supergraph={supergraph} />
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{say({ ar: "حقوله", en: "Fields" })}</h3>
        <ul className="panel-fields">
          {type.fields.map((field) => (
            <FieldOfPanel key={field.name} field={field} type={type} supergraph={supergraph} />
          ))}
        </ul>
      </section>
      <section>
        <h3>{say({ ar: "ما يقود إليه", en: "What leads here" })}</h3>
        <Ways edges={graph.edges.filter(({ to }) => to === type.name)} end="from" />
      </section>
      <p>
        <a href={`/federation?lang=${language}#${type.name}`}>
          {say({ ar: "هذا النوع في صفحة مكوّنات الدليل", en: "This type on the federation page" })}
        </a>
      </p>
    </aside>
  );
}

function Names({ of: names }: { readonly of: readonly string[] }) {
  return (
    <span className="panel-names">
      {names.map((name) => (
        <Subgraph key={name} name={name} />
      ))}
    </span>
  );
}

interface FieldOfPanelProps {
  readonly field: Field;
  readonly type: TypeOfGuide;
  readonly supergraph: Supergraph;
}

function FieldOfPanel({ field, type, supergraph }: FieldOfPanelProps) {
  const say = useSay();
  const guests = field.owners.filter((owner) => !type.owners.includes(owner));
  const { values = [] } = supergraph.types.get(field.typeName) ?? {};
  return (
    <li dir="ltr">
      <code className="panel-field">
        <strong>{field.name}</strong>: <TypeText field={field} supergraph={supergraph} />
      </code>{" "}
      {guests.map((owner) => (
        <Subgraph key={owner} name={owner} />
      ))}
      <Description text={field.description} />
      {field.arguments.length > 0 && (
        <details>
          <summary dir="auto">{say({ ar: "الوسائط", en: "Arguments" })}</summary>
          <dl lang="en">
            {field.arguments.map(({ name, type: argumentType, description }) => (
              <div key={name}>
                <dt>
                  <code>
                    {name}: {argumentType}
                  </code>
                </dt>
                <dd>{description}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {values.length > 0 && (
        <details>
          <summary dir="auto">{say({ ar: "القيم الممكنة", en: "Possible values" })}</summary>
          <dl lang="en">
            {values.map(({ name, description }) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>{description}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}
