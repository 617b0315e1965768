import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from "jose";

export const AUDIENCE = "https://guide.example";

/** A key to sign with, and what the issuer publishes of it. */
export interface SigningKey {
  readonly alg: string;
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

export async function signingKey(alg: string, kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  return { alg, kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } };
}

/** An issuer whose keys and tokens a test makes as it likes. */
export interface ForgingIssuer {
  readonly settings: Record<string, string>;
  /** What is published as its keys right now. */
  readonly publish: (...keys: readonly SigningKey[]) => void;
  /** What it answers to who asks for its keys; 200 unless something is wrong with it. */
  status: number;
  /** How often it was asked for its keys. */
  asked: number;
  /** A token as an honest issuer makes it, but for what is said here. */
  readonly token: (key: SigningKey, claims?: JWTPayload, header?: Partial<JWTHeaderParameters>) => Promise<string>;
  readonly stop: () => Promise<void>;
}

export async function startIssuer(): Promise<ForgingIssuer> {
  let published = "";
  const server = createServer((_, response) => {
    issuer.asked++;
    response.writeHead(issuer.status, { "content-type": "application/json" }).end(published);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer: ForgingIssuer = {
    settings: { OIDC_ISSUER: url, OIDC_AUDIENCE: AUDIENCE, OIDC_JWKS_URL: `${url}/jwks` },
    publish: (...keys) => void (published = JSON.stringify({ keys: keys.map(({ publicJwk }) => publicJwk) })),
    status: 200,
    asked: 0,
    token: ({ alg, kid, privateKey }, claims = {}, header = {}) => {
      const now = Math.floor(Date.now() / 1_000);
      return new SignJWT({
        iss: url,
        aud: AUDIENCE,
        sub: "sara",
        iat: now,
        exp: now + 600,
        guide_roles: ["author:SCM"],
        ...claims,
      })
        .setProtectedHeader({ alg, kid, typ: "at+jwt", ...header })
        .sign(privateKey);
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return issuer;
}
