import type { GraphQLResolveInfo } from "graphql";
import sql, { type Sql } from "sql-template-tag";
import { Ctx, Field, FieldResolver, Info, InputType, Resolver, Root } from "type-graphql";
import { Code } from "../../schema/vocabulary";
import { recordQueries } from "../shared/editions/queries";
import type { Membership } from "../shared/editions/records";
import type { SubgraphContext } from "../shared/request";
import { OrganizationalUnit, UnitLevel } from "./organizational-unit.entity";
import { ServiceCentre } from "./service-centre.entity";

@InputType({ description: "Which organizational units to list." })
export class OrganizationalUnitFilter {
  @Field(() => Code, { nullable: true, description: "Only units of the entity with this code." })
  entity?: string | null;

  @Field(() => UnitLevel, { nullable: true, description: "Only units of this level." })
  level?: keyof typeof UnitLevel | null;
}

export const OrganizationalUnitQueries = recordQueries<OrganizationalUnit, OrganizationalUnitFilter>(OrganizationalUnit, {
  one: "organizationalUnit",
  many: "organizationalUnits",
  plural: "organizational units",
  filter: {
    input: OrganizationalUnitFilter,
    conditions: ({ entity, level }): Sql[] => [
      ...(entity ? [sql`e.entity = ${entity}`] : []),
      ...(level ? [sql`e.level = ${level}`] : []),
    ],
  },
});

const below: Membership = { name: "parent", condition: (parent) => sql`e.parent = ${parent}` };

const runBy: Membership = { name: "unit", condition: (unit) => sql`e.unit = ${unit}` };

@Resolver(() => OrganizationalUnit)
export class OrganizationalUnitResolver {
  @FieldResolver(() => [ServiceCentre], { description: "The service centres it runs." })
  serviceCentres(
    @Root() { code }: OrganizationalUnit,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ServiceCentre[]> {
    return records.members(ServiceCentre, runBy, code, info);
  }

  @FieldResolver(() => [OrganizationalUnit], { description: "The units directly below it." })
  units(
    @Root() { code }: OrganizationalUnit,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<OrganizationalUnit[]> {
    return records.members(OrganizationalUnit, below, code, info);
  }
}
