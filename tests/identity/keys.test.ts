import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startTestGuide, type TestGuide } from "../support/guide";
import { type ForgingIssuer, type SigningKey, signingKey, startIssuer } from "../support/issuer";

const QUERY = "{ guide { code } }";
/** Longer than keys are left alone after they were fetched. */
const COOLDOWN_MS = 1_100;

let issuer: ForgingIssuer;
let first: SigningKey;
let second: SigningKey;
beforeAll(async () => {
  issuer = await startIssuer();
  first = await signingKey("ES256", "first");
  second = await signingKey("ES256", "second");
});
afterAll(() => issuer.stop());

/** What becomes of a token that is new to the guide. */
async function outcomeOf(guide: TestGuide, key: SigningKey) {
  const authorization = `Bearer ${await issuer.token(key, { jti: String(Math.random()) })}`;
  const { status, data, errors, headers } = await guide.query<{ guide: object } | undefined, object>(
    QUERY,
    {},
    { authorization },
  );
  return { status, has: Boolean(data?.guide), code: errors?.[0]?.extensions.code, retryAfter: headers.get("retry-after") };
}

const TAKEN = { status: 200, has: true, code: undefined, retryAfter: null };
const REFUSED = { status: 401, has: false, code: "UNAUTHENTICATED", retryAfter: null };
const UNKNOWN = { status: 503, has: false, code: "SERVICE_UNAVAILABLE", retryAfter: "1" };

describe("the keys of a provider, at its address,", () => {
  let guide: TestGuide;
  beforeEach(async () => {
    issuer.status = 200;
    issuer.publish(first);
    guide = await startTestGuide({ configuration: issuer.settings });
  });
  afterEach(() => guide.stop());

  test("rotate without a restart: a new one is found when it is first used", async () => {
    expect(await outcomeOf(guide, first)).toEqual(TAKEN);
    expect(await outcomeOf(guide, second)).toEqual(REFUSED);
    await sleep(COOLDOWN_MS);
    issuer.publish(first, second);
    expect(await outcomeOf(guide, second)).toEqual(TAKEN);
    await sleep(COOLDOWN_MS);
    issuer.publish(second);
    // Learnt with the next fetch of keys, here because of a third key.
    expect(await outcomeOf(guide, await signingKey("ES256", "third"))).toEqual(REFUSED);
    expect(await outcomeOf(guide, first)).toEqual(REFUSED);
    expect(await outcomeOf(guide, second)).toEqual(TAKEN);
  });

  test("are not fetched for each of many tokens of unknown keys", async () => {
    const before = issuer.asked;
    const unknown = await Promise.all(Array.from({ length: 30 }, (_, index) => signingKey("ES256", `unknown-${index}`)));
    const outcomes = await Promise.all(unknown.map((key) => outcomeOf(guide, key)));
    expect(outcomes).toEqual(unknown.map(() => REFUSED));
    expect(issuer.asked - before).toBeLessThan(5);
  });

  test("that cannot be had refuse nobody for good: the guide cannot say, and says so", async () => {
    issuer.status = 500;
    expect(await outcomeOf(guide, first)).toEqual(UNKNOWN);
    expect(await guide.query(QUERY)).toMatchObject({ status: 200, data: { guide: {} } });
    issuer.status = 200;
    expect(await outcomeOf(guide, first)).toEqual(TAKEN);
    // Once they were had, those who use them do not depend on the provider any more.
    issuer.status = 500;
    expect(await outcomeOf(guide, first)).toEqual(TAKEN);
  });
});

describe("the keys of a provider, in a file,", () => {
  const folder = mkdtempSync(join(tmpdir(), "guide-keys-"));
  const file = join(folder, "jwks.json");
  const write = (...keys: readonly SigningKey[]) => {
    writeFileSync(`${file}.new`, JSON.stringify({ keys: keys.map(({ publicJwk }) => publicJwk) }));
    renameSync(`${file}.new`, file);
  };
  let guide: TestGuide;
  beforeAll(async () => {
    guide = await startTestGuide({ configuration: { ...issuer.settings, OIDC_JWKS_URL: "", OIDC_JWKS_FILE: file } });
  });
  afterAll(async () => {
    await guide.stop();
    rmSync(folder, { recursive: true });
  });

  test("are those that are in it now", async () => {
    write(first);
    expect(await outcomeOf(guide, first)).toEqual(TAKEN);
    expect(await outcomeOf(guide, second)).toEqual(REFUSED);
    write(second);
    expect(await outcomeOf(guide, second)).toEqual(TAKEN);
    expect(await outcomeOf(guide, first)).toEqual(REFUSED);
  });

  test("that cannot be read are not replaced by those before", async () => {
    write(first);
    expect(await outcomeOf(guide, first)).toEqual(TAKEN);
    writeFileSync(file, "{");
    expect(await outcomeOf(guide, first)).toEqual(UNKNOWN);
    rmSync(file);
    expect(await outcomeOf(guide, first)).toEqual(UNKNOWN);
    write(first);
    expect(await outcomeOf(guide, first)).toEqual(TAKEN);
  });
});
