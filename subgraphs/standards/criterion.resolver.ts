import type { GraphQLResolveInfo } from "graphql";
import sql, { type Sql } from "sql-template-tag";
import { Ctx, Field, FieldResolver, Info, InputType, Resolver, Root } from "type-graphql";
import { Code, type Connection } from "../../schema/vocabulary";
import type { RecordOrder } from "../shared/editions/order";
import { After, connectionType, First, OrderBy, recordQueries } from "../shared/editions/queries";
import type { Membership } from "../shared/editions/records";
import type { SubgraphContext } from "../shared/request";
import { Criterion, CriterionLevel } from "./criterion.entity";
import { PolicyPillar } from "./policy-document.entity";
import { ServiceStandard } from "./service-standard.entity";

@InputType({ description: "Which criteria to list." })
export class CriterionFilter {
  @Field(() => Code, { nullable: true, description: "Only criteria of the policy document with this code." })
  document?: string | null;

  @Field(() => PolicyPillar, { nullable: true, description: "Only criteria of this pillar." })
  pillar?: keyof typeof PolicyPillar | null;

  @Field(() => CriterionLevel, { nullable: true, description: "Only criteria that bind this strongly." })
  level?: keyof typeof CriterionLevel | null;
}

export const CriterionQueries = recordQueries<Criterion, CriterionFilter>(Criterion, {
  one: "criterion",
  many: "criteria",
  plural: "criteria",
  orderBy: "CODE_ASC",
  filter: {
    input: CriterionFilter,
    conditions: ({ document, pillar, level }): Sql[] => [
      ...(document ? [sql`e.policy_document = ${document}`] : []),
      ...(pillar ? [sql`e.pillar = ${pillar}`] : []),
      ...(level ? [sql`e.level = ${level}`] : []),
    ],
  },
});

const answering: Membership = { name: "criterion", condition: (criterion) => sql`e.criterion = ${criterion}` };

@Resolver(() => Criterion)
export class CriterionResolver {
  @FieldResolver(() => connectionType(ServiceStandard, "service standards"), {
    description: "The service standards that answer it.",
  })
  standards(
    @Root() { code }: Criterion,
    @First() first: number,
    @After() after: string | undefined,
    @OrderBy("CODE_ASC") orderBy: RecordOrder,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<ServiceStandard>> {
    return records.connection(ServiceStandard, { first, after, orderBy, identity: null }, info, answering, code);
  }
}
