import { defineSubgraph } from "../shared/subgraph";
import { AppliedStandardResolver } from "./applied-standard.resolver";
import {
  AssessmentQueries,
  AssessmentResolver,
  AssessmentsOfCentreResolver,
  AssessmentsOfEntityResolver,
} from "./assessment.resolver";
import { CodeListItemResolver, CodeListResolver } from "./code-list.resolver";
import { ComplianceOfEntityResolver } from "./compliance.resolver";
import { CriterionQueries, CriterionResolver } from "./criterion.resolver";
import { IndicatorQueries, IndicatorResolver } from "./indicator.resolver";
import { standardsKinds } from "./kinds";
import { MeasurementResolver } from "./measurement.resolver";
import { CreateStandards1763769600000 } from "./migrations/1763769600000-create-standards";
import { CreateWorkflow1763900000000 } from "./migrations/1763900000000-create-workflow";
import { IndexForRules1764100000000 } from "./migrations/1764100000000-index-for-rules";
import { MissedStandardResolver } from "./missed-standard.resolver";
import { PerformanceResolver } from "./performance.resolver";
import { PolicyDocumentQueries, PolicyDocumentResolver } from "./policy-document.resolver";
import { MissingReportResolver, ReportingGapResolver, ScorecardOfEntityResolver } from "./scorecard.resolver";
import { ServiceStandardQueries, ServiceStandardResolver } from "./service-standard.resolver";
import { StandardsOfResolvers } from "./standards-of.resolver";
import { GovernmentEntity, Journey, OrganizationalUnit, Service, ServiceCentre } from "./stubs";
import { TargetQueries } from "./target.resolver";

/** How well: policies and their criteria, service standards, indicators, targets, measurements and assessments; and the code lists. */
export const standardsSubgraph = defineSubgraph({
  name: "standards",
  kinds: standardsKinds,
  resolvers: [
    CodeListResolver,
    CodeListItemResolver,
    PolicyDocumentQueries,
    PolicyDocumentResolver,
    CriterionQueries,
    CriterionResolver,
    IndicatorQueries,
    IndicatorResolver,
    ServiceStandardQueries,
    ServiceStandardResolver,
    ...StandardsOfResolvers,
    AppliedStandardResolver,
    TargetQueries,
    MeasurementResolver,
    PerformanceResolver,
    ScorecardOfEntityResolver,
    ReportingGapResolver,
    MissingReportResolver,
    MissedStandardResolver,
    AssessmentQueries,
    AssessmentResolver,
    AssessmentsOfEntityResolver,
    AssessmentsOfCentreResolver,
    ComplianceOfEntityResolver,
  ],
  extensions: [Service, ServiceCentre, OrganizationalUnit, GovernmentEntity, Journey],
  migrations: [CreateStandards1763769600000, CreateWorkflow1763900000000, IndexForRules1764100000000],
});
