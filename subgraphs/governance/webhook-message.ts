import { randomBytes } from "node:crypto";
import { Webhook as Signer } from "standardwebhooks";
import type { Change } from "./change-feed.entity";
import { cursorOf } from "./change-cursor";

const SECRET_BYTES = 32;

/** A new secret in the form of the Standard Webhooks specification. */
export const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;

/** The id of a message: the same however often it is sent, so that a receiver can leave out what it has. */
export const messageIdOf = (webhook: string, position: string): string => `msg_${webhook.replaceAll("-", "")}_${position}`;

/** What is sent of a change: the same as followers of the stream are told, and where in the feed it stands. */
export function bodyOf(position: string, change: Change): string {
  const { action, kind, code, recordId: id, edition, entityCode: entity, occurredAt } = change;
  const previousEntity = change.previousEntityCode;
  return JSON.stringify({
    type: `change.${action.toLowerCase()}`,
    timestamp: occurredAt.toISOString(),
    data: {
      ...{ action, kind, code, id, edition, entity, previousEntity },
      ...{ occurredAt: occurredAt.toISOString(), cursor: cursorOf(position) },
    },
  });
}

/** The headers of a message, signed with every secret that holds. See https://www.standardwebhooks.com */
export function headersOf(id: string, body: string, secrets: readonly string[], now: Date): Record<string, string> {
  return {
    "content-type": "application/json",
    "user-agent": "unified-services-guide",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": secrets.map((secret) => new Signer(secret).sign(id, now, body)).join(" "),
  };
}
