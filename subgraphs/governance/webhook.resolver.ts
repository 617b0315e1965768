import type { GraphQLResolveInfo, GraphQLSchema } from "graphql";
import { Arg, Authorized, Ctx, ID, Info, Mutation, Query, Resolver } from "type-graphql";
import type { Connection } from "../../schema/vocabulary";
import { actorOf } from "../shared/audit/actor";
import { existingRecords } from "../shared/changes/change-log";
import { After, First } from "../shared/editions/queries";
import type { Problem } from "../shared/editions/validation";
import type { SubgraphContext } from "../shared/request";
import { positionOf } from "./change-cursor";
import { unknownKindIn } from "./change-feed.resolver";
import {
  CreateWebhookInput,
  DeleteWebhookInput,
  ReplayWebhookInput,
  RotateWebhookSecretInput,
  UpdateWebhookInput,
  Webhook,
  type WebhookDelivery,
  WebhookDeliveryConnection,
  WebhookDeliveryState,
  WebhookPayload,
  WebhookSecretPayload,
} from "./webhook.entity";
import * as problems from "./webhook.problems";
import { faultOfTarget } from "./webhook-target";
import * as webhooks from "./webhooks";

interface Payload {
  readonly webhook?: Webhook;
  readonly secret?: string;
  readonly problems: readonly Problem[];
}

const MOST_GRACE_HOURS = 168;
const LONGEST_DESCRIPTION = 500;
const INPUT = { description: "The webhook." };

/** Webhooks are of the secretariat; auditors see them. Nobody sees a secret again. */
@Resolver()
export class WebhookResolver {
  @Authorized("secretariat", "auditor")
  @Query(() => [Webhook], { nullable: true, description: "The webhooks of the guide, the oldest first." })
  webhooks(@Ctx() context: SubgraphContext): Promise<Webhook[]> {
    noteReading(context, "Query.webhooks");
    return webhooks.allWebhooks(context.records);
  }

  @Authorized("secretariat", "auditor")
  @Query(() => WebhookDeliveryConnection, {
    nullable: true,
    description: "What was sent and is to be sent to a webhook, the newest change first. What was delivered is kept for 30 days.",
  })
  webhookDeliveries(
    @Arg("webhook", () => ID, { description: "The id of the webhook." }) webhook: string,
    @Arg("state", () => WebhookDeliveryState, { nullable: true, description: "Only those of which this became." })
    state: WebhookDelivery["state"] | undefined,
    @First() first: number,
    @After() after: string | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<Connection<WebhookDelivery>> {
    noteReading(context, "Query.webhookDeliveries");
    return webhooks.deliveriesOf(context.records, { webhook, state: state ?? undefined }, first, after);
  }

  @Authorized("secretariat")
  @Mutation(() => WebhookSecretPayload, { nullable: true, description: "Makes a webhook." })
  async createWebhook(
    @Arg("input", () => CreateWebhookInput, INPUT) { url, kinds = null, entity = null, description = null }: CreateWebhookInput,
    @Ctx() context: SubgraphContext,
    @Info() { schema }: GraphQLResolveInfo,
  ): Promise<Payload> {
    const settings = { url, kinds, entity, description, state: "ACTIVE" } as const;
    const found = await problemsOf(settings, context, schema);
    if (found.length > 0) return { problems: found };
    return webhooks.changeWebhooks(context, async (changing) => {
      if ((await webhooks.countWebhooks(changing.manager)) >= webhooks.MOST_WEBHOOKS)
        return { problems: [problems.tooManyWebhooks(webhooks.MOST_WEBHOOKS)] };
      const { id, secret } = await webhooks.insertWebhook(changing, settings);
      return { ...(await changed(changing, context, { what: "created", id })), secret };
    });
  }

  @Authorized("secretariat")
  @Mutation(() => WebhookPayload, { nullable: true, description: "Changes a webhook, pauses it, or lets it go on." })
  async updateWebhook(
    @Arg("input", () => UpdateWebhookInput, INPUT) input: UpdateWebhookInput,
    @Ctx() context: SubgraphContext,
    @Info() { schema }: GraphQLResolveInfo,
  ): Promise<Payload> {
    const found = await problemsOf(input, context, schema);
    if (found.length > 0) return { problems: found };
    return change(context, input.id, async (changing, before) => {
      await webhooks.updateWebhook(changing, before.id, merged(before, input));
      return changed(changing, context, { what: "updated", id: before.id, before });
    });
  }

  @Authorized("secretariat")
  @Mutation(() => WebhookSecretPayload, {
    nullable: true,
    description: "Gives a webhook another secret. Messages are signed with both for a while, so that none is refused meanwhile.",
  })
  async rotateWebhookSecret(
    @Arg("input", () => RotateWebhookSecretInput, INPUT) { id, graceHours }: RotateWebhookSecretInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Payload> {
    if (graceHours < 0 || graceHours > MOST_GRACE_HOURS) return { problems: [problems.graceOutOfRange(MOST_GRACE_HOURS)] };
    return change(context, id, async (changing, before) => {
      const secret = await webhooks.rotateSecret(changing, before.id, graceHours);
      return { ...(await changed(changing, context, { what: "secret rotated", id: before.id, before })), secret };
    });
  }

  @Authorized("secretariat")
  @Mutation(() => WebhookPayload, { nullable: true, description: "Deletes a webhook, with what is still to be sent to it." })
  async deleteWebhook(
    @Arg("input", () => DeleteWebhookInput, INPUT) { id }: DeleteWebhookInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Payload> {
    return change(context, id, async (changing, before) => {
      await webhooks.deleteWebhook(changing, before.id);
      await webhooks.auditWebhook(changing, context, { what: "deleted", id: before.id, before });
      return { problems: [] };
    });
  }

  @Authorized("secretariat")
  @Mutation(() => WebhookPayload, {
    nullable: true,
    description:
      "Sends a webhook every change behind a cursor once more, also what it could not take before. Messages keep their ids.",
  })
  async replayWebhook(
    @Arg("input", () => ReplayWebhookInput, INPUT) { id, after }: ReplayWebhookInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Payload> {
    const position = positionOf(after);
    return change(context, id, async (changing, before) => {
      await webhooks.replayFrom(changing, before.id, position);
      return changed(changing, context, { what: `replayed from ${position}`, id: before.id, before });
    });
  }
}

function noteReading({ audit, caller, requestId }: SubgraphContext, code: string): void {
  audit.note({ action: "READ", by: actorOf(caller), kind: "Field", code, requestId });
}

/** Does something with a webhook that there is. */
function change(
  context: SubgraphContext,
  id: string,
  work: (changing: webhooks.Changing, before: Webhook) => Promise<Payload>,
): Promise<Payload> {
  return webhooks.changeWebhooks(context, async (changing) => {
    const before = await webhooks.webhookWith(changing.manager, id);
    return before ? work(changing, before) : { problems: [problems.unknownWebhook()] };
  });
}

/** Notes what was done, and answers the webhook as it is now. */
async function changed(
  changing: webhooks.Changing,
  context: SubgraphContext,
  { what, id, before }: { readonly what: string; readonly id: string; readonly before?: Webhook },
): Promise<Payload> {
  const webhook = (await webhooks.webhookWith(changing.manager, id)) as Webhook;
  await webhooks.auditWebhook(changing, context, { what, id, ...(before && { before }), after: webhook });
  return { webhook, problems: [] };
}

/** What is given takes the place of what there is; null empties what may be empty. */
function merged(before: Webhook, { url, kinds, entity, description, isActive }: UpdateWebhookInput): webhooks.WebhookSettings {
  return {
    url: url ?? before.url,
    kinds: kinds === undefined ? before.kinds : kinds,
    entity: entity === undefined ? before.entity : entity,
    description: description === undefined ? before.description : description,
    state: isActive == null ? before.state : isActive ? "ACTIVE" : "PAUSED",
  };
}

async function problemsOf(
  { url, kinds, entity, description }: Partial<Omit<CreateWebhookInput, "url">> & { readonly url?: string | null },
  { configuration, records }: SubgraphContext,
  schema: GraphQLSchema,
): Promise<Problem[]> {
  const fault = url == null ? undefined : await faultOfTarget(url, configuration.webhookPrivateAddresses);
  const unknown = unknownKindIn(kinds ?? [], schema);
  const isUnknownEntity =
    entity != null && (await existingRecords(records, [{ typename: "GovernmentEntity", code: entity }], undefined)).size === 0;
  return [
    ...(fault ? [problems.badTarget(fault)] : []),
    ...(unknown ? [problems.unknownKind(unknown.kind, unknown.known)] : []),
    ...(isUnknownEntity ? [problems.unknownEntity(entity)] : []),
    ...((description?.length ?? 0) > LONGEST_DESCRIPTION ? [problems.tooLong(LONGEST_DESCRIPTION)] : []),
  ];
}
