import type { GraphQLResolveInfo } from "graphql";
import sql, { raw } from "sql-template-tag";
import { Ctx, Info, Query, Resolver } from "type-graphql";
import type { Connection } from "../../schema/vocabulary";
import { neverPublished } from "../shared/changes/change-log";
import { After, connectionType, First } from "../shared/editions/queries";
import type { SubgraphContext } from "../shared/request";
import { GovernmentEntity } from "./government-entity.entity";
import { Service } from "./stubs";

@Resolver()
export class NeverPublishedResolver {
  @Query(() => connectionType(GovernmentEntity, "government entities"), {
    nullable: true,
    description: "The entities that offer services and have never published one in the guide, by code.",
  })
  entitiesNeverPublished(
    @First() first: number,
    @After() after: string | undefined,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<GovernmentEntity>> {
    const filters = [sql`e.is_service_provider`, neverPublished(Service.name, raw("e.code"), records.asOf)];
    const identity = { neverPublished: Service.name };
    return records.connection(GovernmentEntity, { first, after, orderBy: "CODE_ASC", filters, identity }, info);
  }
}
