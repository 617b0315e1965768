import { LANGUAGES, switchLanguage, useLanguage, useSay, type Language, type Words } from "./language";
import icon from "./icon.svg";

const NAMES: Readonly<Record<Language, string>> = { ar: "العربية", en: "English" };

const GUIDE: Words = { ar: "الدليل الموحّد للخدمات", en: "The unified services guide" };

/** The pages of the guide; the landing page has an address for each language. */
const PAGES: readonly { readonly path: Words; readonly name: Words }[] = [
  { path: { ar: "/ar", en: "/en" }, name: { ar: "عن الدليل", en: "About" } },
  { path: { ar: "/", en: "/" }, name: { ar: "المستكشف", en: "Explorer" } },
  { path: { ar: "/map", en: "/map" }, name: { ar: "خريطة المخطط", en: "Schema map" } },
  { path: { ar: "/federation", en: "/federation" }, name: { ar: "مكوّنات الدليل", en: "Federation" } },
];

/** The head of every page: where the reader is, where else to go, and the language switch. */
export function Bar() {
  const say = useSay();
  const language = useLanguage();
  return (
    <header className="bar">
      <a className="bar-guide" href={`/${language}`}>
        <img src={icon} alt="" width="28" height="28" />
        {say(GUIDE)}
      </a>
      <nav aria-label={say({ ar: "صفحات الدليل", en: "Pages of the guide" })}>
        {PAGES.map(({ path, name }) => (
          <a key={name.en} href={say(path)} aria-current={location.pathname === say(path) ? "page" : undefined}>
            {say(name)}
          </a>
        ))}
      </nav>
      <div className="bar-languages" role="group" aria-label={say({ ar: "لغة الصفحة", en: "Language of the page" })}>
        {LANGUAGES.map((each) => (
          <button key={each} type="button" lang={each} aria-pressed={each === language} onClick={() => switchLanguage(each)}>
            {NAMES[each]}
          </button>
        ))}
      </div>
    </header>
  );
}
