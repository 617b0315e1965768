import { defineSubgraph } from "../shared/subgraph";
import { JourneyQueries, JourneyResolver, JourneysOfEntityResolver, JourneysOfEventResolver } from "./journey.resolver";
import { catalogueKinds } from "./kinds";
import { CreateCatalogue1763769600000 } from "./migrations/1763769600000-create-catalogue";
import { CreateWorkflow1763900000000 } from "./migrations/1763900000000-create-workflow";
import { IndexForRules1764100000000 } from "./migrations/1764100000000-index-for-rules";
import { OnceOnlyResolver } from "./once-only.resolver";
import {
  ChannelQueries,
  EvidenceTypeQueries,
  LegalResourceQueries,
  LifeEventQueries,
  LifeEventResolver,
} from "./records.resolver";
import { ServiceQualityOfEntityResolver, ServiceQualityResolver } from "./service-quality.resolver";
import { ServiceChannelResolver, ServiceQueries, ServiceResolver, StepResolver } from "./service.resolver";
import { servicesOfResolvers } from "./services-of.resolver";
import { CustomerSegment, GovernmentEntity, OrganizationalUnit, Requirement } from "./stubs";

/** What is offered: services with all that hangs on them, and the journeys they form. */
export const catalogueSubgraph = defineSubgraph({
  name: "catalogue",
  kinds: catalogueKinds,
  resolvers: [
    ServiceQueries,
    ServiceResolver,
    ServiceChannelResolver,
    StepResolver,
    JourneyQueries,
    JourneyResolver,
    JourneysOfEntityResolver,
    JourneysOfEventResolver,
    ChannelQueries,
    EvidenceTypeQueries,
    LegalResourceQueries,
    LifeEventQueries,
    LifeEventResolver,
    OnceOnlyResolver,
    ServiceQualityResolver,
    ServiceQualityOfEntityResolver,
    ...servicesOfResolvers,
  ],
  extensions: [CustomerSegment, GovernmentEntity, OrganizationalUnit, Requirement],
  migrations: [CreateCatalogue1763769600000, CreateWorkflow1763900000000, IndexForRules1764100000000],
});
