import type { GraphQLResolveInfo } from "graphql";
import sql, { type Sql } from "sql-template-tag";
import { Ctx, Field, FieldResolver, Info, InputType, Resolver, Root } from "type-graphql";
import type { Connection } from "../../schema/vocabulary";
import type { RecordOrder } from "../shared/editions/order";
import { After, connectionType, First, OrderBy, recordQueries } from "../shared/editions/queries";
import type { Membership } from "../shared/editions/records";
import type { SubgraphContext } from "../shared/request";
import { Indicator, MeasurementFrequency, MeasurementMethod } from "./indicator.entity";
import { ServiceStandard } from "./service-standard.entity";
import { Target } from "./target.entity";

@InputType({ description: "Which indicators to list." })
export class IndicatorFilter {
  @Field(() => MeasurementFrequency, { nullable: true, description: "Only indicators measured this often." })
  frequency?: MeasurementFrequency | null;

  @Field(() => MeasurementMethod, { nullable: true, description: "Only indicators measured this way." })
  method?: keyof typeof MeasurementMethod | null;
}

export const IndicatorQueries = recordQueries<Indicator, IndicatorFilter>(Indicator, {
  one: "indicator",
  many: "indicators",
  plural: "indicators",
  filter: {
    input: IndicatorFilter,
    conditions: ({ frequency, method }): Sql[] => [
      ...(frequency ? [sql`e.frequency = ${frequency}`] : []),
      ...(method ? [sql`e.method = ${method}`] : []),
    ],
  },
});

const ofIndicator: Membership = { name: "indicator", condition: (indicator) => sql`e.indicator = ${indicator}` };

@Resolver(() => Indicator)
export class IndicatorResolver {
  @FieldResolver(() => connectionType(Target, "targets"), { description: "The targets set for it, at every level." })
  targets(
    @Root() { code }: Indicator,
    @First() first: number,
    @After() after: string | undefined,
    @OrderBy("CODE_ASC") orderBy: RecordOrder,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Target>> {
    return records.connection(Target, { first, after, orderBy, identity: null }, info, ofIndicator, code);
  }

  @FieldResolver(() => connectionType(ServiceStandard, "service standards"), {
    description: "The service standards that are measured by it.",
  })
  standards(
    @Root() { code }: Indicator,
    @First() first: number,
    @After() after: string | undefined,
    @OrderBy("CODE_ASC") orderBy: RecordOrder,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<ServiceStandard>> {
    return records.connection(ServiceStandard, { first, after, orderBy, identity: null }, info, ofIndicator, code);
  }
}
