import type { GraphQLResolveInfo } from "graphql";
import sql, { type Sql } from "sql-template-tag";
import { Ctx, Field, FieldResolver, Info, InputType, Resolver, Root } from "type-graphql";
import { recordQueries } from "../shared/editions/queries";
import type { Membership } from "../shared/editions/records";
import type { SubgraphContext } from "../shared/request";
import { Criterion } from "./criterion.entity";
import { PolicyDocument, PolicyDocumentKind, PolicyPillar } from "./policy-document.entity";

@InputType({ description: "Which policy documents to list." })
export class PolicyDocumentFilter {
  @Field(() => PolicyDocumentKind, { nullable: true, description: "Only documents of this kind." })
  kind?: keyof typeof PolicyDocumentKind | null;

  @Field(() => PolicyPillar, { nullable: true, description: "Only documents of this pillar." })
  pillar?: keyof typeof PolicyPillar | null;
}

export const PolicyDocumentQueries = recordQueries<PolicyDocument, PolicyDocumentFilter>(PolicyDocument, {
  one: "policyDocument",
  many: "policyDocuments",
  plural: "policy documents",
  filter: {
    input: PolicyDocumentFilter,
    conditions: ({ kind, pillar }): Sql[] => [
      ...(kind ? [sql`e.kind = ${kind}`] : []),
      ...(pillar ? [sql`e.pillar = ${pillar}`] : []),
    ],
  },
});

const superseding: Membership = { name: "supersedes", condition: (document) => sql`e.supersedes = ${document}` };
const ofDocument: Membership = { name: "policyDocument", condition: (document) => sql`e.policy_document = ${document}` };

@Resolver(() => PolicyDocument)
export class PolicyDocumentResolver {
  @FieldResolver(() => PolicyDocument, { nullable: true, description: "The document that took its place; null while none has." })
  async supersededBy(
    @Root() { code }: PolicyDocument,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PolicyDocument | undefined> {
    const successors = await records.members(PolicyDocument, superseding, code, info);
    return successors.at(-1);
  }

  @FieldResolver(() => [Criterion], { description: "All the criteria by which it is assessed, by code." })
  criteria(
    @Root() { code }: PolicyDocument,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Criterion[]> {
    return records.members(Criterion, ofDocument, code, info);
  }
}
