import { createHmac, createPublicKey } from "node:crypto";
import type { JWTPayload } from "jose";
import { startTestGuide, type TestGuide } from "../support/guide";
import { type ForgingIssuer, type SigningKey, signingKey, startIssuer } from "../support/issuer";

/** Tokens as attackers forge them, each beside the honest one that it was made from. */

const QUERY = "{ guide { code } }";
let issuer: ForgingIssuer;
let guide: TestGuide;
let rsa: SigningKey;
let elliptic: SigningKey;
let edwards: SigningKey;
let stranger: SigningKey;

beforeAll(async () => {
  issuer = await startIssuer();
  rsa = await signingKey("RS256", "rsa");
  elliptic = await signingKey("ES256", "elliptic");
  edwards = await signingKey("EdDSA", "edwards");
  stranger = await signingKey("RS256", "rsa");
  issuer.publish(rsa, elliptic, edwards);
  guide = await startTestGuide({ configuration: issuer.settings });
});
afterAll(async () => {
  await guide.stop();
  await issuer.stop();
});

const bearing = (token: string) => ({ authorization: `Bearer ${token}` });
const seconds = (fromNow: number) => Math.floor(Date.now() / 1_000) + fromNow;
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The parts of a token. */
const partsOf = (token: string) => token.split(".") as [header: string, payload: string, signature: string];

/** What a subgraph that is asked past the gateway answers. */
const askSubgraph = (token: string) =>
  guide.running.subgraphs.find(({ name }) => name === "governance")?.execute({ query: QUERY, headers: bearing(token) });

async function expectTaken(token: string): Promise<void> {
  expect(await guide.query(QUERY, {}, bearing(token))).toMatchObject({ status: 200, data: { guide: { code: "GUIDE" } } });
  expect((await askSubgraph(token))?.data).toMatchObject({ guide: { code: "GUIDE" } });
}

async function expectRefused(token: string, message: RegExp): Promise<void> {
  const { status, errors, data, headers } = await guide.query(QUERY, {}, bearing(token));
  expect({ status, data }).toEqual({ status: 401 });
  expect(errors).toEqual([{ message: expect.stringMatching(message), extensions: { code: "UNAUTHENTICATED" } }]);
  expect(headers.get("www-authenticate")).toBe(`Bearer error="invalid_token", error_description="${errors?.[0]?.message ?? ""}"`);
  const alone = await askSubgraph(token);
  expect(alone?.data).toBeUndefined();
  expect(alone?.errors).toEqual([{ message: expect.stringMatching(message), extensions: { code: "UNAUTHENTICATED" } }]);
}

test.each([
  ["RSA", () => rsa],
  ["an elliptic curve", () => elliptic],
  ["Ed25519", () => edwards],
])("an honest token signed with %s is taken", async (_, key) => {
  await expectTaken(await issuer.token(key()));
});

const NOT_SIGNED = /^The token is not signed with a key of its provider\.$/;
const CLAIMS: readonly [string, () => JWTPayload, RegExp, () => JWTPayload][] = [
  ["has expired", () => ({ exp: seconds(-30) }), /has expired\. Sign in again/, () => ({ exp: seconds(-2) })],
  ["never expires", () => ({ exp: undefined }), /does not say when it expires/, () => ({ exp: seconds(30) })],
  ["is not valid yet", () => ({ nbf: seconds(60) }), /is not valid yet/, () => ({ nbf: seconds(2) })],
  ["is for another audience", () => ({ aud: "https://other.example" }), /another audience/, () => ({})],
  ["is for nobody", () => ({ aud: undefined }), /another audience/, () => ({})],
  [
    "is for several others",
    () => ({ aud: ["a", "b"] }),
    /another audience/,
    () => ({ aud: ["a", issuer.settings["OIDC_AUDIENCE"] ?? ""] }),
  ],
  ["is of another issuer", () => ({ iss: "https://other.example" }), /not from a provider/, () => ({})],
  ["is of an issuer that begins alike", () => ({ iss: `${issuer.settings["OIDC_ISSUER"]}/` }), /not from a provider/, () => ({})],
  ["is of no issuer", () => ({ iss: undefined }), /not from a provider/, () => ({})],
  ["is nobody's", () => ({ sub: undefined }), /does not say whose/, () => ({ sub: "sara" })],
  ["is of a subject without end", () => ({ sub: "x".repeat(256) }), /does not say whose/, () => ({ sub: "x".repeat(255) })],
];

test.each(CLAIMS)("a token that %s is refused, its honest twin taken", async (_, bad, message, good) => {
  await expectRefused(await issuer.token(rsa, bad()), message);
  await expectTaken(await issuer.token(rsa, good()));
});

test("a token of an unknown key is refused, also under the name of a known one", async () => {
  await expectRefused(await issuer.token(stranger), NOT_SIGNED);
  await expectRefused(await issuer.token({ ...stranger, kid: "unknown" }), NOT_SIGNED);
});

test("a token that names a file, an address or no key as its key is refused", async () => {
  for (const kid of ["../../../../dev/null", "/etc/passwd", "https://evil.example/key", "rsa' OR '1'='1", "__proto__", ""]) {
    await expectRefused(await issuer.token({ ...stranger, kid }), NOT_SIGNED);
  }
});

test("a token that brings its key along, or says where it is, is refused", async () => {
  for (const header of [
    { jwk: stranger.publicJwk },
    { jku: "https://evil.example/jwks" },
    { x5u: "https://evil.example/chain" },
    { x5c: ["MIIB"] },
  ]) {
    await expectRefused(await issuer.token(stranger, {}, header), NOT_SIGNED);
  }
});

test("a token that says it needs no signature is refused, however it says it", async () => {
  const [, payload, signature] = partsOf(await issuer.token(rsa));
  for (const alg of ["none", "None", "NONE", "nOnE"]) {
    await expectRefused(`${encoded({ alg, kid: "rsa", typ: "JWT" })}.${payload}.${signature}`, NOT_SIGNED);
    await expectRefused(`${encoded({ alg, kid: "rsa", typ: "JWT" })}.${payload}.`, /expects a signed token/);
  }
});

test("a token signed with the public key as if it were a secret is refused", async () => {
  const pem = createPublicKey({ key: rsa.publicJwk, format: "jwk" }).export({ type: "spki", format: "pem" });
  const [, payload] = partsOf(await issuer.token(rsa));
  for (const secret of [pem, JSON.stringify(rsa.publicJwk), rsa.publicJwk.n ?? ""]) {
    const text = `${encoded({ alg: "HS256", kid: "rsa", typ: "JWT" })}.${payload}`;
    await expectRefused(`${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`, NOT_SIGNED);
  }
});

test("a token that was altered is refused", async () => {
  const [header, payload, signature] = partsOf(await issuer.token(rsa));
  await expectTaken(`${header}.${payload}.${signature}`);
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
  await expectRefused(`${header}.${encoded({ ...claims, guide_roles: ["secretariat"] })}.${signature}`, NOT_SIGNED);
  await expectRefused(`${header}.${payload}.${signature.slice(4)}`, NOT_SIGNED);
  const [, , otherSignature] = partsOf(await issuer.token(rsa, { sub: "omar" }));
  await expectRefused(`${header}.${payload}.${otherSignature}`, NOT_SIGNED);
});

test("a token that needs something the guide does not know is refused", async () => {
  const [, payload, signature] = partsOf(await issuer.token(rsa));
  const header = encoded({ alg: "RS256", kid: "rsa", crit: ["exp"], exp: 1 });
  await expectRefused(`${header}.${payload}.${signature}`, NOT_SIGNED);
});

test("a token for something else than access is refused", async () => {
  for (const typ of ["logout+jwt", "dpop+jwt", "secevent+jwt"]) {
    await expectRefused(await issuer.token(rsa, {}, { typ }), /not one that gives access/);
  }
  for (const typ of ["JWT", "AT+JWT", "application/at+jwt"]) await expectTaken(await issuer.token(rsa, {}, { typ }));
});

test.each(["x", "x.y.z", "..", "a.b.c.d", "{}.{}.{}", "bnVsbA.bnVsbA.bnVsbA"])(
  "what is no token is refused: %p",
  async (token) => {
    await expectRefused(token, /expects a signed token|cannot be read|longer than|not from a provider/);
  },
);

test("another way to sign in is refused, and so is a token without its name", async () => {
  const token = await issuer.token(rsa);
  for (const authorization of ["Basic c2FyYTpzYXJh", token, `Token ${token}`, "Bearer", `Bearer ${token}, Bearer ${token}`]) {
    expect(await guide.query(QUERY, {}, { authorization })).toMatchObject({ status: 401 });
  }
  expect(await guide.query(QUERY, {}, { authorization: `bearer  ${token}` })).toMatchObject({ status: 200 });
});

test("a token is remembered no longer than it is valid", async () => {
  const token = await issuer.token(rsa, { exp: seconds(-4) });
  await expectTaken(token);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  await expectRefused(token, /has expired/);
});
