import { defineSubgraph } from "../shared/subgraph";
import { guideKind } from "./guide.kind";
import { GuideResolver } from "./guide.resolver";
import { CreateGovernance1763769600000 } from "./migrations/1763769600000-create-governance";
import { NodeResolver } from "./node.resolver";
import { recordStubs } from "./stubs";

/** What concerns the guide as a whole: its notice, its change log, and refetching any record by its id. */
export const governanceSubgraph = defineSubgraph({
  name: "governance",
  kinds: [guideKind],
  resolvers: [GuideResolver, NodeResolver],
  stubs: recordStubs,
  migrations: [CreateGovernance1763769600000],
});
