import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { Period } from "../../schema/vocabulary";
import { groupBy, type Records } from "../shared/editions/records";
import type { SubgraphContext } from "../shared/request";
import { AppliedStandard, placeOf } from "./applied-standard";
import { Criterion } from "./criterion.entity";
import { type Evidence, type EvidenceField, evidenceFor, TREND_PERIODS } from "./evidence";
import { Indicator } from "./indicator.entity";
import type { Measurement } from "./measurement.entity";
import { measurementsOf } from "./measurement.loader";
import { Performance, PerformanceTrend } from "./performance";
import { channelStub } from "./performance.resolver";
import { performanceIn, trendOf } from "./performance.rules";
import { type Span, spanAsked } from "./period.rules";
import { Channel } from "./stubs";
import { StandardSubject, subjectKey, subjectStub } from "./subject";
import { Target } from "./target.entity";
import { applicableTarget, isInherited } from "./target.rules";

const PERIOD = {
  nullable: true,
  description: 'The month, quarter or year, such as "2025-Q1"; the newest measured one when absent.',
} as const;

/** An applied standard that is measured, with what it is judged by. */
interface Judged {
  readonly indicator: string;
  readonly evidence: Evidence;
  /** What the evidence says of its subject, newest first. */
  readonly newest: readonly Measurement[];
}

async function judged(
  field: EvidenceField,
  { standard, subject }: AppliedStandard,
  records: Records,
): Promise<Judged | undefined> {
  const evidence = await evidenceFor(field, standard, records);
  if (!evidence || standard.indicator === undefined) return undefined;
  return { indicator: standard.indicator, evidence, newest: evidence.measurements[subjectKey(subject)] ?? [] };
}

/** What was measured of an applied standard within some days. */
function measuredWithin(
  span: Span,
  { subject }: AppliedStandard,
  indicator: string,
  records: Records,
): Promise<readonly Measurement[]> {
  return measurementsOf(records, { ...span, indicator, subject: subjectKey(subject) });
}

@Resolver(() => AppliedStandard)
export class AppliedStandardResolver {
  @FieldResolver(() => Channel, {
    nullable: true,
    description: "The channel it is for; null when it holds for all channels together.",
  })
  channel(@Root() { standard }: AppliedStandard): object | undefined {
    return channelStub(standard.channel);
  }

  @FieldResolver(() => Indicator, {
    nullable: true,
    description: "The indicator that measures it; null when it is not measured.",
  })
  async indicator(
    @Root() { standard }: AppliedStandard,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Indicator | null> {
    return standard.indicator === undefined ? null : records.load(Indicator, standard.indicator, info);
  }

  @FieldResolver(() => Criterion, { nullable: true, description: "The criterion it answers; null when it answers none." })
  async criterion(
    @Root() { standard }: AppliedStandard,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Criterion | null> {
    return standard.criterion === undefined ? null : records.load(Criterion, standard.criterion, info);
  }

  @FieldResolver(() => StandardSubject, { nullable: true, description: "What is held to it." })
  subject(@Root() { subject }: AppliedStandard): object {
    return subjectStub(subject);
  }

  @FieldResolver(() => Target, {
    nullable: true,
    description: "The target that holds for it today, the nearest of those set; null when there is none.",
  })
  async target(@Root() standard: AppliedStandard, @Ctx() { records, clock }: SubgraphContext): Promise<Target | undefined> {
    const found = await judged("target", standard, records);
    return found && applicableTarget(found.evidence.targets, placeOf(standard), clock.today());
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: "Whether that target was set for something wider, such as the entity or everyone; null when there is no target.",
  })
  async isTargetInherited(
    @Root() standard: AppliedStandard,
    @Ctx() { records, clock }: SubgraphContext,
  ): Promise<boolean | undefined> {
    const found = await judged("isTargetInherited", standard, records);
    const target = found && applicableTarget(found.evidence.targets, placeOf(standard), clock.today());
    return target && isInherited(target, placeOf(standard));
  }

  @FieldResolver(() => Performance, {
    nullable: true,
    description: "How well it is kept in a period; null when nothing was reported.",
  })
  async performance(
    @Root() standard: AppliedStandard,
    @Arg("period", () => Period, PERIOD) asked: string | undefined,
    @Ctx() { records }: SubgraphContext,
  ): Promise<Performance | undefined> {
    const found = await judged("performance", standard, records);
    if (!found) return undefined;
    const { indicator, evidence, newest } = found;
    const place = placeOf(standard);
    if (typeof asked === "string") {
      const all = await measuredWithin(spanAsked(asked), standard, indicator, records);
      return performanceIn(
        indicator,
        asked,
        all.filter(({ channel }) => channel === place.channel),
        place,
        evidence,
      );
    }
    return newest[0] && performanceIn(indicator, newest[0].period, newest, place, evidence);
  }

  @FieldResolver(() => [Performance], { description: "How well it was kept in each measured period, oldest first." })
  async performanceSeries(
    @Root() standard: AppliedStandard,
    @Arg("from", () => Period, { nullable: true, description: "The first period; from the beginning when absent." })
    from: string | undefined,
    @Arg("to", () => Period, { nullable: true, description: "The last period; to the newest when absent." })
    to: string | undefined,
    @Ctx() { records }: SubgraphContext,
  ): Promise<Performance[]> {
    const found = await judged("performanceSeries", standard, records);
    if (!found) return [];
    const { indicator, evidence } = found;
    const place = placeOf(standard);
    const span = { start: from ? spanAsked(from).start : "-infinity", end: to ? spanAsked(to).end : "infinity" };
    const all = await measuredWithin(span, standard, indicator, records);
    return all
      .filter(({ channel }) => channel === place.channel)
      .flatMap((each) => performanceIn(indicator, each.period, [each], place, evidence) ?? []);
  }

  @FieldResolver(() => [Performance], {
    description: "How well it is kept in a period through each channel it is measured in, by the code of the channel.",
  })
  async performanceByChannel(
    @Root() standard: AppliedStandard,
    @Arg("period", () => Period, PERIOD) asked: string | undefined,
    @Ctx() { records }: SubgraphContext,
  ): Promise<Performance[]> {
    const found = await judged("performanceByChannel", standard, records);
    if (!found) return [];
    const { indicator, evidence, newest } = found;
    const all = typeof asked === "string" ? await measuredWithin(spanAsked(asked), standard, indicator, records) : newest;
    const period = asked ?? newest[0]?.period;
    const only = standard.standard.channel;
    const inChannels = all.filter(({ channel }) => channel !== undefined && channel === (only ?? channel));
    return [...groupBy(inChannels, ({ channel }) => channel)]
      .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1))
      .flatMap(
        ([channel, each]) =>
          (period && performanceIn(indicator, period, each, { ...placeOf(standard), channel }, evidence)) || [],
      );
  }

  @FieldResolver(() => PerformanceTrend, { description: "Which way it is going." })
  async trend(@Root() standard: AppliedStandard, @Ctx() { records }: SubgraphContext): Promise<PerformanceTrend> {
    const found = await judged("trend", standard, records);
    return found ? trendOf(found.newest, TREND_PERIODS, found.evidence) : "UNKNOWN";
  }
}
