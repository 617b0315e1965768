import { generateKeyPairSync } from "node:crypto";
import { Writable } from "node:stream";
import pino from "pino";
import { Broken } from "../../cli/verification/broken";
import { verifyGuide } from "../../cli/verification/verification";
import { checkpointJob, signFinishedDays } from "../../subgraphs/governance/checkpoint.job";
import { governanceSubgraph } from "../../subgraphs/governance/subgraph";
import { signingKey, verifyingKey } from "../../subgraphs/shared/audit/signing";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import { createLogger } from "../../telemetry/logger";
import { anEvent, append, sourceOf } from "../support/audit";
import { startTestGuide, type TestGuide } from "../support/guide";

const DAY_MS = 86_400_000;
const pemOf = () => generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const pem = pemOf();
const key = signingKey(pem);
const silent = createLogger("silent");

let guide: TestGuide;
beforeEach(async () => {
  guide = await startTestGuide({ with: "nothing" });
});
afterEach(() => guide.stop());

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
const dayOf = (instant: Date) => instant.toISOString().slice(0, 10);
const sign = async () => signFinishedDays(await sourceOf(guide, "governance"), key, silent);
const checkpoints = () =>
  guide.database.query<{ day: string; sequence: string }>(
    "SELECT to_char(day, 'YYYY-MM-DD') AS day, sequence FROM governance.checkpoint ORDER BY day",
  );
const verified = (...keys: string[]) => verifyGuide(guide.database.url, { keys: keys.map(verifyingKey), expected: [] });

test("a day has a checkpoint when it is over, and none before", async () => {
  await append(guide, "catalogue", [anEvent("TODAY"), anEvent("TODAY-TOO")]);
  await sign();
  expect(await checkpoints()).toEqual([]);
  await append(guide, "catalogue", [anEvent("TOMORROW")], inDays(1));
  await sign();
  await sign();
  expect(await checkpoints()).toEqual([{ day: dayOf(new Date()), sequence: "3" }]);
  expect(await verified(key.publicKey)).toMatchObject({ checkpoints: 1 });
});

test("days that passed while nobody signed are made up for, those without entries left out", async () => {
  for (const days of [1, 2, 5, 6]) await append(guide, "catalogue", [anEvent(`DAY-${days}`)], inDays(days));
  await sign();
  expect(await checkpoints()).toEqual(
    [0, 1, 2, 5].map((days, index) => ({ day: dayOf(inDays(days)), sequence: String(index + 1) })),
  );
  await verified(key.publicKey);
});

test("two instances that look at once make one checkpoint a day", async () => {
  const one = await sourceOf(guide, "governance");
  const settings = readConfiguration({ DATABASE_URL: guide.database.url }).database;
  const other = await governanceSubgraph.dataSource(settings).initialize();
  for (const days of [1, 2, 3]) await append(guide, "catalogue", [anEvent(`DAY-${days}`)], inDays(days));
  await Promise.all([one, other, one, other].map((source) => signFinishedDays(source, key, silent)));
  expect(await checkpoints()).toHaveLength(3);
  await verified(key.publicKey);
  await other.destroy();
});

test("a chain whose clock jumped back signs no day twice", async () => {
  await append(guide, "catalogue", [anEvent("AHEAD")], inDays(2));
  await sign();
  await append(guide, "catalogue", [anEvent("NOW")]);
  await sign();
  expect(await checkpoints()).toHaveLength(1);
  await append(guide, "catalogue", [anEvent("LATER")], inDays(3));
  await sign();
  expect((await checkpoints()).map(({ sequence }) => sequence)).toEqual(["1", "3"]);
  await verified(key.publicKey);
});

test("a checkpoint signed with a key that was not given is refused; where none is given, those of the database are believed", async () => {
  await append(guide, "catalogue", [anEvent("TOMORROW")], inDays(1));
  await sign();
  await expect(verified(key.publicKey)).resolves.toMatchObject({ checkpoints: 1 });
  await expect(verified(signingKey(pemOf()).publicKey)).rejects.toThrow(Broken);
  await expect(verified()).resolves.toMatchObject({ checkpoints: 1 });
});

test("a key may be changed: what each signed is checked with it", async () => {
  const next = signingKey(pemOf());
  await append(guide, "catalogue", [anEvent("ONE")], inDays(1));
  await sign();
  await append(guide, "catalogue", [anEvent("TWO")], inDays(2));
  await signFinishedDays(await sourceOf(guide, "governance"), next, silent);
  await expect(verified(key.publicKey, next.publicKey)).resolves.toMatchObject({ checkpoints: 2 });
  await expect(verified(next.publicKey)).rejects.toThrow(`signed with the key ${key.id}`);
});

test("everybody can read checkpoints and keys, and check one with them", async () => {
  for (const days of [1, 2]) await append(guide, "catalogue", [anEvent(`DAY-${days}`)], inDays(days));
  await sign();
  const { data, errors } = await guide.query<
    {
      auditKeys: { id: string; publicKey: string }[];
      auditCheckpoints: {
        totalCount: number;
        nodes: { day: string; sequence: number; hash: string; signedAt: string; keyId: string; signature: string }[];
        pageInfo: { endCursor: string };
      };
    },
    object
  >(`{ auditKeys { id publicKey firstUsedAt }
    auditCheckpoints(first: 1) { totalCount nodes { day sequence hash signedAt keyId signature } pageInfo { endCursor } } }`);
  expect(errors).toBeUndefined();
  const [found] = data.auditCheckpoints.nodes;
  expect(found).toMatchObject({ day: dayOf(inDays(1)), sequence: 2, keyId: data.auditKeys[0]?.id });
  expect(data.auditCheckpoints.totalCount).toBe(2);
  const { day, sequence, hash, signedAt, signature = "" } = found ?? {};
  const { verifies } = verifyingKey(data.auditKeys[0]?.publicKey ?? "");
  expect(verifies(JSON.stringify({ day, hash, sequence, signedAt }), signature)).toBe(true);
  expect(verifies(JSON.stringify({ day, hash, sequence: 3, signedAt }), signature)).toBe(false);
  const next = await guide.query<{ auditCheckpoints: { nodes: { day: string }[] } }, object>(
    "query ($after: String) { auditCheckpoints(first: 1, after: $after) { nodes { day } } }",
    { after: data.auditCheckpoints.pageInfo.endCursor },
  );
  expect(next.data.auditCheckpoints.nodes).toEqual([{ day: dayOf(inDays(0)) }]);
});

test("checkpoints and keys are told of the past as they were then", async () => {
  await append(guide, "catalogue", [anEvent("TOMORROW")], inDays(1));
  const [{ before } = { before: new Date() }] = await guide.database.query<{ before: Date }>(
    "SELECT clock_timestamp() AS before",
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  await sign();
  const told = async (headers: Record<string, string>) => {
    const { data, errors } = await guide.query<
      { auditKeys: object[]; auditCheckpoints: { totalCount: number; nodes: object[] } },
      object
    >("{ auditKeys { id } auditCheckpoints(first: 5) { totalCount nodes { day } } }", {}, headers);
    expect(errors).toBeUndefined();
    return [data.auditKeys.length, data.auditCheckpoints.nodes.length, data.auditCheckpoints.totalCount];
  };
  expect(await told({ "guide-as-of": before.toISOString() })).toEqual([0, 0, 0]);
  expect(await told({})).toEqual([1, 1, 1]);
});

test("without a key there are no checkpoints, and the log says so once", async () => {
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  const governance = guide.running.subgraphs.find(({ name }) => name === "governance");
  if (!governance) throw new Error("There is no governance.");
  await append(guide, "catalogue", [anEvent("TOMORROW")], inDays(1));
  await checkpointJob.run(governance, pino(stream));
  await checkpointJob.run(governance, pino(stream));
  expect(await checkpoints()).toEqual([]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch("AUDIT_SIGNING_KEY");
});

test("a served guide signs with the key of its configuration", async () => {
  const signing = await startTestGuide({ with: "nothing", configuration: { AUDIT_SIGNING_KEY: pem } });
  const governance = signing.running.subgraphs.find(({ name }) => name === "governance");
  if (!governance) throw new Error("There is no governance.");
  await checkpointJob.run(governance, silent);
  expect(await signing.database.query("SELECT id FROM governance.audit_key")).toEqual([{ id: key.id }]);
  await signing.stop();
});

test("a key that cannot sign checkpoints is refused when the guide starts", async () => {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  for (const AUDIT_SIGNING_KEY of ["nonsense", rsa, key.publicKey]) {
    await expect(startTestGuide({ with: "nothing", configuration: { AUDIT_SIGNING_KEY } })).rejects.toThrow(
      "AUDIT_SIGNING_KEY expects an Ed25519 private key as PEM (PKCS 8)",
    );
  }
});
