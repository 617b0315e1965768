import { generateKeyPairSync } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifyGuide } from "../../cli/verification/verification";
import { Channel } from "../../subgraphs/catalogue/channel.entity";
import { signFinishedDays } from "../../subgraphs/governance/checkpoint.job";
import { CreateAuditChain1764000000000 } from "../../subgraphs/governance/migrations/1764000000000-create-audit-chain";
import { governanceSubgraph } from "../../subgraphs/governance/subgraph";
import { signingKey, verifyingKey } from "../../subgraphs/shared/audit/signing";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import { createLogger } from "../../telemetry/logger";
import { anEvent, append, sourceOf, tamper } from "../support/audit";
import { createDatabase, type TestDatabase } from "../support/database";
import { startTestGuide } from "../support/guide";
import { run } from "../support/process";
import { aChannel, text } from "../support/world";

const DAY_MS = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), "guide-verify-"));
// Root runs the embedded database as another user.
chmodSync(folder, 0o755);
const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const { publicKey } = signingKey(pem);
const keyFile = join(folder, "public.pem");
writeFileSync(keyFile, publicKey);

/** A guide with a past: the sample, a channel with two editions, one that was withdrawn, and two finished days. */
let past: TestDatabase;
let head: string;
let count: number;
beforeAll(async () => {
  const guide = await startTestGuide();
  past = guide.database;
  await guide.publish(aChannel("TWICE"), aChannel("GONE"));
  await guide.publish(aChannel("TWICE", { name: text("Twice, renamed") }));
  await guide.withdraw(Channel, "GONE");
  for (const days of [1, 2]) {
    await append(
      guide,
      "catalogue",
      [anEvent(`DAY-${days}`, { reason: "why", requestId: "r" })],
      new Date(Date.now() + days * DAY_MS),
    );
  }
  await signFinishedDays(await sourceOf(guide, "governance"), signingKey(pem), createLogger("silent"));
  await guide.running.stop();
  const { chain } = await verified(past);
  head = chain.head;
  count = chain.entries;
});
afterAll(async () => {
  await past.drop();
  rmSync(folder, { recursive: true });
});

const verified = ({ url }: TestDatabase) => verifyGuide(url, { keys: [verifyingKey(publicKey)], expected: [] });

/** What is found in a copy of the guide after something was done to it. */
async function foundAfter(statement: string): Promise<string> {
  const copy = await createDatabase(past.name);
  try {
    await tamper(copy, statement);
    await verified(copy);
    return "nothing";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await copy.drop();
  }
}

const entry = (condition: string) => `(SELECT max(sequence) FROM governance.audit_entry WHERE ${condition})`;
const SECOND = entry("code = 'TWICE'");
const named = "PUBLISH Channel TWICE, edition 2";

test("a guide that nobody touched is whole", async () => {
  expect(await verified(past)).toMatchObject({ checkpoints: 2, editions: { before: 0 } });
});

describe("a superuser who changes one thing is found out", () => {
  test.each([
    ["occurred_at = occurred_at + interval '1 microsecond'", named],
    ["action = 'SAVE'", "SAVE Channel TWICE, edition 2"],
    ["person = gen_random_uuid()", named],
    ["role = 'auditor'", named],
    ["system = 'somebody else'", named],
    ["kind = 'Service'", "PUBLISH Service TWICE, edition 2"],
    ["code = 'OTHER'", "PUBLISH Channel OTHER, edition 2"],
    ["edition = 7", "PUBLISH Channel TWICE, edition 7"],
    ["entity = 'OTHER'", named],
    ["before_hash = after_hash", named],
    ["after_hash = before_hash", named],
    ["detail_hash = repeat('a', 64)", named],
    ["previous_hash = repeat('a', 64)", named],
    ["hash = repeat('a', 64)", named],
  ])("in an entry: %s", async (change, name) => {
    const found = await foundAfter(`UPDATE governance.audit_entry SET ${change} WHERE sequence = ${SECOND}`);
    expect(found).toMatch(new RegExp(`^Entry \\d+ \\(${name}\\) `));
  });

  test.each([
    ["an entry is taken out", `DELETE FROM governance.audit_entry WHERE sequence = ${SECOND}`, /^Entry \d+ is missing/],
    [
      "an entry is moved",
      `UPDATE governance.audit_entry SET sequence = 100000 WHERE sequence = ${SECOND}`,
      /^Entry \d+ is missing/,
    ],
    ["the beginning is taken out", "DELETE FROM governance.audit_entry WHERE sequence = 1", /^Entry 1 is missing/],
    ["everything is taken out", "TRUNCATE governance.audit_entry", /^Entry 1 is missing/],
    [
      "the end is cut off",
      `DELETE FROM governance.audit_entry WHERE sequence >= ${SECOND}`,
      /^Entry \d+ is missing: the checkpoint/,
    ],
    [
      "a reason is rewritten",
      "UPDATE governance.audit_detail SET reason = 'X' WHERE reason = 'why'",
      /^Entry \d+ \(SAVE Service DAY-1.* another detail/,
    ],
    ["a request is rewritten", "UPDATE governance.audit_detail SET request_id = 'X' WHERE reason = 'why'", /another detail/],
    ["a count is put in", "UPDATE governance.audit_detail SET count = 1 WHERE reason = 'why'", /another detail/],
    ["a salt is changed", "UPDATE governance.audit_detail SET salt = 'X' WHERE reason = 'why'", /another detail/],
    [
      "a detail is put in",
      `INSERT INTO governance.audit_detail VALUES (1, 'salt', 'X', NULL, NULL)`,
      /^Entry 1 \(GENESIS.* another detail/,
    ],
    [
      "a detail is denied",
      "UPDATE governance.audit_entry SET detail_hash = NULL WHERE code = 'DAY-1'",
      /^Entry \d+ \(SAVE Service DAY-1, edition 1\) is not what was written/,
    ],
    [
      "a checkpoint is moved",
      "UPDATE governance.checkpoint SET hash = repeat('a', 64)",
      /^The checkpoint of .* names another hash/,
    ],
    [
      "a checkpoint is dated otherwise",
      "UPDATE governance.checkpoint SET day = day - 7",
      /^The checkpoint of .* is of another day/,
    ],
    [
      "a checkpoint is signed otherwise",
      "UPDATE governance.checkpoint SET signed_at = signed_at - interval '1 day'",
      /does not bear the signature/,
    ],
    ["a signature is forged", "UPDATE governance.checkpoint SET signature = reverse(signature)", /does not bear the signature/],
    ["a key is claimed", "UPDATE governance.checkpoint SET key_id = 'X'", /signed with the key X/],
    [
      "a checkpoint is taken out",
      "DELETE FROM governance.checkpoint WHERE day = (SELECT min(day) FROM governance.checkpoint)",
      /^The checkpoint of .* is missing/,
    ],
  ])("when %s", async (_, statement, found) => {
    expect(await foundAfter(statement)).toMatch(found);
  });

  test.each([
    [
      "is taken out",
      "DELETE FROM governance.change WHERE kind = 'Channel' AND code = 'TWICE' AND edition = 2",
      /^Entry \d+ \(PUBLISH Channel TWICE, edition 2\) has no change/,
    ],
    [
      "is put in",
      "INSERT INTO governance.change (kind, code, edition, action, occurred_at) VALUES ('Channel', 'TWICE', 3, 'PUBLISH', now())",
      /^The change log says at position \d+ \(PUBLISH Channel TWICE, edition 3\)/,
    ],
    [
      "is renumbered",
      "UPDATE governance.change SET edition = 5 WHERE kind = 'Channel' AND code = 'TWICE' AND edition = 2",
      /^The change log says .*edition 5/,
    ],
    [
      "is another's",
      "UPDATE governance.change SET entity = 'X' WHERE kind = 'Channel' AND code = 'GONE'",
      /^The change log says .*Channel GONE/,
    ],
    [
      "is another act",
      "UPDATE governance.change SET action = 'PUBLISH' WHERE kind = 'Channel' AND code = 'GONE' AND action = 'WITHDRAW'",
      /^The change log says .*Channel GONE/,
    ],
    [
      "is dated otherwise",
      "UPDATE governance.change SET occurred_at = occurred_at - interval '1 day' WHERE code = 'TWICE'",
      /^The change log says .*Channel TWICE/,
    ],
    [
      "of a batch is taken out",
      "DELETE FROM governance.change WHERE kind = 'Measurement'",
      /^Entry \d+ \(PUBLISH Measurement .*\) has no change/,
    ],
  ])("when a change of the log %s", async (_, statement, found) => {
    expect(await foundAfter(statement)).toMatch(found);
  });

  const twice = (edition: number) => `WHERE code = 'TWICE' AND number = ${edition}`;
  test.each([
    [
      "is rewritten",
      `UPDATE catalogue.channel SET document = jsonb_set(document, '{name,en}', '"X"') ${twice(2)}`,
      /^Entry \d+ \(PUBLISH Channel TWICE, edition 2\): that edition is not what was published/,
    ],
    [
      "of the past is rewritten",
      `UPDATE catalogue.channel SET document = jsonb_set(document, '{name,ar}', '"X"') ${twice(1)}`,
      /^Entry \d+ \(PUBLISH Channel TWICE, edition 1\): that edition is not what was published/,
    ],
    [
      "is rewritten with its hash",
      `UPDATE catalogue.channel SET document = '{}', hash = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' ${twice(2)}`,
      /that edition is not what was published/,
    ],
    [
      "gets another hash",
      `UPDATE catalogue.channel SET hash = repeat('a', 64) ${twice(2)}`,
      /that edition was given another hash/,
    ],
    [
      "is taken out",
      `DELETE FROM catalogue.channel ${twice(1)}`,
      /^Entry \d+ \(PUBLISH Channel TWICE, edition 1\): that edition is missing/,
    ],
    [
      "is put in",
      'INSERT INTO catalogue.channel SELECT (jsonb_populate_record(c, \'{"number": 3, "valid_to": "2000-01-02", "valid_from": "2000-01-01"}\')).* FROM catalogue.channel c WHERE code = \'TWICE\' AND number = 2',
      /^Edition 3 of Channel TWICE is in no entry/,
    ],
    [
      "of a new record is put in",
      'INSERT INTO catalogue.channel SELECT (jsonb_populate_record(c, \'{"code": "NEW", "number": 1}\')).* FROM catalogue.channel c WHERE code = \'TWICE\' AND number = 2',
      /^Edition 1 of Channel NEW is in no entry/,
    ],
    ["is hidden", `UPDATE catalogue.channel SET valid_from = NULL ${twice(2)}`, /that edition is missing/],
    [
      "is taken back in",
      "UPDATE catalogue.channel SET valid_to = NULL WHERE code = 'GONE'",
      /^Edition 1 of Channel GONE ends at another time/,
    ],
    [
      "is ended",
      `UPDATE catalogue.channel SET valid_to = now() + interval '1 day' ${twice(2)}`,
      /^Edition 2 of Channel TWICE ends at another time/,
    ],
    [
      "begins earlier",
      `UPDATE catalogue.channel SET valid_from = valid_from - interval '1 day' ${twice(1)}`,
      /begins at another time/,
    ],
    [
      "that is a measurement is rewritten",
      "UPDATE standards.measurement SET document = document || '{\"more\": 1}' WHERE code = (SELECT min(code) FROM standards.measurement)",
      /^Entry \d+ \(PUBLISH Measurement .*\): that edition is not what was published/,
    ],
  ])("when an edition %s", async (_, statement, found) => {
    expect(await foundAfter(statement)).toMatch(found);
  });
});

describe("what may be erased", () => {
  test("a person and a detail can be, by the owner, and the chain holds", async () => {
    const copy = await createDatabase(past.name);
    await copy.query("DELETE FROM governance.person");
    await copy.query("DELETE FROM governance.audit_detail WHERE reason = 'why'");
    expect((await verified(copy)).chain).toMatchObject({ entries: count, erased: 2 });
    expect(JSON.stringify(await copy.query("SELECT * FROM governance.audit_entry"))).not.toMatch(/mariam/i);
    await copy.drop();
  });
});

describe("guide verify", () => {
  const verify = async (parameters: string[], environment: Record<string, string> = { DATABASE_URL: past.url }) => {
    const process = run(["node", "cli/guide.js", "verify", ...parameters], { environment });
    const code = await process.ended;
    return { code, ...process.output() };
  };

  test("says what is whole and what to note, and exits with 0", async () => {
    expect(await verify(["--public-key", keyFile, "--expect", head])).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        new RegExp(
          `^The audit chain is whole: ${count} entries from \\S+Z to \\S+Z\\.\n2 checkpoints are signed\\.\n\\d+ editions are as they were published\\.\nTo see .*--expect ${head}\n$`,
        ),
      ),
      stderr: "",
    });
  });

  test("says whose word the signatures rest on where it was given no key", async () => {
    expect((await verify([])).stdout).toMatch("2 checkpoints are signed (by keys that the database names; give --public-key");
  });

  test("names what was altered and exits with 1", async () => {
    const copy = await createDatabase(past.name);
    await tamper(copy, "UPDATE catalogue.channel SET document = '{}' WHERE code = 'TWICE' AND number = 2");
    const { code, stdout, stderr } = await verify([], { DATABASE_URL: copy.url });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^Entry \d+ \(PUBLISH Channel TWICE, edition 2\): that edition is not what was published: .*\n$/);
    await copy.drop();
  });

  test("misses the end that was cut off, where an entry was noted", async () => {
    const copy = await createDatabase(past.name);
    await tamper(
      copy,
      `DELETE FROM governance.audit_entry WHERE sequence = ${count}; DELETE FROM governance.audit_detail WHERE sequence = ${count}`,
    );
    expect((await verified(copy)).chain.entries).toBe(count - 1);
    const { code, stderr } = await verify(["--expect", head], { DATABASE_URL: copy.url });
    expect({ code, stderr }).toEqual({ code: 1, stderr: `Entry ${count} is missing: the chain ends at entry ${count - 1}.\n` });
    const other = { sequence: count - 1, hash: "a".repeat(64) };
    await expect(verifyGuide(copy.url, { keys: [], expected: [other] })).rejects.toThrow(
      `Entry ${count - 1} is not the one that was noted`,
    );
    await copy.drop();
  });

  test.each([
    ["there is no guide in the folder", ["--data", join(folder, "nowhere")], {}, /^There is no guide in /],
    ["the server is away", [], { DATABASE_URL: "postgres://guide@127.0.0.1:1/guide" }, /^No PostgreSQL answers/],
    ["the key is none", ["--public-key", __filename], undefined, /holds no Ed25519 public key/],
    ["the noted entry is none", ["--expect", "nonsense"], undefined, /as `guide verify` prints them/],
    ["an option is unknown", ["--nonsense"], undefined, /unknown option/],
  ])("exits with 2 when %s", async (_, parameters, environment, message) => {
    const { code, stdout, stderr } = await verify(parameters, environment);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  test("exits with 2 when the database has no chain", async () => {
    const bare = await createDatabase("template0");
    expect(await verify([], { DATABASE_URL: bare.url })).toMatchObject({
      code: 2,
      stderr: "This database has no audit chain. `guide migrate` begins it.\n",
    });
    await bare.drop();
  });

  test("looks at the embedded database, also while its guide runs, with the key made for it", async () => {
    const data = join(folder, "data");
    const guide = run(["node", "cli/guide.js", "start", "--port", "0", "--empty", "--data", data]);
    await guide.printed(/ready at/);
    const key = join(data, "audit", "signing-key.pem");
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(signingKey(readFileSync(key, "utf8")).publicKey).toBe(readFileSync(join(data, "audit", "public-key.pem"), "utf8"));
    expect(await verify(["--data", data], {})).toMatchObject({ code: 0, stderr: "" });
    await guide.end("SIGINT");
    expect(await verify(["--data", data], {})).toMatchObject({ code: 0, stderr: "" });
  }, 60_000);
});

test("editions from before the chain are counted, and followed from where it begins", async () => {
  const guide = await startTestGuide({ with: "nothing" });
  await guide.publish(aChannel("OLD"), aChannel("OLDER"), aChannel("ENDED"));
  await guide.withdraw(Channel, "ENDED");
  const owner = await governanceSubgraph
    .dataSource(readConfiguration({ DATABASE_URL: guide.database.url }).database, "owner")
    .initialize();
  const runner = owner.createQueryRunner();
  await new CreateAuditChain1764000000000().down(runner);
  await new CreateAuditChain1764000000000().up(runner);
  await owner.destroy();
  expect(await verified(guide.database)).toMatchObject({ editions: { proved: 0, before: 3 } });

  await guide.publish(aChannel("OLD", { name: text("New") }), aChannel("NEW"), aChannel("ENDED"));
  await guide.withdraw(Channel, "OLDER");
  expect(await verified(guide.database)).toMatchObject({ editions: { proved: 3, before: 3 } });
  await tamper(guide.database, "UPDATE catalogue.channel SET valid_to = NULL WHERE code = 'OLDER'");
  await expect(verified(guide.database)).rejects.toThrow("Edition 1 of Channel OLDER ends at another time");
  await tamper(guide.database, "UPDATE catalogue.channel SET document = '{}' WHERE code = 'OLDER'");
  await expect(verified(guide.database)).rejects.toThrow("(WITHDRAW Channel OLDER) ended edition 1");
  await tamper(
    guide.database,
    "UPDATE catalogue.channel SET valid_from = '2000-01-01', valid_to = '2000-01-02' WHERE code = 'OLDER'",
  );
  await expect(verified(guide.database)).rejects.toThrow("(WITHDRAW Channel OLDER) ended an edition that is not there");
  await guide.stop();
});
