import type { GraphQLResolveInfo } from "graphql";
import sql, { type Sql } from "sql-template-tag";
import { Ctx, Field, FieldResolver, Info, InputType, Resolver, Root } from "type-graphql";
import { Code } from "../../schema/vocabulary";
import { recordQueries } from "../shared/editions/queries";
import type { Membership } from "../shared/editions/records";
import type { SubgraphContext } from "../shared/request";
import { CustomerSegment, PartyType } from "./customer-segment.entity";
import { conceptsOf } from "./expression.entity";
import { InformationConcept } from "./information-concept.entity";

@InputType({ description: "Which customer segments to list." })
export class CustomerSegmentFilter {
  @Field(() => PartyType, { nullable: true, description: "Only segments of this kind of party." })
  party?: keyof typeof PartyType | null;

  @Field(() => Code, { nullable: true, description: "Only segments directly below the one with this code." })
  parent?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Only segments that are served with priority (true) or are not (false)." })
  isPriority?: boolean | null;
}

export const CustomerSegmentQueries = recordQueries<CustomerSegment, CustomerSegmentFilter>(CustomerSegment, {
  one: "customerSegment",
  many: "customerSegments",
  plural: "customer segments",
  filter: {
    input: CustomerSegmentFilter,
    conditions: ({ party, parent, isPriority }): Sql[] => [
      ...(party ? [sql`e.party = ${party}::text`] : []),
      ...(parent ? [sql`e.parent = ${parent}::text`] : []),
      ...(typeof isPriority === "boolean" ? [sql`e.is_priority = ${isPriority}::boolean`] : []),
    ],
  },
});

const below: Membership = { name: "parent", condition: (parent) => sql`e.parent = ${parent}` };

@Resolver(() => CustomerSegment)
export class CustomerSegmentResolver {
  @FieldResolver(() => [CustomerSegment], { description: "The segments directly below it." })
  children(
    @Root() { code }: CustomerSegment,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CustomerSegment[]> {
    return records.members(CustomerSegment, below, code, info);
  }

  @FieldResolver(() => [InformationConcept], {
    description: "The distinct facts that its criteria ask about, in the order in which they do.",
  })
  concepts(
    @Root() { criteria }: CustomerSegment,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<InformationConcept[]> {
    return records.loadMany(InformationConcept, conceptsOf(criteria), info);
  }
}
