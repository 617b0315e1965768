import { defineSubgraph } from "../shared/subgraph";
import { governmentEntityKind } from "./government-entity.kind";
import { GovernmentEntityQueries, GovernmentEntityResolver } from "./government-entity.resolver";
import { CreateEntities1763769600000 } from "./migrations/1763769600000-create-entities";
import { IndexCentresByLatitude1763816400000 } from "./migrations/1763816400000-index-centres-by-latitude";
import { NearbyServiceCentreResolver } from "./nearby-service-centre.resolver";
import { organizationalUnitKind } from "./organizational-unit.kind";
import { OrganizationalUnitQueries, OrganizationalUnitResolver } from "./organizational-unit.resolver";
import { serviceCentreKind } from "./service-centre.kind";
import { ServiceCentreQueries, ServiceCentreResolver, ServiceCentresOfServiceResolver } from "./service-centre.resolver";
import { Service } from "./stubs";

/** Who provides: government entities, their units and their service centres. */
export const entitiesSubgraph = defineSubgraph({
  name: "entities",
  kinds: [governmentEntityKind, organizationalUnitKind, serviceCentreKind],
  resolvers: [
    GovernmentEntityQueries,
    GovernmentEntityResolver,
    OrganizationalUnitQueries,
    OrganizationalUnitResolver,
    ServiceCentreQueries,
    ServiceCentreResolver,
    ServiceCentresOfServiceResolver,
    NearbyServiceCentreResolver,
  ],
  extensions: [Service],
  migrations: [CreateEntities1763769600000, IndexCentresByLatitude1763816400000],
});
