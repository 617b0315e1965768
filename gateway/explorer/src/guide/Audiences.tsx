import type { Audience } from "../../../../schema/examples";
import { AUDIENCES } from "../shared/audiences";
import { useLanguage, useSay, type Language, type Words } from "../shared/language";

interface Way {
  readonly to: (language: Language) => string;
  readonly name: Words;
}

const EXPLORER: Way = {
  to: (language) => `/?lang=${language}`,
  name: { ar: "المستكشف وأمثلته", en: "Explorer and its examples" },
};
const MAP: Way = { to: (language) => `/map?lang=${language}`, name: { ar: "خريطة المخطط", en: "Schema map" } };
const FEDERATION: Way = { to: (language) => `/federation?lang=${language}`, name: { ar: "مكوّنات الدليل", en: "Federation" } };
const API: Way = { to: () => "/schema/api.graphql", name: { ar: "المخطط الكامل", en: "The whole schema" } };
const RECORD: Way = {
  to: () => "/schema/records/Service.schema.json",
  name: { ar: "مخطط JSON لسجل الخدمة", en: "JSON Schema of a service" },
};

const ADVICE: Readonly<Record<Audience, { readonly text: Words; readonly ways: readonly Way[] }>> = {
  "front-end": {
    text: {
      ar: "نقطة وصول واحدة تجيب باللغتين في استجابة واحدة. ابدؤوا بأمثلة المستكشف، وولّدوا أنواع شيفرتكم من المخطط، واستخدموا المعرّف (id) للتخزين المؤقت والرمز (code) لعناوين الصفحات.",
      en: "One endpoint answers in both languages at once. Begin with the examples in the explorer, generate types from the schema, and use ids for caches and codes for addresses.",
    },
    ways: [EXPLORER, API, MAP],
  },
  partner: {
    text: {
      ar: "اكتبوا سجلاتكم بصيغة JSON، ومخطط كل نوع يعينكم على إكمالها وتدقيقها أثناء الكتابة. يُفحص كل شيء قبل كتابة أي شيء، ويُبيَّن كل خطأ بموضعه وكيفية تصحيحه.",
      en: "Write your records as JSON; the schema of each kind completes and checks them as you type. Everything is checked before anything is written, and each problem is told with its place and its remedy.",
    },
    ways: [RECORD, EXPLORER],
  },
  auditor: {
    text: {
      ar: "يبيّن كل سجل إصداره المعروض وتاريخ سريانه. أرسلوا الترويسة Guide-As-Of بتاريخ ووقت، فيجيب الدليل كله كما كان في تلك اللحظة، والإجابة عن الماضي لا تتغيّر. وتُحسب نتائج الأداء من الأعداد عند كل سؤال.",
      en: "Every record says which edition is shown and since when. Send the header Guide-As-Of with a date and time, and the whole guide answers as it stood then; a past answer does not change. Performance is computed from counts on every question.",
    },
    ways: [EXPLORER, FEDERATION, MAP],
  },
};

/** Where each of those who come to the guide begins. */
export function Audiences() {
  const say = useSay();
  const language = useLanguage();
  return (
    <div className="audiences">
      {AUDIENCES.map(({ audience, name }) => {
        const { text, ways } = ADVICE[audience];
        return (
          <section key={audience}>
            <h3>{say(name)}</h3>
            <p>{say(text)}</p>
            <ul>
              {ways.map((way) => (
                <li key={way.name.en}>
                  <a href={way.to(language)}>{say(way.name)}</a>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
