import type { GraphQLResolveInfo } from "graphql";
import sql, { type Sql } from "sql-template-tag";
import { Ctx, Field, FieldResolver, Info, InputType, Resolver, Root } from "type-graphql";
import { Code } from "../../schema/vocabulary";
import { recordQueries } from "../shared/editions/queries";
import type { Membership } from "../shared/editions/records";
import type { SubgraphContext } from "../shared/request";
import { ComputedBurden, Journey } from "./journey.entity";
import { computeBurden } from "./journey.rules";
import { LifeEvent } from "./life-event.entity";
import { Service } from "./service.entity";
import { GovernmentEntity } from "./stubs";

@InputType({ description: "Which journeys to list." })
export class JourneyFilter {
  @Field(() => Code, { nullable: true, description: "Only journeys owned by the entity with this code." })
  owner?: string | null;

  @Field(() => Code, { nullable: true, description: "Only journeys that the service with this code is part of." })
  service?: string | null;
}

export const JourneyQueries = recordQueries<Journey, JourneyFilter>(Journey, {
  one: "journey",
  many: "journeys",
  plural: "journeys",
  filter: {
    input: JourneyFilter,
    conditions: ({ owner, service }): Sql[] => [
      ...(owner ? [sql`e.owner = ${owner}`] : []),
      ...(service ? [sql`e.services @> ARRAY[${service}::text]`] : []),
    ],
  },
});

@Resolver(() => Journey)
export class JourneyResolver {
  @FieldResolver(() => ComputedBurden, { description: "What it asks of a customer now, computed from its services." })
  async currentBurden(
    @Root() { items }: Journey,
    @Ctx() { records, clock }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ComputedBurden> {
    const services = await records.loadMany(Service, [...new Set(items.map(({ service }) => service))], info);
    return computeBurden(items, new Map(services.map((service) => [service.code, service])), clock.today());
  }
}

const ofEvent: Membership = { name: "event", condition: (event) => sql`e.event = ${event}` };

@Resolver(() => LifeEvent)
export class JourneysOfEventResolver {
  @FieldResolver(() => [Journey], { description: "The journeys that begin with it." })
  journeys(
    @Root() { code }: LifeEvent,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Journey[]> {
    return records.members(Journey, ofEvent, code, info);
  }
}

const ownedBy: Membership = { name: "owner", condition: (owner) => sql`e.owner = ${owner}` };

@Resolver(() => GovernmentEntity)
export class JourneysOfEntityResolver {
  @FieldResolver(() => [Journey], { nullable: true, description: "The journeys it answers for." })
  journeys(
    @Root() { code }: { code: string },
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Journey[]> {
    return records.members(Journey, ownedBy, code, info);
  }
}
