import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { startRunningGuide, type RunningGuide } from "../../cli/running-guide";
import { Channel } from "../../subgraphs/catalogue/channel.entity";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import { createLogger } from "../../telemetry/logger";
import { eventually } from "../support/eventually";
import { startTestGuide, type TestGuide } from "../support/guide";
import { bearer } from "../support/tokens";
import { answers, hangs, type ReceivedMessage, startWebhookTarget, takes, type WebhookTarget } from "../support/webhook-target";
import { aChannel, anEntity, foundations } from "../support/world";

jest.setTimeout(60_000);

const ALLOWED = { WEBHOOK_PRIVATE_ADDRESSES: "allow" };
const SECRETARIAT = () => bearer("secretariat");

let guide: TestGuide;
let other: RunningGuide;
const targets: WebhookTarget[] = [];
beforeAll(async () => {
  guide = await startTestGuide({ with: "nothing", configuration: ALLOWED });
  await guide.publish(...foundations());
  // Two instances share the work.
  other = await startRunningGuide(readConfiguration({ DATABASE_URL: guide.database.url, ...ALLOWED }), createLogger("silent"), {
    PORT: "0",
    HOST: "127.0.0.1",
    STOP_LINGER_MS: "0",
  });
});
afterEach(async () => {
  await guide.database.query("DELETE FROM governance.webhook");
  await Promise.all(targets.splice(0).map((target) => target.close()));
});
afterAll(async () => {
  await other.stop();
  await guide.stop();
});

interface Payload {
  readonly webhook: { readonly id: string; readonly state: string; readonly earlierSecretUntil: string | null } | null;
  readonly secret?: string;
  readonly problems: readonly { readonly code: string; readonly path: string }[];
}

async function mutate(name: string, input: object, headers: Record<string, string> = SECRETARIAT()): Promise<Payload> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const secret = ["createWebhook", "rotateWebhookSecret"].includes(name) ? "secret" : "";
  const { data, errors } = await guide.query<Record<string, Payload>, object>(
    `mutation ($input: ${type}!) { ${name}(input: $input) {
       webhook { id state earlierSecretUntil } ${secret} problems { code path message { ar en } } } }`,
    { input },
    headers,
  );
  if (errors) throw new Error(`${errors[0]?.extensions.code}: ${errors[0]?.message}`);
  return data[name] as Payload;
}

async function target(): Promise<WebhookTarget> {
  const started = await startWebhookTarget();
  targets.push(started);
  return started;
}

/** A webhook at a target of its own. */
async function webhook(input: object = {}) {
  const its = await target();
  const { webhook: made, secret = "", problems } = await mutate("createWebhook", { url: its.url, ...input });
  expect(problems).toEqual([]);
  return { target: its, id: made?.id ?? "", secret };
}

interface Message {
  readonly type: string;
  readonly timestamp: string;
  readonly data: { readonly code: string; readonly action: string; readonly cursor: string };
}
const read = ({ body }: ReceivedMessage) => JSON.parse(body) as Message;
const codesOf = ({ received }: WebhookTarget) => received.map((message) => read(message).data.code);
const arrive = (at: WebhookTarget, codes: readonly string[]) =>
  eventually(() => expect([...codesOf(at)].sort()).toEqual([...codes].sort()));
const idsOf = ({ received }: WebhookTarget) => received.map(({ headers }) => String(headers["webhook-id"]));

interface Delivery {
  readonly messageId: string;
  readonly state: string;
  readonly attempts: number;
  readonly status: number | null;
  readonly failure: string | null;
  readonly nextAttemptAt: string | null;
  readonly change: { readonly code: string };
}
async function deliveries(id: string, variables: object = {}): Promise<{ nodes: Delivery[]; totalCount: number }> {
  const { data, errors } = await guide.query<{ webhookDeliveries: { nodes: Delivery[]; totalCount: number } }, object>(
    `query ($id: ID!, $state: WebhookDeliveryState) { webhookDeliveries(webhook: $id, state: $state, first: 100) { totalCount
       nodes { messageId state attempts status failure nextAttemptAt change { code } } } }`,
    { id, ...variables },
    bearer("auditor"),
  );
  expect(errors).toBeUndefined();
  return data.webhookDeliveries;
}
const only = async (id: string) => (await deliveries(id)).nodes[0] as Delivery;
/** Lets the time of the next attempt come. */
const comeDue = () =>
  guide.database.query("UPDATE governance.webhook_delivery SET next_attempt_at = now() WHERE state = 'PENDING'");

test("a change is sent once, signed as the specification says, with what the stream tells", async () => {
  const { target: its, secret, id } = await webhook();
  await guide.publish(aChannel("SENT", { operator: "ENTITY" }));
  await guide.withdraw(Channel, "SENT");
  await arrive(its, ["SENT", "SENT"]);
  await sleep(1_500);
  expect(its.received).toHaveLength(2);
  for (const { body, headers } of its.received) {
    expect(headers["content-type"]).toBe("application/json");
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual(JSON.parse(body));
    expect(() => new Webhook(secret).verify(body.replace("SENT", "FORGED"), headers as Record<string, string>)).toThrow();
  }
  const [first] = its.received.map(read).sort((a, b) => a.timestamp.localeCompare(b.timestamp));
  expect(first).toEqual({
    type: expect.stringMatching(/^change\.(publish|correct)$/),
    timestamp: expect.any(String),
    data: {
      ...{ action: "PUBLISH", kind: "Channel", code: "SENT", id: expect.any(String), edition: 1, entity: "ENTITY" },
      ...{ previousEntity: null },
      ...{ occurredAt: first?.timestamp, cursor: expect.any(String) },
    },
  });
  expect((await deliveries(id)).nodes.map(({ state, attempts, status }) => [state, attempts, status])).toEqual([
    ["DELIVERED", 1, 204],
    ["DELIVERED", 1, 204],
  ]);
});

test("a webhook is sent what it asks for, from when it was made", async () => {
  await guide.publish(aChannel("BEFORE-IT-WAS-MADE"));
  const all = await webhook();
  const channels = await webhook({ kinds: ["Channel"], entity: "ENTITY" });
  const services = await webhook({ kinds: ["Service"] });
  await guide.publish(aChannel("OF-ENTITY", { operator: "ENTITY" }), aChannel("OF-NOBODY"));
  await arrive(all.target, ["OF-ENTITY", "OF-NOBODY"]);
  await arrive(channels.target, ["OF-ENTITY"]);
  expect(services.target.received).toEqual([]);
});

test("a webhook of one entity is sent the change by which a record becomes another's", async () => {
  await guide.publish(anEntity("OTHER"), aChannel("HANDED-OVER", { operator: "ENTITY" }));
  const { target: its } = await webhook({ entity: "ENTITY" });
  await guide.publish(aChannel("HANDED-OVER", { operator: "OTHER" }));
  await arrive(its, ["HANDED-OVER"]);
  expect(its.received.map(read)[0]?.data).toMatchObject({ action: "PUBLISH", entity: "OTHER", previousEntity: "ENTITY" });
});

test("everything of a long list arrives, each once, however many instances send it", async () => {
  const { target: its } = await webhook();
  const codes = Array.from({ length: 150 }, (_, index) => `MANY-${index}`);
  await guide.publish(...codes.map((code) => aChannel(code)));
  await arrive(its, codes);
  await sleep(1_000);
  expect(new Set(idsOf(its)).size).toBe(its.received.length);
});

test("a target that fails gets the same message again, later and later, and no other waits for it", async () => {
  const failing = await webhook();
  const well = await webhook();
  failing.target.answer = answers(500);
  await guide.publish(aChannel("RETRIED"));
  await arrive(well.target, ["RETRIED"]);
  await eventually(async () => expect(await only(failing.id)).toMatchObject({ state: "PENDING", attempts: 1, status: 500 }));
  const first = await only(failing.id);
  const waits = Date.parse(first.nextAttemptAt ?? "") - Date.now();
  expect(waits).toBeGreaterThan(1_000);
  expect(waits).toBeLessThan(7_000);
  failing.target.answer = takes;
  await comeDue();
  await eventually(async () => expect(await only(failing.id)).toMatchObject({ state: "DELIVERED", attempts: 2, failure: null }));
  expect(new Set(idsOf(failing.target)).size).toBe(1);
  const [one, two] = failing.target.received;
  expect(two?.body).toBe(one?.body);
  for (const { body, headers } of failing.target.received) {
    expect(new Webhook(failing.secret).verify(body, headers as Record<string, string>)).toBeDefined();
  }
});

test("after the tenth attempt a message is dead, and can be replayed under the id it had", async () => {
  const { target: its, id } = await webhook();
  its.answer = answers(503);
  const cursor = await changeCursor();
  await guide.publish(aChannel("DEAD"));
  await eventually(() => expect(its.received).toHaveLength(1));
  await guide.database.query("UPDATE governance.webhook_delivery SET attempts = 9");
  await eventually(async () => {
    await comeDue();
    expect(await only(id)).toMatchObject({ state: "DEAD", attempts: 10, status: 503, failure: "The target answered 503." });
  });
  expect((await deliveries(id, { state: "DEAD" })).totalCount).toBe(1);
  expect((await deliveries(id, { state: "PENDING" })).totalCount).toBe(0);
  its.answer = takes;
  expect((await mutate("replayWebhook", { id, after: cursor })).problems).toEqual([]);
  await eventually(async () => expect(await only(id)).toMatchObject({ state: "DELIVERED", attempts: 1 }));
  expect(new Set(idsOf(its)).size).toBe(1);
});

test("a replay begins anywhere in the log, also before the webhook was made", async () => {
  const cursor = await changeCursor();
  await guide.publish(aChannel("REPLAYED-1"), aChannel("REPLAYED-2"));
  const { target: its, id } = await webhook();
  await mutate("replayWebhook", { id, after: cursor });
  await arrive(its, ["REPLAYED-1", "REPLAYED-2"]);
  await expect(mutate("replayWebhook", { id, after: "nonsense" })).rejects.toThrow("BAD_USER_INPUT");
  const tooNew = Buffer.from("change:999999").toString("base64url");
  await expect(mutate("replayWebhook", { id, after: tooNew })).rejects.toThrow("BAD_USER_INPUT");
});

test("a target that hangs for the whole run delays no other, and stopping does not wait for it", async () => {
  const hanging = await webhook();
  hanging.target.answer = hangs;
  await guide.publish(...Array.from({ length: 30 }, (_, index) => aChannel(`HUNG-${index}`)));
  await eventually(() => expect(hanging.target.received.length).toBeGreaterThanOrEqual(8));
  const well = await webhook();
  const third = await startRunningGuide(
    readConfiguration({ DATABASE_URL: guide.database.url, ...ALLOWED }),
    createLogger("silent"),
    {
      PORT: "0",
      HOST: "127.0.0.1",
      STOP_LINGER_MS: "0",
    },
  );
  const began = performance.now();
  await guide.publish(aChannel("NOT-HELD-UP"));
  await arrive(well.target, ["NOT-HELD-UP"]);
  expect(performance.now() - began).toBeLessThan(4_000);
  const stopping = performance.now();
  await third.stop();
  expect(performance.now() - stopping).toBeLessThan(3_000);
});

test("a target that says when to come again is left alone until then", async () => {
  const { target: its, id } = await webhook();
  its.answer = answers(429, { "retry-after": "3600" });
  await guide.publish(aChannel("LATER"));
  await eventually(async () => expect(await only(id)).toMatchObject({ attempts: 1, status: 429 }));
  expect(Date.parse((await only(id)).nextAttemptAt ?? "") - Date.now()).toBeGreaterThan(3_500_000);
});

test("a redirect is not followed", async () => {
  const elsewhere = await target();
  const { target: its, id } = await webhook();
  its.answer = answers(307, { location: elsewhere.url });
  await guide.publish(aChannel("REDIRECTED"));
  await eventually(async () => expect(await only(id)).toMatchObject({ attempts: 1, status: 307, state: "PENDING" }));
  expect(elsewhere.connections()).toBe(0);
});

test("a target that is gone is asked no more, until it is made active again and gets what it missed", async () => {
  const { target: its, id } = await webhook();
  its.answer = answers(410);
  await guide.publish(aChannel("GONE"));
  await eventually(async () => expect(await stateOf(id)).toBe("GONE"));
  await guide.publish(aChannel("MEANWHILE"));
  await comeDue();
  await sleep(1_500);
  expect(its.received).toHaveLength(1);
  const entries = await guide.database.query<{ role: string; system: string }>(
    "SELECT role, system FROM governance.audit_entry WHERE action = 'WEBHOOK' AND code = $1 ORDER BY sequence DESC LIMIT 1",
    [id],
  );
  expect(entries).toEqual([{ role: "system", system: "webhooks" }]);
  its.answer = takes;
  expect((await mutate("updateWebhook", { id, isActive: true })).webhook?.state).toBe("ACTIVE");
  await arrive(its, ["GONE", "GONE", "MEANWHILE"]);
});

test("a paused webhook gets what it missed when it goes on", async () => {
  const { target: its, id } = await webhook();
  expect((await mutate("updateWebhook", { id, isActive: false })).webhook?.state).toBe("PAUSED");
  await guide.publish(aChannel("PAUSED"));
  await sleep(1_500);
  expect(its.received).toEqual([]);
  await mutate("updateWebhook", { id, isActive: true });
  await arrive(its, ["PAUSED"]);
});

test("while a secret is being replaced, messages are signed with both; then with the new one only", async () => {
  const { target: its, id, secret } = await webhook();
  const rotated = await mutate("rotateWebhookSecret", { id, graceHours: 1 });
  expect(rotated.webhook?.earlierSecretUntil).not.toBeNull();
  expect(rotated.secret).toMatch(/^whsec_/);
  expect(rotated.secret).not.toBe(secret);
  await guide.publish(aChannel("BOTH-SECRETS"));
  await arrive(its, ["BOTH-SECRETS"]);
  const [message] = its.received as [ReceivedMessage];
  expect(String(message.headers["webhook-signature"]).split(" ")).toHaveLength(2);
  for (const each of [secret, rotated.secret ?? ""])
    expect(new Webhook(each).verify(message.body, message.headers as Record<string, string>)).toBeDefined();
  await guide.database.query("UPDATE governance.webhook_secret SET ends_at = now() WHERE ends_at IS NOT NULL");
  await guide.publish(aChannel("ONE-SECRET"));
  await arrive(its, ["BOTH-SECRETS", "ONE-SECRET"]);
  const [, last] = its.received as [ReceivedMessage, ReceivedMessage];
  expect(() => new Webhook(secret).verify(last.body, last.headers as Record<string, string>)).toThrow();
  expect(new Webhook(rotated.secret ?? "").verify(last.body, last.headers as Record<string, string>)).toBeDefined();
});

test("a message whose sender died is sent by another once its time is up", async () => {
  const { target: its, id } = await webhook();
  await mutate("updateWebhook", { id, isActive: false });
  await guide.publish(aChannel("ORPHANED"));
  // As a process leaves it that ends between taking a message and sending it.
  await guide.database.query(
    `INSERT INTO governance.webhook_delivery (webhook, position, state, attempts, next_attempt_at, claim, changed_at)
     SELECT $1, max(position), 'PENDING', 1, now() + interval '2 seconds', gen_random_uuid(), now() FROM governance.change`,
    [id],
  );
  await guide.database.query(
    "UPDATE governance.webhook SET position = (SELECT max(position) FROM governance.change), state = 'ACTIVE'",
  );
  await sleep(1_000);
  expect(its.received).toEqual([]);
  await arrive(its, ["ORPHANED"]);
  expect(await only(id)).toMatchObject({ state: "DELIVERED", attempts: 2 });
});

test("a deleted webhook is sent nothing more", async () => {
  const { target: its, id } = await webhook();
  expect(await mutate("deleteWebhook", { id })).toMatchObject({ webhook: null, problems: [] });
  await guide.publish(aChannel("AFTER-DELETION"));
  await sleep(1_500);
  expect(its.received).toEqual([]);
  expect((await mutate("deleteWebhook", { id })).problems).toMatchObject([{ code: "UNKNOWN_WEBHOOK", path: "$.id" }]);
});

test("what is done with a webhook is in the audit chain, and no secret is", async () => {
  const { id, secret } = await webhook();
  await mutate("updateWebhook", { id, description: "For the portal." });
  await mutate("rotateWebhookSecret", { id, graceHours: 0 });
  await mutate("deleteWebhook", { id });
  const entries = await guide.database.query<{ reason: string; entry: string }>(
    `SELECT d.reason, e::text || d::text AS entry FROM governance.audit_entry e JOIN governance.audit_detail d USING (sequence)
     WHERE e.action = 'WEBHOOK' AND e.code = $1 AND e.role = 'secretariat' ORDER BY sequence`,
    [id],
  );
  expect(entries.map(({ reason }) => reason)).toEqual(["created", "updated", "secret rotated", "deleted"]);
  expect(entries.some(({ entry }) => entry.includes(secret))).toBe(false);
});

test.each([
  ["a type that there is not", { kinds: ["Servise"] }, "UNKNOWN_KIND", "$.kinds"],
  ["an entity that there is not", { entity: "NOBODY" }, "UNKNOWN_REFERENCE", "$.entity"],
  ["credentials in its address", { url: "http://user:secret@127.0.0.1/" }, "WEBHOOK_ADDRESS_CREDENTIALS", "$.url"],
  ["a description without end", { description: "x".repeat(501) }, "TOO_LONG", "$.description"],
])("a webhook with %s is told what is wrong", async (_, input, code, path) => {
  const { webhook: made, secret, problems } = await mutate("createWebhook", { url: "http://127.0.0.1/", ...input });
  expect([made, secret]).toEqual([null, null]);
  expect(problems).toMatchObject([{ code, path }]);
});

describe("who may do what", () => {
  const QUERIES = ["{ webhooks { id url } }", '{ webhookDeliveries(webhook: "x") { totalCount } }'];

  test("auditors see webhooks and what was sent, and change nothing", async () => {
    const { id } = await webhook({ description: "Seen." });
    const { data } = await guide.query<{ webhooks: { id: string }[] }, object>(QUERIES[0] as string, {}, bearer("auditor"));
    expect(data.webhooks.map((each) => each.id)).toEqual([id]);
    await expect(mutate("deleteWebhook", { id }, bearer("auditor"))).rejects.toThrow("FORBIDDEN");
  });

  test("nobody else sees or changes any", async () => {
    for (const query of QUERIES) {
      expect((await guide.query(query)).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
      expect((await guide.query(query, {}, bearer("approver:ENTITY"))).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
    await expect(mutate("createWebhook", { url: "https://portal.example/" }, {})).rejects.toThrow("UNAUTHENTICATED");
    await expect(mutate("createWebhook", { url: "https://portal.example/" }, bearer("author:ENTITY"))).rejects.toThrow(
      "FORBIDDEN",
    );
  });

  test("no type has a field by which a secret could be read again", async () => {
    const { data } = await guide.query<{ __type: { fields: { name: string }[] } }, object>(
      '{ __type(name: "Webhook") { fields { name } } }',
    );
    expect(data.__type.fields.map(({ name }) => name)).not.toContain("secret");
  });
});

async function changeCursor(): Promise<string> {
  return (await guide.query<{ changeCursor: string }, object>("{ changeCursor }")).data.changeCursor;
}

async function stateOf(id: string): Promise<string | undefined> {
  const [row] = await guide.database.query<{ state: string }>("SELECT state FROM governance.webhook WHERE id = $1", [id]);
  return row?.state;
}
