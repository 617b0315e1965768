import type { GraphQLResolveInfo } from "graphql";
import { Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import sql from "sql-template-tag";
import type { Connection } from "../../schema/vocabulary";
import { After, connectionType, First, OrderBy, recordQueries } from "../shared/editions/queries";
import type { RecordOrder } from "../shared/editions/order";
import type { Membership } from "../shared/editions/records";
import type { SubgraphContext } from "../shared/request";
import { Fee } from "./fee";
import { Journey } from "./journey.entity";
import { RequiredDocument } from "./required-document";
import { Service } from "./service.entity";
import { ServiceFilter, serviceConditions } from "./service.filter";
import { ServiceChannel } from "./service-channel";
import { Step } from "./step";

export const ServiceQueries = recordQueries<Service, ServiceFilter>(Service, {
  one: "service",
  many: "services",
  plural: "services",
  filter: { input: ServiceFilter, conditions: serviceConditions },
});

const subsidiaries: Membership = { name: "parent", condition: (parent) => sql`e.parent_service = ${parent}` };
const requiring: Membership = { name: "requires", condition: (service) => sql`e.requires @> ARRAY[${service}]` };
const containing: Membership = { name: "services", condition: (service) => sql`e.services @> ARRAY[${service}]` };

/** A part of a service that remembers it. */
type PartOf<Part> = Part & { service: Service };

@Resolver(() => Service)
export class ServiceResolver {
  @FieldResolver(() => [ServiceChannel], { description: "The channels through which it is offered, and what differs there." })
  channels(@Root() service: Service): PartOf<ServiceChannel>[] {
    return service.channels.map((channel) => ({ ...channel, service }));
  }

  @FieldResolver(() => [Step], { description: "What is done, step by step." })
  steps(@Root() service: Service): PartOf<Step>[] {
    return service.steps.map((step) => ({ ...step, service }));
  }

  @FieldResolver(() => [Service], { description: "The subsidiary services of which it is the main service." })
  subsidiaryServices(
    @Root() { code }: Service,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Service[]> {
    return records.members(Service, subsidiaries, code, info);
  }

  @FieldResolver(() => connectionType(Service, "services"), { description: "The services that need this one first." })
  requiredBy(
    @Root() { code }: Service,
    @First() first: number,
    @After() after: string | undefined,
    @OrderBy("NAME_EN_ASC") orderBy: RecordOrder,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Service>> {
    return records.connection(Service, { first, after, orderBy, identity: null }, info, requiring, code);
  }

  @FieldResolver(() => [Journey], { description: "The journeys it is part of." })
  journeys(@Root() { code }: Service, @Ctx() { records }: SubgraphContext, @Info() info: GraphQLResolveInfo): Promise<Journey[]> {
    return records.members(Journey, containing, code, info);
  }
}

/** What holds for a channel: what is said of it, and what is said of no channel in particular. */
function holdingFor<Part extends { channel?: string }>(parts: readonly Part[], channel: string): Part[] {
  return parts.filter((part) => part.channel === undefined || part.channel === channel);
}

@Resolver(() => ServiceChannel)
export class ServiceChannelResolver {
  @FieldResolver(() => [Fee], { description: "The fees that hold when the service is had through this channel." })
  fees(@Root() { channel, service }: PartOf<ServiceChannel>): Fee[] {
    return holdingFor(service.fees, channel);
  }

  @FieldResolver(() => [RequiredDocument], { description: "The documents asked for through this channel." })
  documents(@Root() { channel, service }: PartOf<ServiceChannel>): RequiredDocument[] {
    return holdingFor(service.documents, channel);
  }

  @FieldResolver(() => [Step], { description: "The steps of the service through this channel." })
  steps(@Root() { channel, service }: PartOf<ServiceChannel>): PartOf<Step>[] {
    return holdingFor(service.steps, channel).map((step) => ({ ...step, service }));
  }
}

@Resolver(() => Step)
export class StepResolver {
  @FieldResolver(() => Fee, { nullable: true, description: "The fee that is paid in it; null when none is." })
  fee(@Root() { fee, service }: PartOf<Step>): Fee | undefined {
    return service.fees.find(({ key }) => key === fee);
  }
}
