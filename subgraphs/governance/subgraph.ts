import { defineSubgraph } from "../shared/subgraph";
import { guideKind } from "./guide.kind";
import { GuideResolver } from "./guide.resolver";
import { CreateGovernance1763769600000 } from "./migrations/1763769600000-create-governance";
import { IndexChangesByKind1763812800000 } from "./migrations/1763812800000-index-changes-by-kind";
import { NodeResolver } from "./node.resolver";
import { recordStubs } from "./stubs";

/** What concerns the guide as a whole: its notice, its change log, and refetching any record by its id. */
export const governanceSubgraph = defineSubgraph({
  name: "governance",
  kinds: [guideKind],
  resolvers: [GuideResolver, NodeResolver],
  stubs: recordStubs,
  readsWholeLog: true,
  migrations: [CreateGovernance1763769600000, IndexChangesByKind1763812800000],
});
