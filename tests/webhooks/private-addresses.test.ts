import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { promisify } from "node:util";
import { WebhookSender } from "../../subgraphs/governance/webhook-sender";
import { faultOf, faultOfTarget, isPublic, PrivateAddressError, publicLookup } from "../../subgraphs/governance/webhook-target";
import { eventually } from "../support/eventually";
import { startTestGuide, type TestGuide } from "../support/guide";
import { bearer } from "../support/tokens";
import { startWebhookTarget, type WebhookTarget } from "../support/webhook-target";
import { aChannel, foundations } from "../support/world";

const PRIVATE = [
  ...["0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.0.0.1"],
  ...["192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1"],
  ...["168.63.129.16", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1"],
  ...["64:ff9b::7f00:1", "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1"],
  ...["fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "not an address", ""],
];
const PUBLIC = ["1.1.1.1", "8.8.8.8", "94.200.1.1", "2606:4700:4700::1111", "2a00:1450:4009::200e"];

test.each(PRIVATE)("%s is no public address", (address) => expect(isPublic(address)).toBe(false));
test.each(PUBLIC)("%s is a public address", (address) => expect(isPublic(address)).toBe(true));

test.each([
  ["https://portal.example/changes", undefined],
  ["https://portal.example:8443/changes?from=guide", undefined],
  ["https://1.1.1.1/", undefined],
  ["https://[2606:4700:4700::1111]/", undefined],
  ["http://portal.example/", "NOT_HTTPS"],
  ["ftp://portal.example/", "NOT_HTTPS"],
  ["file:///etc/passwd", "NOT_HTTPS"],
  ["https://portal.example:22/", "PORT"],
  ["https://portal.example:6379/", "PORT"],
  ["https://user@portal.example/", "CREDENTIALS"],
  ["https://:password@portal.example/", "CREDENTIALS"],
  ["https://", "MALFORMED"],
  ["https://127.0.0.1/", "PRIVATE"],
  ["https://127.1/", "PRIVATE"],
  ["https://2130706433/", "PRIVATE"],
  ["https://0x7f.0.0.1/", "PRIVATE"],
  ["https://0177.0.0.1/", "PRIVATE"],
  ["https://①②⑦.0.0.1/", "PRIVATE"],
  ["https://169.254.169.254/latest/meta-data/", "PRIVATE"],
  ["https://168.63.129.16/machine?comp=goalstate", "PRIVATE"],
  ["https://127.0.0.1./", "PRIVATE"],
  ["https://[::1]/", "PRIVATE"],
  ["https://[::ffff:10.0.0.1]/", "PRIVATE"],
  ["https://[fd00:ec2::254]/", "PRIVATE"],
])("the address %s has the fault %s", (url, fault) => expect(faultOf(url, "refuse")).toBe(fault));

test("where private addresses are allowed, only what is no web address and what holds credentials is refused", () => {
  for (const url of ["http://127.0.0.1:9000/", "https://intranet/", "https://10.0.0.1:22/"])
    expect(faultOf(url, "allow")).toBeUndefined();
  expect(faultOf("file:///etc/passwd", "allow")).toBe("NOT_HTTPS");
  expect(faultOf("https://user:password@intranet/", "allow")).toBe("CREDENTIALS");
});

const found =
  (...addresses: string[]) =>
  async (): Promise<LookupAddress[]> =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
const looked = (lookup: LookupFunction, all: boolean) =>
  promisify((name: string, done: (error: Error | null, found: unknown) => void) =>
    lookup(name, { all }, (error, address) => done(error, address)),
  )("portal.example");

test("a name all of whose addresses are public is connected to, one of which any is private is not", async () => {
  expect(await looked(publicLookup(found("8.8.8.8", "2606:4700:4700::1111")), false)).toBe("8.8.8.8");
  expect(await looked(publicLookup(found("8.8.8.8")), true)).toEqual([{ address: "8.8.8.8", family: 4 }]);
  for (const all of [true, false]) {
    for (const addresses of [["8.8.8.8", "10.0.0.1"], ["::1"], []])
      await expect(looked(publicLookup(found(...addresses)), all)).rejects.toThrow(PrivateAddressError);
  }
  expect(await faultOfTarget("https://portal.example/", "refuse", found("8.8.8.8"))).toBeUndefined();
  expect(await faultOfTarget("https://portal.example/", "refuse", found("8.8.8.8", "127.0.0.1"))).toBe("PRIVATE");
  expect(await faultOfTarget("https://portal.example/", "refuse", () => Promise.reject(new Error("ENOTFOUND")))).toBeUndefined();
});

test.each(["localhost", "localhost.", "LOCALHOST.", "a.localhost.", "metadata.google.internal.", "printer.local"])(
  "the name %s is private, whether it leads anywhere now or not",
  async (name) => {
    for (const resolve of [found("8.8.8.8"), () => Promise.reject(new Error("ENOTFOUND"))])
      expect(await faultOfTarget(`https://${name}/`, "refuse", resolve)).toBe("PRIVATE");
  },
);

test("a name that leads elsewhere when it is connected to than when it was looked at gains nothing", async () => {
  let asked = 0;
  // What a hostile name server answers: a public address first, this machine afterwards.
  const rebinding = async () => (asked++ === 0 ? found("8.8.8.8")() : found("127.0.0.1")());
  expect(await faultOfTarget("https://rebinding.example/", "refuse", rebinding)).toBeUndefined();
  const sender = new WebhookSender("refuse", rebinding);
  const message = { webhook: "w", position: "1", claim: "c", attempts: 1, id: "msg_1", body: "{}" };
  const attempt = await sender.send({ url: "https://rebinding.example/", secrets: ["whsec_c2VjcmV0"] }, message);
  expect(attempt).toEqual({ isTaken: false, failure: "The address leads to a private or special network address." });
  expect(asked).toBe(2);
  await sender.close();
});

describe("a guide that was told nothing", () => {
  let guide: TestGuide;
  let target: WebhookTarget;
  beforeAll(async () => {
    guide = await startTestGuide({ with: "nothing" });
    await guide.publish(...foundations());
    target = await startWebhookTarget();
  });
  afterAll(async () => {
    await guide.stop();
    await target.close();
  });

  test.each([
    ["http://portal.example/", "WEBHOOK_ADDRESS_NOT_HTTPS"],
    ["https://localhost/", "WEBHOOK_ADDRESS_PRIVATE"],
    ["https://[::1]/", "WEBHOOK_ADDRESS_PRIVATE"],
    ["https://portal.example:5432/", "WEBHOOK_ADDRESS_PORT"],
  ])("makes no webhook at %s, in the words of both languages", async (url, code) => {
    const { data } = await guide.query<{ createWebhook: { problems: object[]; secret: null } }, object>(
      "mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { secret problems { code path message { ar en } remedy { ar en } } } }",
      { input: { url } },
      bearer("secretariat"),
    );
    const words = { ar: expect.stringMatching(/\p{Script=Arabic}/u), en: expect.stringMatching(/[a-z]/) };
    expect(data.createWebhook).toEqual({ secret: null, problems: [{ code, path: "$.url", message: words, remedy: words }] });
  });

  test("sends nothing to one that was made when more was allowed, and connects to nobody", async () => {
    await guide.database.query(
      `INSERT INTO governance.webhook (id, url, state, position, created_at)
       SELECT gen_random_uuid(), unnest($1::text[]), 'ACTIVE', max(position), now() FROM governance.change`,
      [[target.url, target.url.replace("http:", "https:"), "https://localhost:8443/"]],
    );
    await guide.database.query(
      "INSERT INTO governance.webhook_secret (webhook, secret, made_at) SELECT id, 'whsec_c2VjcmV0', now() FROM governance.webhook",
    );
    await guide.publish(aChannel("KEPT-INSIDE"));
    await eventually(async () => {
      const rows = await guide.database.query<{ failure: string }>(
        "SELECT failure FROM governance.webhook_delivery ORDER BY failure",
      );
      expect(rows.map(({ failure }) => failure)).toEqual([
        "The address is not one to which messages are sent.",
        "The address is not one to which messages are sent.",
        "The address leads to a private or special network address.",
      ]);
    });
    expect(target.connections()).toBe(0);
  });
});
