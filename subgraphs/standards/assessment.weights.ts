import { raw, type Sql } from "sql-template-tag";
import sql from "sql-template-tag";
import type { Weights } from "./assessment.rules";

/** The weights of the criteria that an assessment scores, beside its row. */
export function weightsAttachment(row: Sql, inForce: (alias: Sql) => Sql): Sql {
  return sql`(SELECT jsonb_object_agg(c.code, c.document->>'weight') FROM criterion c
    WHERE c.policy_document = ${row}.policy_document AND ${inForce(raw("c"))})`;
}

/** The weights that came beside an assessment; undefined when they were not brought along. */
export function attachedWeights(assessment: object): Weights | undefined {
  const { attached } = assessment as { attached?: { readonly result?: Weights | null } };
  return attached?.result ?? undefined;
}
