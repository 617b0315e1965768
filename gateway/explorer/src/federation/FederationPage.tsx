import { Load } from "../shared/Load";
import { useLanguage, useSay } from "../shared/language";
import { LOADING_SUPERGRAPH, loadSupergraph, SUPERGRAPH_FAILED } from "../supergraph/load";
import { SubgraphLegend } from "../supergraph/Subgraph";
import { Ownership } from "./Ownership";
import { Plans } from "./Plans";

/** How the guide is put together: how a question is answered, and who owns what. */
export function FederationPage() {
  const say = useSay();
  const language = useLanguage();
  return (
    <div className="federation">
      <h1>{say({ ar: "مكوّنات الدليل", en: "The parts of the guide" })}</h1>
      <p className="federation-lead">
        {say({
          ar: "يبدو الدليل لمن يستعلم منه مخططًا واحدًا، وهو في حقيقته عدة مكوّنات مستقلة (subgraphs)، لكل منها بياناته. تقسّم البوابة كل طلب بينها، ثم تجمع إجاباتها في استجابة واحدة.",
          en: "To those who query it, the guide is one graph. It is made of several subgraphs, each with data of its own. The gateway divides every request among them, and joins what they answer into one response.",
        })}
      </p>
      <section aria-labelledby="plans">
        <h2 id="plans">{say({ ar: "كيف يُجاب عن سؤال", en: "How a question is answered" })}</h2>
        <Plans />
      </section>
      <section aria-labelledby="ownership">
        <h2 id="ownership">{say({ ar: "من يملك ماذا", en: "Who owns what" })}</h2>
        <p>
          {say({
            ar: "لكل سجل مكوّن واحد ينشره، وقد تضيف إليه مكوّنات أخرى حقولًا تتعرّف عليه بمفتاحه. أما الأنواع المشتركة فتعرّفها عدة مكوّنات تعريفًا متطابقًا.",
            en: "Each record is published by one subgraph; others may add fields to it, which they find by its key. Shared types are defined alike in several subgraphs.",
          })}{" "}
          <a href={`/map?lang=${language}`}>
            {say({ ar: "ترسم خريطة المخطط الصلات بينها.", en: "The map of the schema draws how they are related." })}
          </a>
        </p>
        <Load from={loadSupergraph} loading={LOADING_SUPERGRAPH} failed={SUPERGRAPH_FAILED}>
          {(supergraph) => (
            <>
              <SubgraphLegend names={supergraph.subgraphs} />
              <Ownership supergraph={supergraph} />
            </>
          )}
        </Load>
      </section>
    </div>
  );
}
