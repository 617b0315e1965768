import DataLoader from "dataloader";
import sql from "sql-template-tag";
import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Code, codeOfId } from "../../schema/vocabulary";
import type { Records } from "../shared/editions/records";
import type { SubgraphContext } from "../shared/request";
import { Assessment } from "./assessment.entity";
import { Compliance, complianceOf } from "./compliance";
import { Criterion } from "./criterion.entity";
import { editionJson, recordOf, type StoredEdition } from "./evidence";
import { GovernmentEntity } from "./stubs";
import { subjectKey } from "./subject";

interface ComplianceKey {
  readonly entity: string;
  readonly document: string;
}

interface Row {
  readonly criteria: readonly StoredEdition[] | null;
  readonly assessment: StoredEdition | null;
}

const loaders = new WeakMap<Records, DataLoader<ComplianceKey, Compliance[], string>>();

function loaderOf(records: Records): DataLoader<ComplianceKey, Compliance[], string> {
  let loader = loaders.get(records);
  if (!loader) {
    loader = new DataLoader((keys) => load(records, keys), { cacheKeyFn: ({ entity, document }) => `${entity} ${document}` });
    loaders.set(records, loader);
  }
  return loader;
}

async function load(records: Records, keys: readonly ComplianceKey[]): Promise<Compliance[][]> {
  const subjects = keys.map(({ entity }) => subjectKey({ type: "ENTITY", code: entity }));
  const rows = await records.query<Row>(sql`
    SELECT
      (SELECT jsonb_agg(${editionJson("c")} ORDER BY c.code) FROM criterion c
        WHERE c.policy_document = k.document AND ${records.inForce("c")}) AS criteria,
      (SELECT ${editionJson("a")} FROM assessment a
        WHERE a.subject = k.subject AND a.policy_document = k.document AND ${records.inForce("a")}
        ORDER BY a.assessed_on DESC, a.code DESC LIMIT 1) AS assessment
    FROM unnest(${subjects}::text[], ${keys.map(({ document }) => document)}::text[]) WITH ORDINALITY AS k(subject, document, ordinal)
    ORDER BY k.ordinal`);
  return rows.map(({ criteria, assessment }) =>
    complianceOf(
      (criteria ?? []).map((each) => recordOf(Criterion, each)),
      assessment ? recordOf(Assessment, assessment) : undefined,
    ),
  );
}

@Resolver(() => GovernmentEntity)
export class ComplianceOfEntityResolver {
  @FieldResolver(() => [Compliance], {
    nullable: true,
    description: "Where the entity stands with each criterion of a policy document, by code; empty when the document has none.",
  })
  compliance(
    @Root() { id }: GovernmentEntity,
    @Arg("document", () => Code, { description: "The code of the policy document." }) document: string,
    @Ctx() { records }: SubgraphContext,
  ): Promise<Compliance[]> {
    return loaderOf(records).load({ entity: codeOfId(GovernmentEntity.name, id), document });
  }
}
