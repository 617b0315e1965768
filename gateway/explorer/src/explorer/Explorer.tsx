import { useEffect, useState } from "react";
import { buildSchema, type GraphQLSchema } from "graphql";
import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { useSay } from "../shared/language";
import { EXAMPLES } from "./ExamplesPanel";
import { withAsOf } from "./headers";
import { Links } from "./Links";
import { send } from "./send";
import { Session } from "./Session";
import type { Linked, Start } from "./start";
import { storage } from "./storage";

const PLUGINS = [EXAMPLES, HISTORY_PLUGIN];

export function Explorer({ start }: { readonly start: Start }) {
  const say = useSay();
  const schema = useSchema();
  const [above, setAbove] = useState<HTMLElement | null>(null);
  const [{ damaged }, setLinked] = useState<Linked>(start);
  const { question, firstVisit, run } = start;
  return (
    <div className="explorer">
      <h1 className="unseen">{say({ ar: "مستكشف الدليل الموحّد للخدمات", en: "Explorer of the unified services guide" })}</h1>
      {damaged && (
        <p className="notice" role="alert">
          {say({
            ar: "تعذّرت قراءة هذا الرابط، وقد يكون ناقصًا. اطلب نسخه من جديد.",
            en: "This link cannot be read; part of it may be missing. Ask for it to be copied again.",
          })}{" "}
          <button type="button" className="button" onClick={() => setLinked({})}>
            {say({ ar: "إغلاق", en: "Close" })}
          </button>
        </p>
      )}
      {schema === "unreachable" && (
        <p className="notice" role="alert">
          {say({
            ar: "تعذّر تحميل مخطط الدليل، فلا توثيق ولا إكمال تلقائي. أعد تحميل الصفحة بعد قليل.",
            en: "The schema of the guide could not be loaded, so there is no documentation and no completion. Load the page again shortly.",
          })}
        </p>
      )}
      <div ref={setAbove} />
      <div className="explorer-tool" dir="ltr" lang="en">
        <GraphiQL
          fetcher={send}
          schema={typeof schema === "object" ? schema : null}
          storage={storage}
          shouldPersistHeaders
          showPersistHeadersSettings={false}
          plugins={PLUGINS}
          visiblePlugin={firstVisit ? EXAMPLES : undefined}
          initialQuery={question?.query}
          initialVariables={question?.variables}
          initialHeaders={question && withAsOf("", question.asOf)}
          defaultQuery=""
        >
          <GraphiQL.Logo>{null}</GraphiQL.Logo>
          <Links onLink={setLinked} />
          {above && <Session above={above} runFirst={run} />}
        </GraphiQL>
      </div>
    </div>
  );
}

/** The schema as the guide publishes it, which is there whether or not the guide answers introspection. */
function useSchema(): GraphQLSchema | "unreachable" | null {
  const [schema, setSchema] = useState<GraphQLSchema | "unreachable" | null>(null);
  useEffect(() => {
    loadSchema().then(setSchema, () => setSchema("unreachable"));
  }, []);
  return schema;
}

async function loadSchema(): Promise<GraphQLSchema> {
  const response = await fetch("/schema/api.graphql");
  if (!response.ok) throw new Error(response.statusText);
  return buildSchema(await response.text());
}
