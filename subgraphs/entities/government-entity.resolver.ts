import type { GraphQLResolveInfo } from "graphql";
import sql, { type Sql } from "sql-template-tag";
import { Ctx, Field, FieldResolver, Info, InputType, Resolver, Root } from "type-graphql";
import { Code, type Connection } from "../../schema/vocabulary";
import { After, connectionType, First, OrderBy, recordQueries } from "../shared/editions/queries";
import type { Membership } from "../shared/editions/records";
import type { RecordOrder } from "../shared/editions/order";
import type { SubgraphContext } from "../shared/request";
import { GovernmentEntity } from "./government-entity.entity";
import { OrganizationalUnit } from "./organizational-unit.entity";
import { ServiceCentre } from "./service-centre.entity";

@InputType({ description: "Which government entities to list." })
export class GovernmentEntityFilter {
  @Field(() => Code, { nullable: true, description: "Only this kind: an item of the code list ENTITY-KIND, such as DEPARTMENT." })
  kind?: string | null;

  @Field(() => Code, { nullable: true, description: "Only entities directly below the one with this code." })
  parent?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Only entities that offer services (true) or offer none (false)." })
  isServiceProvider?: boolean | null;
}

export const GovernmentEntityQueries = recordQueries<GovernmentEntity, GovernmentEntityFilter>(GovernmentEntity, {
  one: "governmentEntity",
  many: "governmentEntities",
  plural: "government entities",
  filter: {
    input: GovernmentEntityFilter,
    conditions: ({ kind, parent, isServiceProvider }): Sql[] => [
      ...(kind ? [sql`e.kind = ${kind}`] : []),
      ...(parent ? [sql`e.parent = ${parent}`] : []),
      ...(typeof isServiceProvider === "boolean" ? [sql`e.is_service_provider = ${isServiceProvider}`] : []),
    ],
  },
});

const subordinates: Membership = { name: "parent", condition: (parent) => sql`e.parent = ${parent}` };
const ofEntity: Membership = { name: "entity", condition: (entity) => sql`e.entity = ${entity}` };

@Resolver(() => GovernmentEntity)
export class GovernmentEntityResolver {
  @FieldResolver(() => [GovernmentEntity], { description: "The entities directly below it." })
  subordinates(
    @Root() { code }: GovernmentEntity,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<GovernmentEntity[]> {
    return records.members(GovernmentEntity, subordinates, code, info);
  }

  @FieldResolver(() => connectionType(OrganizationalUnit, "organizational units"), {
    description: "Its branches, departments, sections and teams.",
  })
  units(
    @Root() { code }: GovernmentEntity,
    @First() first: number,
    @After() after: string | undefined,
    @OrderBy("CODE_ASC") orderBy: RecordOrder,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<OrganizationalUnit>> {
    return records.connection(OrganizationalUnit, { first, after, orderBy, identity: null }, info, ofEntity, code);
  }

  @FieldResolver(() => connectionType(ServiceCentre, "service centres"), { description: "The places where it serves people." })
  serviceCentres(
    @Root() { code }: GovernmentEntity,
    @First() first: number,
    @After() after: string | undefined,
    @OrderBy("NAME_EN_ASC") orderBy: RecordOrder,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<ServiceCentre>> {
    return records.connection(ServiceCentre, { first, after, orderBy, identity: null }, info, ofEntity, code);
  }
}
