import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { Code } from "../../schema/vocabulary";
import { QualityReport } from "../shared/quality/quality.entity";
import { QualityReports } from "../shared/quality/quality.report";
import type { SubgraphContext } from "../shared/request";
import { serviceKind } from "./service.kind";
import { GovernmentEntity } from "./stubs";

const reports = new QualityReports(serviceKind, "competent_authority");

@Resolver()
export class ServiceQualityResolver {
  @Query(() => QualityReport, {
    nullable: true,
    description: "How good the services of the guide are by its rules, or those of one entity, and why not better.",
  })
  serviceQuality(
    @Arg("entity", () => Code, { nullable: true, description: "Only services that the entity with this code answers for." })
    entity: string | undefined,
    @Ctx() { records }: SubgraphContext,
  ): Promise<QualityReport> {
    return reports.of(records, entity);
  }
}

@Resolver(() => GovernmentEntity)
export class ServiceQualityOfEntityResolver {
  @FieldResolver(() => QualityReport, {
    nullable: true,
    description: "How good the services it answers for are by the rules of the guide, and why not better.",
  })
  serviceQuality(@Root() { code }: { code: string }, @Ctx() { records }: SubgraphContext): Promise<QualityReport> {
    return reports.of(records, code);
  }
}
