import sql, { type Sql } from "sql-template-tag";
import { Field, InputType } from "type-graphql";
import { Code } from "../../schema/vocabulary";
import type { Records } from "../shared/editions/records";
import { ChannelType } from "./channel.entity";
import { DeliveryScope, ServiceStatus } from "./service.entity";
import { InteractionPoint } from "./service-parts";

@InputType({ description: "Which services to list: those that meet every condition given." })
export class ServiceFilter {
  @Field(() => Code, { nullable: true, description: "Only services of the entity with this code." })
  entity?: string | null;

  @Field(() => Code, {
    nullable: true,
    description: "Only this category: an item of the code list SERVICE-CATEGORY, such as MAIN.",
  })
  category?: string | null;

  @Field(() => Code, {
    nullable: true,
    description: "Only this type: an item of the code list SERVICE-TYPE, such as PROCEDURAL.",
  })
  type?: string | null;

  @Field(() => Code, { nullable: true, description: "Only services for the customer segment with this code." })
  segment?: string | null;

  @Field(() => Code, { nullable: true, description: "Only services needed in the life or business event with this code." })
  lifeEvent?: string | null;

  @Field(() => Code, { nullable: true, description: "Only services that rest on the legal resource with this code." })
  legalResource?: string | null;

  @Field(() => Code, { nullable: true, description: "Only services that ask for the document with this code." })
  evidence?: string | null;

  @Field(() => Code, { nullable: true, description: "Only services offered through the channel with this code." })
  channel?: string | null;

  @Field(() => ChannelType, { nullable: true, description: "Only services offered through a channel of this type." })
  channelType?: keyof typeof ChannelType | null;

  @Field(() => Boolean, { nullable: true, description: "Only services that are free of charge (true) or are not (false)." })
  isFree?: boolean | null;

  @Field(() => [InteractionPoint], { nullable: true, description: "Only services with all of these interaction points online." })
  online?: (keyof typeof InteractionPoint)[] | null;

  @Field(() => DeliveryScope, { nullable: true, description: "Only services for customers, or for government itself." })
  deliveryScope?: keyof typeof DeliveryScope | null;

  @Field(() => ServiceStatus, { nullable: true, description: "Only services of this status." })
  status?: keyof typeof ServiceStatus | null;
}

/** The filter as conditions on the edition row `e`. */
export function serviceConditions(filter: ServiceFilter, records: Records): Sql[] {
  const conditions: (Sql | false | "" | null | undefined)[] = [
    filter.entity && sql`e.competent_authority = ${filter.entity}`,
    filter.category && sql`e.category = ${filter.category}`,
    filter.type && sql`e.type = ${filter.type}`,
    filter.segment && sql`e.audience @> ARRAY[${filter.segment}::text]`,
    filter.lifeEvent && sql`e.life_events @> ARRAY[${filter.lifeEvent}::text]`,
    filter.legalResource && sql`e.legal_resources @> ARRAY[${filter.legalResource}::text]`,
    filter.evidence && sql`e.evidence @> ARRAY[${filter.evidence}::text]`,
    filter.channel && sql`e.channels @> ARRAY[${filter.channel}::text]`,
    filter.channelType &&
      sql`e.channels && ARRAY(SELECT c.code FROM channel c WHERE ${records.inForce("c")} AND c.type = ${filter.channelType})`,
    typeof filter.isFree === "boolean" && sql`e.is_free = ${filter.isFree}`,
    filter.online && sql`e.online @> ${filter.online}::text[]`,
    filter.deliveryScope && sql`e.delivery_scope = ${filter.deliveryScope}`,
    filter.status && sql`e.availability = ${filter.status}`,
  ];
  return conditions.filter((each) => typeof each === "object" && each !== null);
}
