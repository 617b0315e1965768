import { useEffect, useRef, useState } from "react";
import { useLanguage, useSay } from "../shared/language";
import { Description } from "../supergraph/Description";
import { isShared, SHARED, type Supergraph } from "../supergraph/ownership";
import { Subgraph } from "../supergraph/Subgraph";
import { TypeText } from "../supergraph/TypeText";
import type { Found } from "./filter";
import { countFields } from "./words";

interface OwnedTypeProps {
  readonly found: Found;
  readonly supergraph: Supergraph;
  /** Whether the address names it. */
  readonly isNamed: boolean;
  readonly isOpen: boolean;
}

/** A type under its name; what is under it is drawn when it is opened. */
export function OwnedType({ found, supergraph, isNamed, isOpen }: OwnedTypeProps) {
  const { type, fields } = found;
  const language = useLanguage();
  const [isOpened, setIsOpened] = useState(false);
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (!isNamed || !details.current) return;
    details.current.open = true;
    details.current.scrollIntoView();
    details.current.querySelector("summary")?.focus({ preventScroll: true });
  }, [isNamed]);
  return (
    <details ref={details} className="owned" open={isOpen} onToggle={({ currentTarget }) => setIsOpened(currentTarget.open)}>
      <summary>
        <strong dir="ltr">{type.name}</strong> {isShared(type) && <Subgraph name={SHARED} />}{" "}
        {type.owners.map((owner) => (
          <Subgraph key={owner} name={owner} />
        ))}{" "}
        {fields.length > 0 && <span className="owned-count">{countFields(language, fields.length)}</span>}
      </summary>
      {isOpened && <Opened found={found} supergraph={supergraph} />}
    </details>
  );
}

function Opened({ found: { type, fields }, supergraph }: Pick<OwnedTypeProps, "found" | "supergraph">) {
  const say = useSay();
  return (
    <>
      <Description text={type.description} />
      {type.extendedBy.length > 0 && (
        <p>
          {say({ ar: "تضيف إليه حقولًا:", en: "Fields are added by:" })}{" "}
          {type.extendedBy.map((name) => (
            <Subgraph key={name} name={name} />
          ))}
        </p>
      )}
      {type.referredToBy.length > 0 && (
        <p>
          {say({ ar: "تشير إليه:", en: "Referred to by:" })}{" "}
          {type.referredToBy.map((name) => (
            <Subgraph key={name} name={name} />
          ))}
        </p>
      )}
      {fields.length > 0 && (
        <div className="owned-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{say({ ar: "الحقل", en: "Field" })}</th>
                <th scope="col">{say({ ar: "النوع", en: "Type" })}</th>
                <th scope="col">{say({ ar: "المكوّن", en: "Subgraph" })}</th>
                <th scope="col">{say({ ar: "الوصف", en: "Description" })}</th>
              </tr>
            </thead>
            <tbody>
              {fields.map((field) => (
                <tr key={field.name}>
                  <th scope="row">
                    <code dir="ltr">{field.name}</code>{" "}
                    {field.isKey && <small className="owned-key">{say({ ar: "مفتاح", en: "key" })}</small>}
                  </th>
                  <td>
                    <code dir="ltr">
                      <TypeText field={field} supergraph={supergraph} />
                    </code>
                  </td>
                  <td>
                    {isShared(field) ? (
                      <Subgraph name={SHARED} />
                    ) : (
                      field.owners.map((name) => <Subgraph key={name} name={name} />)
                    )}
                  </td>
                  <td>
                    <Description text={field.description} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {type.values.length > 0 && (
        <ul dir="ltr">
          {type.values.map(({ name, description }) => (
            <li key={name}>
              <code>{name}</code>
              <Description text={description} />
            </li>
          ))}
        </ul>
      )}
      {type.members.length > 0 && (
        <p dir="ltr" className="owned-members">
          {type.members.map((member) => (
            <a key={member} href={`#${member}`}>
              {member}
            </a>
          ))}
        </p>
      )}
    </>
  );
}
