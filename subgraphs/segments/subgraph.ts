import { defineSubgraph } from "../shared/subgraph";
import { CustomerSegmentQueries, CustomerSegmentResolver } from "./customer-segment.resolver";
import { InformationConceptQueries, InformationConceptResolver } from "./information-concept.resolver";
import { segmentsKinds } from "./kinds";
import { CreateSegments1763769600000 } from "./migrations/1763769600000-create-segments";
import { CreateWorkflow1763900000000 } from "./migrations/1763900000000-create-workflow";
import { IndexForRules1764100000000 } from "./migrations/1764100000000-index-for-rules";
import { RequirementQueries, RequirementResolver } from "./requirement.resolver";

/** For whom: customer segments, the facts that can be asked of customers, and the requirements that rest on them. */
export const segmentsSubgraph = defineSubgraph({
  name: "segments",
  kinds: segmentsKinds,
  resolvers: [
    CustomerSegmentQueries,
    CustomerSegmentResolver,
    InformationConceptQueries,
    InformationConceptResolver,
    RequirementQueries,
    RequirementResolver,
  ],
  migrations: [CreateSegments1763769600000, CreateWorkflow1763900000000, IndexForRules1764100000000],
});
