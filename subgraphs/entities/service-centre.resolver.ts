import type { GraphQLResolveInfo } from "graphql";
import sql, { type Sql } from "sql-template-tag";
import { Arg, Ctx, Field, FieldResolver, Info, InputType, Resolver, Root } from "type-graphql";
import { Code, type Connection, DateTime } from "../../schema/vocabulary";
import { After, connectionType, First, OrderBy, recordQueries } from "../shared/editions/queries";
import type { Membership } from "../shared/editions/records";
import type { RecordOrder } from "../shared/editions/order";
import type { SubgraphContext } from "../shared/request";
import { isOpen, nextOpening } from "./opening-hours.rules";
import { ServiceCentre } from "./service-centre.entity";
import { Service } from "./stubs";

@InputType({ description: "Which service centres to list." })
export class ServiceCentreFilter {
  @Field(() => Code, { nullable: true, description: "Only centres of the entity with this code." })
  entity?: string | null;

  @Field(() => Code, { nullable: true, description: "Only centres in this city or town: an item of the code list PLACE." })
  city?: string | null;

  @Field(() => Code, { nullable: true, description: "Only centres that offer the service with this code." })
  service?: string | null;
}

/** The SQL conditions of a filter on the row `e`. */
export function serviceCentreConditions({ entity, city, service }: ServiceCentreFilter): Sql[] {
  return [
    ...(entity ? [sql`e.entity = ${entity}`] : []),
    ...(city ? [sql`e.city = ${city}`] : []),
    ...(service ? [sql`e.services @> ARRAY[${service}::text]`] : []),
  ];
}

export const ServiceCentreQueries = recordQueries<ServiceCentre, ServiceCentreFilter>(ServiceCentre, {
  one: "serviceCentre",
  many: "serviceCentres",
  plural: "service centres",
  filter: { input: ServiceCentreFilter, conditions: serviceCentreConditions },
});

const AT = { nullable: true, description: "The instant to ask about; the instant the request reads when absent." } as const;

@Resolver(() => ServiceCentre)
export class ServiceCentreResolver {
  @FieldResolver(() => Boolean, {
    description: "Whether it is open at an instant, by its schedules (weekend, Ramadan, holidays and exceptions included).",
  })
  isOpen(
    @Root() { schedules }: ServiceCentre,
    @Arg("at", () => DateTime, AT) instant: Date | undefined,
    @Ctx() { clock }: SubgraphContext,
  ): boolean {
    return isOpen(schedules, instant ?? clock.minute());
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description: "When it next opens after an instant; null when it does not within a year.",
  })
  nextOpening(
    @Root() { schedules }: ServiceCentre,
    @Arg("at", () => DateTime, AT) instant: Date | undefined,
    @Ctx() { clock }: SubgraphContext,
  ): Date | undefined {
    return nextOpening(schedules, instant ?? clock.minute());
  }
}

const offering: Membership = { name: "service", condition: (service) => sql`e.services @> ARRAY[${service}]` };

@Resolver(() => Service)
export class ServiceCentresOfServiceResolver {
  @FieldResolver(() => connectionType(ServiceCentre, "service centres"), {
    nullable: true,
    description: "The centres that offer the service.",
  })
  serviceCentres(
    @Root() { code }: { code: string },
    @First() first: number,
    @After() after: string | undefined,
    @OrderBy("NAME_EN_ASC") orderBy: RecordOrder,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<ServiceCentre>> {
    return records.connection(ServiceCentre, { first, after, orderBy, identity: null }, info, offering, code);
  }
}
