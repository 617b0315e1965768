import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { codeOfId, globalId, Period } from "../../schema/vocabulary";
import type { SubgraphContext } from "../shared/request";
import { allPromises, promisesOf } from "./promise.loader";
import { MissingReport, ReportingGap, Scorecard } from "./scorecard";
import { reportingGaps, scorecardOf } from "./scorecard.rules";
import { GovernmentEntity } from "./stubs";
import { StandardSubject, subjectStub } from "./subject";

const PERIOD = {
  description: 'The month, quarter or year, such as "2025-03". What ended by the instant the request reads is due.',
} as const;

@Resolver(() => GovernmentEntity)
export class ScorecardOfEntityResolver {
  @FieldResolver(() => Scorecard, {
    nullable: true,
    description: "How the entity did in a period by its own service standards, and what it did not report.",
  })
  async scorecard(
    @Root() { id }: GovernmentEntity,
    @Arg("period", () => Period, PERIOD) period: string,
    @Ctx() { records, clock }: SubgraphContext,
  ): Promise<Scorecard> {
    const entity = codeOfId(GovernmentEntity.name, id);
    return scorecardOf(entity, period, await promisesOf(records, { entity, period }), clock.today());
  }
}

@Resolver(() => ReportingGap)
export class ReportingGapResolver {
  @Query(() => [ReportingGap], {
    nullable: true,
    description: "The entities that have not reported all that their standards promise for a period, by code.",
  })
  async reportingGaps(
    @Arg("period", () => Period, PERIOD) period: string,
    @Ctx() { records, clock }: SubgraphContext,
  ): Promise<ReportingGap[]> {
    return reportingGaps(period, await allPromises(records, period), clock.today());
  }

  @FieldResolver(() => GovernmentEntity, { nullable: true, description: "The entity." })
  entity(@Root() { entity }: ReportingGap): object {
    return { __typename: GovernmentEntity.name, id: globalId(GovernmentEntity.name, entity) };
  }
}

@Resolver(() => MissingReport)
export class MissingReportResolver {
  @FieldResolver(() => StandardSubject, { nullable: true, description: "What was to be measured." })
  subject(@Root() { subject }: MissingReport): object {
    return subjectStub(subject);
  }
}
