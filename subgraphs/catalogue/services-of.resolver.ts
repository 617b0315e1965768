import type { GraphQLResolveInfo } from "graphql";
import sql, { type Sql } from "sql-template-tag";
import { Arg, Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import type { Connection, DocumentClass } from "../../schema/vocabulary";
import { After, connectionType, First, OrderBy } from "../shared/editions/queries";
import type { RecordOrder } from "../shared/editions/order";
import type { SubgraphContext } from "../shared/request";
import { Channel } from "./channel.entity";
import { EvidenceType } from "./evidence-type.entity";
import { LegalResource } from "./legal-resource.entity";
import { LifeEvent } from "./life-event.entity";
import { Service } from "./service.entity";
import { ServiceFilter, serviceConditions } from "./service.filter";
import { CustomerSegment, GovernmentEntity, OrganizationalUnit, Requirement } from "./stubs";

/** The field by which a record, ours or another subgraph's, leads to the services that refer to it. */
function servicesOf(
  type: DocumentClass,
  name: string,
  description: string,
  condition: (code: Sql) => Sql,
  { foreign = false }: { foreign?: boolean } = {},
): DocumentClass {
  const membership = { name: `${type.name}.${name}`, condition };

  @Resolver(() => type)
  class ServicesOfResolver {
    @FieldResolver(() => connectionType(Service, "services"), { name, nullable: foreign, description })
    services(
      @Root() { code }: { code: string },
      @First() first: number,
      @After() after: string | undefined,
      @Arg("filter", () => ServiceFilter, { nullable: true, description: "Only those that meet every condition given." })
      filter: ServiceFilter | undefined,
      @OrderBy("NAME_EN_ASC") orderBy: RecordOrder,
      @Ctx() { records }: SubgraphContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<Connection<Service>> {
      const filters = filter ? serviceConditions(filter, records) : [];
      return records.connection(Service, { first, after, orderBy, filters, identity: filter }, info, membership, code);
    }
  }
  return ServicesOfResolver;
}

export const servicesOfResolvers: readonly DocumentClass[] = [
  servicesOf(GovernmentEntity, "services", "The services it answers for.", (code) => sql`e.competent_authority = ${code}`, {
    foreign: true,
  }),
  servicesOf(OrganizationalUnit, "services", "The services it owns.", (code) => sql`e.owning_unit = ${code}`, { foreign: true }),
  servicesOf(CustomerSegment, "services", "The services for these customers.", (code) => sql`e.audience @> ARRAY[${code}]`, {
    foreign: true,
  }),
  servicesOf(Requirement, "services", "The services that ask for it.", (code) => sql`e.requirements @> ARRAY[${code}]`, {
    foreign: true,
  }),
  servicesOf(LegalResource, "services", "The services that rest on it.", (code) => sql`e.legal_resources @> ARRAY[${code}]`),
  servicesOf(LifeEvent, "services", "The services needed in it.", (code) => sql`e.life_events @> ARRAY[${code}]`),
  servicesOf(Channel, "services", "The services offered through it.", (code) => sql`e.channels @> ARRAY[${code}]`),
  servicesOf(EvidenceType, "requestedBy", "The services that ask for it.", (code) => sql`e.evidence @> ARRAY[${code}]`),
];
