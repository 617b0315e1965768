import { Fragment, useRef } from "react";
import type { PlannedExample } from "../../plans";
import { useLanguage, useSay } from "../shared/language";
import { formatNumber } from "../shared/numbers";
import { Subgraph } from "../supergraph/Subgraph";
import { Arrows } from "./Arrows";
import { ANSWER, groupName, REQUEST, roundsOf, type Step, type Wish } from "./picture";

const SHOWN_FIELDS = 7;

/** A plan from the request down to the answer: rounds one under another, and in a round the subgraphs side by side. */
export function PlanPicture({ example }: { readonly example: PlannedExample }) {
  const say = useSay();
  const language = useLanguage();
  const picture = useRef<HTMLDivElement>(null);
  return (
    <div className="plan" ref={picture}>
      <Arrows picture={example} within={picture} />
      <p className="plan-end" data-group={REQUEST}>
        {say({ ar: "الطلب:", en: "Request:" })} <bdi>{say(example.title)}</bdi>
      </p>
      <ol className="plan-rounds">
        {roundsOf(example).map((groups, index) => (
          <li key={index}>
            <h3>
              {say({ ar: "الجولة", en: "Round" })} {formatNumber(language, index + 1)}
              {[...groups.values()].flat().length > 1 && <small> {say({ ar: "في الوقت نفسه", en: "at the same time" })}</small>}
            </h3>
            <div className="plan-lanes">
              {[...groups].map(([subgraph, steps]) => (
                <section
                  key={subgraph}
                  className="plan-lane"
                  data-subgraph={subgraph}
                  data-group={groupName(index + 1, subgraph)}
                  aria-label={subgraph}
                >
                  <Subgraph name={subgraph} />
                  {steps.map((step) => (
                    <StepCard
                      key={step.number}
                      step={step}
                      earlier={example.steps.filter(({ round }) => round < step.round).length}
                    />
                  ))}
                </section>
              ))}
            </div>
          </li>
        ))}
      </ol>
      <p className="plan-end" data-group={ANSWER}>
        {say({ ar: "الإجابة: جُمعت في استجابة واحدة", en: "Answer: joined into one response" })}
      </p>
    </div>
  );
}

interface StepCardProps {
  readonly step: Step;
  /** How many steps the rounds before have. */
  readonly earlier: number;
}

function StepCard({ step, earlier }: StepCardProps) {
  const say = useSay();
  const language = useLanguage();
  const { number, path, records, wishes, after, condition, operation } = step;
  return (
    <article className="plan-step">
      <span className="plan-number">{formatNumber(language, number)}</span>
      {records.length > 0 && (
        <p>
          {say({ ar: "لما في", en: "For what is at" })} <code dir="ltr">{path.join(" › ")}</code>
        </p>
      )}
      <ul>
        {wishes.map((wish) => (
          <li key={wish.of.join()}>
            <WishText wish={wish} />
          </li>
        ))}
      </ul>
      {condition !== undefined && (
        <p>
          {say({ ar: "تبعًا لقيمة", en: "Depending on" })} <code dir="ltr">${condition}</code>
        </p>
      )}
      {after.length < earlier && (
        <p className="plan-after">
          {say({ ar: "بعد الخطوة", en: "After step" })}{" "}
          {after.map((each) => formatNumber(language, each)).join(say({ ar: "، ", en: ", " }))}
        </p>
      )}
      <details>
        <summary>{say({ ar: "نص الطلب", en: "GraphQL text" })}</summary>
        <pre dir="ltr" tabIndex={0}>
          {operation}
        </pre>
      </details>
    </article>
  );
}

/** `Service: id, code, name, …`, in the names of the schema. */
function WishText({ wish: { of, fields } }: { readonly wish: Wish }) {
  const shown = fields.slice(0, SHOWN_FIELDS);
  const rest = fields.length - shown.length;
  return (
    <span dir="ltr" className="plan-wish">
      {of.map((name, index) => (
        <Fragment key={name}>
          {index > 0 && ", "}
          <strong>{name}</strong>
        </Fragment>
      ))}
      {shown.length > 0 && `: ${shown.join(", ")}`}
      {rest > 0 && ` +${rest}`}
    </span>
  );
}
