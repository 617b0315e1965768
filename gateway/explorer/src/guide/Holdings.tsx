import { useLanguage, useSay } from "../shared/language";
import { formatNumber } from "../shared/numbers";
import type { Contents, EntityServices } from "./contents";
import { KINDS } from "./kinds";

/** How many records of each kind there are. */
export function Holdings({ contents }: { readonly contents: Contents }) {
  const say = useSay();
  const language = useLanguage();
  return (
    <div className="holdings">
      {KINDS.map(({ about, kinds }) => (
        <section key={about.en}>
          <h3>{say(about)}</h3>
          <ul>
            {kinds.map(({ field, type, name }) => {
              const count = contents.count(field);
              return (
                <li key={field}>
                  <a href={`/map?lang=${language}#${type}`}>
                    <strong>{count === null ? "—" : formatNumber(language, count)}</strong> {say(name)}
                  </a>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** How many services each entity answers for. */
export function ServicesByEntity({ entities }: { readonly entities: readonly EntityServices[] }) {
  const say = useSay();
  const language = useLanguage();
  const most = Math.max(1, ...entities.map(({ services }) => services?.totalCount ?? 0));
  return (
    <table className="entities">
      <thead>
        <tr>
          <th scope="col">{say({ ar: "الجهة", en: "Entity" })}</th>
          <th scope="col">{say({ ar: "عدد الخدمات", en: "Services" })}</th>
        </tr>
      </thead>
      <tbody>
        {entities.map(({ code, name, services }) => (
          <tr key={code}>
            <th scope="row">{say(name)}</th>
            <td>
              <span className="entities-bar" style={{ inlineSize: `${(80 * (services?.totalCount ?? 0)) / most}%` }} />
              {services ? formatNumber(language, services.totalCount) : "—"}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
