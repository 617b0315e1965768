import type { GraphQLResolveInfo } from "graphql";
import sql, { type Sql } from "sql-template-tag";
import { Ctx, Field, FieldResolver, Info, InputType, Resolver, Root } from "type-graphql";
import type { Connection } from "../../schema/vocabulary";
import { After, connectionType, First, OrderBy, recordQueries } from "../shared/editions/queries";
import type { Membership } from "../shared/editions/records";
import type { RecordOrder } from "../shared/editions/order";
import type { SubgraphContext } from "../shared/request";
import { CustomerSegment } from "./customer-segment.entity";
import { ConceptValueType, InformationConcept } from "./information-concept.entity";
import { Requirement } from "./requirement.entity";

@InputType({ description: "Which information concepts to list." })
export class InformationConceptFilter {
  @Field(() => ConceptValueType, { nullable: true, description: "Only concepts answered by this kind of value." })
  valueType?: keyof typeof ConceptValueType | null;
}

export const InformationConceptQueries = recordQueries<InformationConcept, InformationConceptFilter>(InformationConcept, {
  one: "informationConcept",
  many: "informationConcepts",
  plural: "information concepts",
  orderBy: "CODE_ASC",
  filter: {
    input: InformationConceptFilter,
    conditions: ({ valueType }): Sql[] => (valueType ? [sql`e.value_type = ${valueType}::text`] : []),
  },
});

const using: Membership = { name: "concept", condition: (concept) => sql`e.concepts @> ARRAY[${concept}]` };

@Resolver(() => InformationConcept)
export class InformationConceptResolver {
  @FieldResolver(() => connectionType(Requirement, "requirements"), {
    description: "The requirements whose expression asks about it.",
  })
  requirements(
    @Root() { code }: InformationConcept,
    @First() first: number,
    @After() after: string | undefined,
    @OrderBy("CODE_ASC") orderBy: RecordOrder,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Requirement>> {
    return records.connection(Requirement, { first, after, orderBy, identity: null }, info, using, code);
  }

  @FieldResolver(() => connectionType(CustomerSegment, "customer segments"), {
    description: "The customer segments whose criteria ask about it.",
  })
  segments(
    @Root() { code }: InformationConcept,
    @First() first: number,
    @After() after: string | undefined,
    @OrderBy("CODE_ASC") orderBy: RecordOrder,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<CustomerSegment>> {
    return records.connection(CustomerSegment, { first, after, orderBy, identity: null }, info, using, code);
  }
}
