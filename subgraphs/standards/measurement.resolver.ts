import type { GraphQLResolveInfo } from "graphql";
import sql, { type Sql } from "sql-template-tag";
import { Arg, Ctx, Field, FieldResolver, ID, Info, InputType, Int, Query, Resolver, Root } from "type-graphql";
import { Code, type Connection, DateTime, Decimal, Period } from "../../schema/vocabulary";
import { After, connectionType, First } from "../shared/editions/queries";
import type { SubgraphContext } from "../shared/request";
import { Measurement } from "./measurement.entity";
import { valueOf } from "./performance.rules";
import { spanAsked } from "./period.rules";
import { StandardSubject, subjectKey, subjectOfId, subjectStub } from "./subject";

@InputType({ description: "Which measurements to list." })
export class MeasurementFilter {
  @Field(() => Code, { nullable: true, description: "Only measurements for the indicator with this code." })
  indicator?: string | null;

  @Field(() => Code, { nullable: true, description: "Only measurements that the entity with this code reports." })
  entity?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "Only measurements of the service, service centre, unit, entity or journey with this id.",
  })
  subject?: string | null;

  @Field(() => Code, { nullable: true, description: "Only measurements in the channel with this code." })
  channel?: string | null;

  @Field(() => Period, { nullable: true, description: "Only periods that begin in this one or later." })
  from?: string | null;

  @Field(() => Period, { nullable: true, description: "Only periods that end in this one or earlier." })
  to?: string | null;
}

function conditionsOf({ indicator, entity, subject, channel, from, to }: MeasurementFilter): Sql[] {
  return [
    ...(indicator ? [sql`e.indicator = ${indicator}`] : []),
    ...(entity ? [sql`e.entity = ${entity}`] : []),
    ...(subject ? [sql`e.subject = ${subjectKey(subjectOfId(subject))}`] : []),
    ...(channel ? [sql`e.channel = ${channel}`] : []),
    ...(from ? [sql`e.period_start >= ${spanAsked(from).start}::date`] : []),
    ...(to ? [sql`e.period_end <= ${spanAsked(to).end}::date`] : []),
  ];
}

const MeasurementConnection = connectionType(Measurement, "measurements");

@Resolver(() => Measurement)
export class MeasurementResolver {
  @Query(() => MeasurementConnection, {
    nullable: true,
    description: "What was measured: by indicator, then by subject, channel and period, a page at a time.",
  })
  measurements(
    @First() first: number,
    @After() after: string | undefined,
    @Arg("filter", () => MeasurementFilter, { nullable: true, description: "Only those that meet every condition given." })
    filter: MeasurementFilter | undefined,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Measurement>> {
    const filters = filter ? conditionsOf(filter) : [];
    return records.connection(Measurement, { first, after, orderBy: "CODE_ASC", filters, identity: filter }, info);
  }

  @FieldResolver(() => StandardSubject, { nullable: true, description: "What was measured." })
  subject(@Root() { subject }: Measurement): object {
    return subjectStub(subject);
  }

  @FieldResolver(() => Decimal, {
    nullable: true,
    description: "Numerator divided by denominator, rounded half up to four decimals; null when nothing was counted.",
  })
  value(@Root() measurement: Measurement): string | undefined {
    return valueOf(measurement);
  }

  @FieldResolver(() => DateTime, { description: "When it was published, in the revision shown." })
  recordedAt(@Root() { validFrom }: Measurement): Date {
    return validFrom;
  }

  @FieldResolver(() => Int, { description: "Which revision of the measurement it is, counted from 1." })
  revision(@Root() { edition }: Measurement): number {
    return edition.number;
  }
}
