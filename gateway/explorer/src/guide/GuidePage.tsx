import { Load } from "../shared/Load";
import { useLanguage, useSay } from "../shared/language";
import { formatInstant, formatLanguage, formatList } from "../shared/numbers";
import { Audiences } from "./Audiences";
import { loadContents, type AboutGuide, type Contents } from "./contents";
import { Files } from "./Files";
import { FirstQueries } from "./FirstQueries";
import { Holdings, ServicesByEntity } from "./Holdings";

/** What the guide is, what it holds now, and where to go from here. */
export function GuidePage() {
  const say = useSay();
  const language = useLanguage();
  return (
    <div className="guide">
      <h1>{say({ ar: "الدليل الموحّد للخدمات الحكومية", en: "The unified government services guide" })}</h1>
      <p className="guide-lead">
        {say({
          ar: "كل ما تقدّمه الحكومة في واجهة برمجية واحدة بالعربية والإنجليزية: من يقدّم الخدمة، ولمن، وعبر أي قناة، وبأي مستندات ورسوم ومدة، ووفق أي تشريع، وبأي مستوى من الجودة.",
          en: "Everything a government offers in one API, in Arabic and English: who provides a service, to whom, through which channel, with which documents, fee and time, under which law, and how well.",
        })}
      </p>
      <p className="guide-ways">
        <a className="button primary" href={`/?lang=${language}`}>
          {say({ ar: "ابدأ في المستكشف", en: "Begin in the explorer" })}
        </a>
        <a className="button" href={`/map?lang=${language}`}>
          {say({ ar: "تصفّح خريطة المخطط", en: "See the schema drawn" })}
        </a>
        <a className="button" href={`/federation?lang=${language}`}>
          {say({ ar: "تعرّف إلى مكوّنات الدليل", en: "See how it is put together" })}
        </a>
      </p>
      <Load
        from={loadContents}
        loading={{ ar: "يجري سؤال الدليل عن محتواه…", en: "Asking the guide what it holds…" }}
        failed={{
          ar: "تعذّر الوصول إلى الدليل، ولذلك لا يمكن عرض محتواه الآن.",
          en: "The guide cannot be reached, so what it holds cannot be shown now.",
        }}
      >
        {(contents, again) => <Held contents={contents} again={again} />}
      </Load>
      <section aria-labelledby="audiences">
        <h2 id="audiences">{say({ ar: "من أين تبدأ؟", en: "Where to begin" })}</h2>
        <Audiences />
      </section>
      <section aria-labelledby="queries">
        <h2 id="queries">{say({ ar: "استعلامات أولى", en: "First queries" })}</h2>
        <FirstQueries />
      </section>
      <section aria-labelledby="files">
        <h2 id="files">{say({ ar: "ملفات المخطط", en: "Schema files" })}</h2>
        <Files />
      </section>
    </div>
  );
}

interface HeldProps {
  readonly contents: Contents;
  readonly again: () => void;
}

function Held({ contents, again }: HeldProps) {
  const say = useSay();
  const { guide, entities, isWhole } = contents;
  if (isWhole && guide === null && entities.length === 0) {
    return (
      <p className="guide-empty" role="status">
        {say({
          ar: "لم يُنشر في هذا الدليل شيء بعد. يملأ الأمر التالي الدليل بسجلات من ملفات JSON: ",
          en: "Nothing has been published in this guide yet. Records are published from JSON files with ",
        })}
        <code dir="ltr">npx guide seed</code>
      </p>
    );
  }
  return (
    <section aria-labelledby="held">
      <h2 id="held">{guide ? say(guide.name) : say({ ar: "ما في الدليل الآن", en: "What the guide holds now" })}</h2>
      {guide && <About guide={guide} />}
      {!isWhole && (
        <div className="guide-partial" role="alert">
          <p>
            {say({
              ar: "تعذّرت قراءة جزء من الدليل الآن؛ ما لا يُعرف يظهر شرطةً.",
              en: "A part of the guide cannot be read right now; what is not known is shown as a dash.",
            })}
          </p>
          <button type="button" className="button" onClick={again}>
            {say({ ar: "أعد المحاولة", en: "Try again" })}
          </button>
        </div>
      )}
      <Holdings contents={contents} />
      <h3>{say({ ar: "الخدمات بحسب الجهة المختصة", en: "Services by competent entity" })}</h3>
      <ServicesByEntity entities={entities} />
    </section>
  );
}

function About({ guide }: { readonly guide: AboutGuide }) {
  const say = useSay();
  const language = useLanguage();
  const languages = guide.languages.map((tag) => formatLanguage(language, tag));
  return (
    <>
      {guide.isSample && (
        <div className="guide-notice" role="note">
          <strong>{say({ ar: "محتوى نموذجي غير رسمي.", en: "Sample content, not official." })}</strong> {say(guide.notice)}
        </div>
      )}
      <dl className="guide-facts">
        <div>
          <dt>{say({ ar: "آخر تغيير", en: "Last change" })}</dt>
          <dd>
            <time dateTime={guide.lastChangedAt}>{formatInstant(language, guide.lastChangedAt)}</time>
          </dd>
        </div>
        {languages.length > 0 && (
          <div>
            <dt>{say({ ar: "لغات النصوص الرسمية", en: "Languages of official texts" })}</dt>
            <dd>{formatList(language, languages)}</dd>
          </div>
        )}
      </dl>
    </>
  );
}
