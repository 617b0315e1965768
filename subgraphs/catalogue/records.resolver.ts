import type { GraphQLResolveInfo } from "graphql";
import sql, { type Sql } from "sql-template-tag";
import { Ctx, Field, FieldResolver, Info, InputType, Resolver, Root } from "type-graphql";
import { Code } from "../../schema/vocabulary";
import { recordQueries } from "../shared/editions/queries";
import type { Membership } from "../shared/editions/records";
import type { SubgraphContext } from "../shared/request";
import { Channel, ChannelType } from "./channel.entity";
import { EvidenceType } from "./evidence-type.entity";
import { LegalResource, LegalResourceType, LegalStatus } from "./legal-resource.entity";
import { LifeEvent, LifeEventType } from "./life-event.entity";

/** Root fields of the shared records of the catalogue: channels, documents, law and events. */

@InputType({ description: "Which channels to list." })
export class ChannelFilter {
  @Field(() => ChannelType, { nullable: true, description: "Only channels of this type." })
  type?: keyof typeof ChannelType | null;

  @Field(() => Code, { nullable: true, description: "Only channels run by the entity with this code." })
  operator?: string | null;
}

export const ChannelQueries = recordQueries<Channel, ChannelFilter>(Channel, {
  one: "channel",
  many: "channels",
  plural: "channels",
  filter: {
    input: ChannelFilter,
    conditions: ({ type, operator }): Sql[] => [
      ...(type ? [sql`e.type = ${type}`] : []),
      ...(operator ? [sql`e.operator = ${operator}`] : []),
    ],
  },
});

@InputType({ description: "Which kinds of document to list." })
export class EvidenceTypeFilter {
  @Field(() => Code, { nullable: true, description: "Only documents issued by the entity with this code." })
  issuingEntity?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only documents that a service of the guide issues (true) or none does (false).",
  })
  isProducedByService?: boolean | null;
}

export const EvidenceTypeQueries = recordQueries<EvidenceType, EvidenceTypeFilter>(EvidenceType, {
  one: "evidenceType",
  many: "evidenceTypes",
  plural: "kinds of document",
  filter: {
    input: EvidenceTypeFilter,
    conditions: ({ issuingEntity, isProducedByService }): Sql[] => [
      ...(issuingEntity ? [sql`e.issuing_entity = ${issuingEntity}`] : []),
      ...(typeof isProducedByService === "boolean" ? [sql`(e.produced_by IS NOT NULL) = ${isProducedByService}`] : []),
    ],
  },
});

@InputType({ description: "Which laws and decisions to list." })
export class LegalResourceFilter {
  @Field(() => LegalResourceType, { nullable: true, description: "Only instruments of this type." })
  type?: keyof typeof LegalResourceType | null;

  @Field(() => LegalStatus, { nullable: true, description: "Only instruments of this status." })
  status?: keyof typeof LegalStatus | null;
}

export const LegalResourceQueries = recordQueries<LegalResource, LegalResourceFilter>(LegalResource, {
  one: "legalResource",
  many: "legalResources",
  plural: "laws and decisions",
  filter: {
    input: LegalResourceFilter,
    conditions: ({ type, status }): Sql[] => [
      ...(type ? [sql`e.type = ${type}`] : []),
      ...(status ? [sql`e.legal_status = ${status}`] : []),
    ],
  },
});

@InputType({ description: "Which life and business events to list." })
export class LifeEventFilter {
  @Field(() => LifeEventType, { nullable: true, description: "Only events of this type." })
  type?: keyof typeof LifeEventType | null;
}

export const LifeEventQueries = recordQueries<LifeEvent, LifeEventFilter>(LifeEvent, {
  one: "lifeEvent",
  many: "lifeEvents",
  plural: "life and business events",
  filter: { input: LifeEventFilter, conditions: ({ type }): Sql[] => (type ? [sql`e.type = ${type}`] : []) },
});

const partOf: Membership = { name: "parent", condition: (parent) => sql`e.parent = ${parent}` };

@Resolver(() => LifeEvent)
export class LifeEventResolver {
  @FieldResolver(() => [LifeEvent], { description: "The events that are part of it." })
  children(
    @Root() { code }: LifeEvent,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<LifeEvent[]> {
    return records.members(LifeEvent, partOf, code, info);
  }
}
