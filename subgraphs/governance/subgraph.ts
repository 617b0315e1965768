import { defineSubgraph } from "../shared/subgraph";
import { RecordProblem, StaleEdition } from "../shared/workflow/types";
import { AuditResolver } from "./audit.resolver";
import { ChangeFeedResolver } from "./change-feed.resolver";
import { checkpointJob } from "./checkpoint.job";
import { GuideComparisonResolver, GuideDifferenceResolver } from "./guide-comparison.resolver";
import { GuideEditionResolver } from "./guide-edition.resolver";
import { GuideResolver } from "./guide.resolver";
import { governanceKinds } from "./kinds";
import { CreateGovernance1763769600000 } from "./migrations/1763769600000-create-governance";
import { IndexChangesByKind1763812800000 } from "./migrations/1763812800000-index-changes-by-kind";
import { CreateWorkflow1763900000000 } from "./migrations/1763900000000-create-workflow";
import { CreateAuditChain1764000000000 } from "./migrations/1764000000000-create-audit-chain";
import { FollowChanges1764000100000 } from "./migrations/1764000100000-follow-changes";
import { CreateGuideEditions1764000200000 } from "./migrations/1764000200000-create-guide-editions";
import { CreateWebhooks1764000300000 } from "./migrations/1764000300000-create-webhooks";
import { IndexForRules1764100000000 } from "./migrations/1764100000000-index-for-rules";
import { RememberPreviousEntity1764200000000 } from "./migrations/1764200000000-remember-previous-entity";
import { NodeResolver } from "./node.resolver";
import { recordStubs } from "./stubs";
import { forgetDeliveriesJob, webhookJob } from "./webhook.job";
import { WebhookResolver } from "./webhook.resolver";

/** What concerns the guide as a whole: its notice, its change log, and refetching any record by its id. */
export const governanceSubgraph = defineSubgraph({
  name: "governance",
  kinds: governanceKinds,
  resolvers: [
    GuideResolver,
    NodeResolver,
    ChangeFeedResolver,
    AuditResolver,
    GuideEditionResolver,
    GuideComparisonResolver,
    GuideDifferenceResolver,
    WebhookResolver,
  ],
  stubs: [...recordStubs, RecordProblem, StaleEdition],
  readsWholeLog: true,
  jobs: [webhookJob, forgetDeliveriesJob, checkpointJob],
  migrations: [
    CreateGovernance1763769600000,
    IndexChangesByKind1763812800000,
    CreateWorkflow1763900000000,
    CreateAuditChain1764000000000,
    FollowChanges1764000100000,
    CreateGuideEditions1764000200000,
    CreateWebhooks1764000300000,
    IndexForRules1764100000000,
    RememberPreviousEntity1764200000000,
  ],
});
