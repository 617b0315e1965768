import { defineSubgraph } from "../shared/subgraph";
import { GovernmentEntityQueries, GovernmentEntityResolver } from "./government-entity.resolver";
import { entitiesKinds } from "./kinds";
import { CreateEntities1763769600000 } from "./migrations/1763769600000-create-entities";
import { IndexCentresByLatitude1763816400000 } from "./migrations/1763816400000-index-centres-by-latitude";
import { CreateWorkflow1763900000000 } from "./migrations/1763900000000-create-workflow";
import { IndexForRules1764100000000 } from "./migrations/1764100000000-index-for-rules";
import { NearbyServiceCentreResolver } from "./nearby-service-centre.resolver";
import { NeverPublishedResolver } from "./never-published.resolver";
import { OrganizationalUnitQueries, OrganizationalUnitResolver } from "./organizational-unit.resolver";
import { ServiceCentreQueries, ServiceCentreResolver, ServiceCentresOfServiceResolver } from "./service-centre.resolver";
import { Service } from "./stubs";

/** Who provides: government entities, their units and their service centres. */
export const entitiesSubgraph = defineSubgraph({
  name: "entities",
  kinds: entitiesKinds,
  resolvers: [
    GovernmentEntityQueries,
    GovernmentEntityResolver,
    OrganizationalUnitQueries,
    OrganizationalUnitResolver,
    ServiceCentreQueries,
    ServiceCentreResolver,
    ServiceCentresOfServiceResolver,
    NearbyServiceCentreResolver,
    NeverPublishedResolver,
  ],
  extensions: [Service],
  readsChangesOf: [Service.name],
  migrations: [
    CreateEntities1763769600000,
    IndexCentresByLatitude1763816400000,
    CreateWorkflow1763900000000,
    IndexForRules1764100000000,
  ],
});
