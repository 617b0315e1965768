import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Code, connectionOf, DateTime, enumeration, Url } from "../../schema/vocabulary";
import { Problem } from "../shared/workflow/types";
import { Change } from "./change-feed.entity";

export const WebhookState = enumeration("WebhookState", "Whether changes are sent to a webhook.", {
  ACTIVE: "They are.",
  PAUSED: "The secretariat paused it; what changes meanwhile is sent when it goes on.",
  GONE: "Its target answered that it is gone (410); what changes meanwhile is sent when it is made active again.",
});

@ObjectType({
  description: "An address to which changes of the guide are sent, signed as https://www.standardwebhooks.com says.",
})
export class Webhook {
  @Field(() => ID, { description: "Its id." })
  id!: string;

  @Field(() => Url, { description: "Where changes are sent." })
  url!: string;

  @Field(() => [String], { nullable: true, description: "The types of records whose changes are sent; null for all." })
  kinds!: string[] | null;

  @Field(() => Code, { nullable: true, description: "The entity (its code) whose changes are sent; null for all." })
  entity!: string | null;

  @Field(() => String, { nullable: true, description: "What it is for; null when not said." })
  description!: string | null;

  @Field(() => WebhookState, { description: "Whether changes are sent." })
  state!: keyof typeof WebhookState;

  @Field(() => DateTime, { description: "When it was made." })
  createdAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: "Until when messages are signed with its earlier secret too; null when there is one secret.",
  })
  earlierSecretUntil!: Date | null;
}

export const WebhookDeliveryState = enumeration("WebhookDeliveryState", "What became of a message.", {
  PENDING: "It is still to be delivered: for the first time, or again.",
  DELIVERED: "Its target took it.",
  DEAD: "Its target did not take it in ten attempts over some three days; it can be replayed.",
});

@ObjectType({ description: "A change on its way to a webhook. Its message has one id, however often it is sent." })
export class WebhookDelivery {
  @Field(() => String, { description: "The id of the message, as in its header `webhook-id`." })
  messageId!: string;

  @Field(() => Change, { description: "The change it tells of." })
  change!: Change;

  @Field(() => WebhookDeliveryState, { description: "What became of it." })
  state!: keyof typeof WebhookDeliveryState;

  @Field(() => Int, { description: "How often it was tried since it was made or replayed." })
  attempts!: number;

  @Field(() => DateTime, { nullable: true, description: "When it is tried next; null unless it is pending." })
  nextAttemptAt!: Date | null;

  @Field(() => Int, { nullable: true, description: "The HTTP status of the last answer; null when there was none." })
  status!: number | null;

  @Field(() => String, { nullable: true, description: "Why the last attempt failed; null when it did not." })
  failure!: string | null;

  @Field(() => DateTime, { description: "When it was tried last, or made." })
  changedAt!: Date;
}

export const WebhookDeliveryConnection = connectionOf(() => WebhookDelivery, "WebhookDelivery", "messages to a webhook");

const KINDS = 'Only changes of records of these types, such as ["Service"]; all when absent.';
const ENTITY =
  "Only changes of the entity with this code, also those by which a record of it became another's; of all when absent.";

@InputType({ description: "A webhook to make. It is sent what changes from now on." })
export class CreateWebhookInput {
  @Field(() => Url, { description: "Where changes are to be sent: https, on port 443 or 8443, at a public address." })
  url!: string;

  @Field(() => [String], { nullable: true, description: KINDS })
  kinds?: string[] | null;

  @Field(() => Code, { nullable: true, description: ENTITY })
  entity?: string | null;

  @Field(() => String, { nullable: true, description: "What it is for, at most 500 characters." })
  description?: string | null;
}

@InputType({ description: "What is to change in a webhook; what is absent stays." })
export class UpdateWebhookInput {
  @Field(() => ID, { description: "The id of the webhook." })
  id!: string;

  @Field(() => Url, { nullable: true, description: "Where changes are to be sent from now on." })
  url?: string | null;

  @Field(() => [String], { nullable: true, description: "The types of records whose changes are sent; null for all." })
  kinds?: string[] | null;

  @Field(() => Code, { nullable: true, description: "The entity (its code) whose changes are sent; null for all." })
  entity?: string | null;

  @Field(() => String, { nullable: true, description: "What it is for; null to say nothing." })
  description?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether changes are sent: false pauses it, true lets it go on where it was.",
  })
  isActive?: boolean | null;
}

@InputType({ description: "A webhook whose secret is to be replaced." })
export class RotateWebhookSecretInput {
  @Field(() => ID, { description: "The id of the webhook." })
  id!: string;

  @Field(() => Int, {
    defaultValue: 24,
    description: "For how many hours messages are signed with the earlier secret too, from 0 to 168.",
  })
  graceHours!: number;
}

@InputType({ description: "A webhook to delete, with what is still to be sent to it." })
export class DeleteWebhookInput {
  @Field(() => ID, { description: "The id of the webhook." })
  id!: string;
}

@InputType({ description: "A webhook to which changes are to be sent once more." })
export class ReplayWebhookInput {
  @Field(() => ID, { description: "The id of the webhook." })
  id!: string;

  @Field(() => String, { description: "The cursor of the change feed behind which to begin." })
  after!: string;
}

@ObjectType({ description: "What came of a change of a webhook." })
export class WebhookPayload {
  @Field(() => Webhook, { nullable: true, description: "The webhook; null where there are problems, or where it was deleted." })
  webhook?: Webhook;

  @Field(() => [Problem], { description: "What kept it from being done." })
  problems!: Problem[];
}

@ObjectType({ description: "What came of making a webhook or replacing its secret." })
export class WebhookSecretPayload extends WebhookPayload {
  @Field(() => String, {
    nullable: true,
    description: "The secret with which messages are signed. It is shown this once; null where there are problems.",
  })
  secret?: string;
}
