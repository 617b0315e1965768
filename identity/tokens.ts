import { createHash } from "node:crypto";
import { decodeJwt, errors, jwtVerify, type JWTPayload } from "jose";
import { LRUCache } from "lru-cache";
import { type Caller, type Grant, grantOf } from "./caller";
import { keysOf, type KeySource } from "./keys";

/** An OpenID Connect provider whose tokens are believed. */
export interface TrustedIssuer {
  readonly issuer: string;
  /** Whom its tokens must be for. */
  readonly audience: string;
  readonly keys: KeySource;
  /** The claim that lists roles, such as `author:SCM`. */
  readonly rolesClaim: string;
}

/** A token that is not believed. The message says why, in words that help an honest caller and tell nothing of the inside. */
export class TokenRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = "TokenRefused";
  }
}

/** Finds out who a caller is. */
export interface TokenVerifier {
  /** Whose `Authorization` header it is; throws `TokenRefused` or `KeysUnavailable`. */
  readonly callerOf: (authorization: string) => Promise<Caller>;
  /** The same for a token that was verified a moment ago, which costs next to nothing; undefined for another. */
  readonly known: (authorization: string) => Caller | undefined;
}

/** Signatures that only the owner of a private key can make. A secret that two share proves nothing of either. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"];
/** What a token that gives access calls itself; RFC 9068 has its own name. Tokens for other uses name themselves too. */
const TYPES = [undefined, "jwt", "at+jwt", "application/at+jwt"];
const LONGEST_TOKEN = 8_192;
const LONGEST_NAME = 255;
/** How far the clocks of two machines may be apart. */
const CLOCK_TOLERANCE_S = 5;
const REMEMBERED = 10_000;
const REMEMBERED_MS = 60_000;

interface Remembered {
  readonly caller: Caller;
  readonly expiresAt: number;
}

/** Verifies tokens of trusted issuers. A verified token is remembered for a minute, or until it expires. */
export function tokenVerifier(issuers: readonly TrustedIssuer[]): TokenVerifier {
  const trusted = new Map(issuers.map((issuer) => [issuer.issuer, { ...issuer, key: keysOf(issuer.keys) }]));
  const remembered = new LRUCache<string, Remembered>({ max: REMEMBERED, ttl: REMEMBERED_MS });

  return {
    known: (authorization) => recalled(digestOf(authorization)),
    callerOf: async (authorization) => {
      const digest = digestOf(authorization);
      const known = recalled(digest);
      if (known) return known;
      const token = await verified(authorization);
      remembered.set(digest, token);
      return token.caller;
    },
  };

  function recalled(digest: string): Caller | undefined {
    const found = remembered.get(digest);
    return found && found.expiresAt > Date.now() ? found.caller : undefined;
  }

  async function verified(authorization: string): Promise<Remembered> {
    if (trusted.size === 0) throw new TokenRefused("This guide has no sign-in. Send the request without a token.");
    const token = bearerToken(authorization);
    // Only says whose keys to look at; nothing of it is believed before they fit.
    const from = trusted.get(String(unverified(token).iss));
    if (!from) throw new TokenRefused("The token is not from a provider that this guide trusts.");
    const { issuer, audience, key, rolesClaim } = from;
    const { payload, protectedHeader } = await jwtVerify(token, key, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ["exp", "sub"],
      clockTolerance: CLOCK_TOLERANCE_S,
    }).catch(refuse);
    if (!TYPES.includes(protectedHeader.typ?.toLowerCase())) throw new TokenRefused("The token is not one that gives access.");
    return { caller: callerIn(payload, issuer, rolesClaim), expiresAt: ((payload.exp ?? 0) + CLOCK_TOLERANCE_S) * 1_000 };
  }
}

/** Tokens themselves are kept nowhere. */
const digestOf = (authorization: string): string => createHash("sha256").update(authorization).digest("base64");

function bearerToken(authorization: string): string {
  if (authorization.length > LONGEST_TOKEN) throw new TokenRefused(`The token is longer than ${LONGEST_TOKEN} characters.`);
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
  if (token === undefined)
    throw new TokenRefused("The header expects a signed token of a trusted provider: `Authorization: Bearer <token>`.");
  return token;
}

function unverified(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw new TokenRefused("The token cannot be read.");
  }
}

const BY_CLAIM: Readonly<Record<string, string>> = {
  aud: "The token is for another audience.",
  exp: "The token does not say when it expires.",
  nbf: "The token is not valid yet.",
  sub: "The token does not say whose it is.",
};

function refuse(error: unknown): never {
  if (error instanceof errors.JWTExpired) throw new TokenRefused("The token has expired. Sign in again.");
  if (error instanceof errors.JWTClaimValidationFailed)
    throw new TokenRefused(BY_CLAIM[error.claim] ?? "A claim of the token is not what this guide expects.");
  if (error instanceof errors.JOSEError) throw new TokenRefused("The token is not signed with a key of its provider.");
  throw error;
}

function callerIn({ sub, name, ...claims }: JWTPayload, issuer: string, rolesClaim: string): Caller {
  if (typeof sub !== "string" || sub === "" || sub.length > LONGEST_NAME)
    throw new TokenRefused("The token does not say whose it is.");
  return {
    issuer,
    subject: sub,
    ...(typeof name === "string" && name !== "" && { name: name.slice(0, LONGEST_NAME) }),
    grants: grantsIn(claims[rolesClaim]),
  };
}

/** What is no role of the guide is of no concern to it: providers serve others too. */
function grantsIn(claim: unknown): Grant[] {
  if (!Array.isArray(claim)) return [];
  return claim.flatMap((each: unknown) => (typeof each === "string" ? (grantOf(each) ?? []) : []));
}
