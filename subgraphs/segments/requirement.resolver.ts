import type { GraphQLResolveInfo } from "graphql";
import sql, { type Sql } from "sql-template-tag";
import { Ctx, Field, FieldResolver, Info, InputType, Resolver, Root } from "type-graphql";
import { Code } from "../../schema/vocabulary";
import { recordQueries } from "../shared/editions/queries";
import type { SubgraphContext } from "../shared/request";
import { conceptsOf } from "./expression.entity";
import { InformationConcept } from "./information-concept.entity";
import { Requirement } from "./requirement.entity";

@InputType({ description: "Which requirements to list." })
export class RequirementFilter {
  @Field(() => Code, {
    nullable: true,
    description: "Only requirements whose expression asks about the information concept with this code.",
  })
  concept?: string | null;
}

export const RequirementQueries = recordQueries<Requirement, RequirementFilter>(Requirement, {
  one: "requirement",
  many: "requirements",
  plural: "requirements",
  filter: {
    input: RequirementFilter,
    conditions: ({ concept }): Sql[] => (concept ? [sql`e.concepts @> ARRAY[${concept}::text]`] : []),
  },
});

@Resolver(() => Requirement)
export class RequirementResolver {
  @FieldResolver(() => [InformationConcept], {
    description: "The distinct facts that its expression needs, in the order in which it asks about them.",
  })
  concepts(
    @Root() { expression }: Requirement,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<InformationConcept[]> {
    return records.loadMany(InformationConcept, conceptsOf(expression), info);
  }
}
