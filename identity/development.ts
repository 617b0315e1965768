import { createPrivateKey, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TrustedIssuer } from "./tokens";

/** Stands in for a provider while the guide is developed and tried. Whoever reads its key can be anybody. */
const ISSUER = "urn:guide:development";
const AUDIENCE = "guide";
const ROLES_CLAIM = "guide_roles";
const PRIVATE_KEY = "private.json";
/** The file of the folder that has the public key, for those who verify tokens elsewhere. */
export const PUBLIC_KEYS = "jwks.json";

interface PrivateKey {
  readonly kid: string;
  readonly [name: string]: string;
}

/** What a token says of a person. */
export interface Person {
  readonly subject: string;
  /** Such as `author:SCM` or `secretariat`. */
  readonly grants: readonly string[];
  readonly hours: number;
}

/** The issuer of development tokens, with its key in a folder; makes the key when there is none. */
export function developmentIssuer(folder: string): TrustedIssuer {
  // Only this folder is closed to others: what lies beside it may be PostgreSQL's, which runs as another user.
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { kid, kty = "", crv = "", x = "" } = privateKey(folder) ?? makeKey(folder);
  const file = join(folder, PUBLIC_KEYS);
  publish(file, JSON.stringify({ keys: [{ kid, kty, crv, x, use: "sig", alg: "EdDSA" }] }, null, 2));
  return { issuer: ISSUER, audience: AUDIENCE, keys: { file }, rolesClaim: ROLES_CLAIM };
}

/** A token signed with the key in a folder; undefined when there is none. */
export function developmentToken(folder: string, { subject, grants, hours }: Person): string | undefined {
  const key = privateKey(folder);
  if (!key) return undefined;
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: ISSUER, aud: AUDIENCE, sub: subject, name: subject, [ROLES_CLAIM]: grants };
  const parts = [
    { alg: "EdDSA", typ: "at+jwt", kid: key.kid },
    { ...claims, iat: now, exp: now + Math.round(hours * 3_600), jti: randomUUID() },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  const signature = sign(null, Buffer.from(text), createPrivateKey({ key, format: "jwk" }));
  return `${text}.${signature.toString("base64url")}`;
}

function privateKey(folder: string): PrivateKey | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, PRIVATE_KEY), "utf8")) as PrivateKey;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Replaced in one step, as guides that run read it. */
function publish(file: string, text: string): void {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}

/** Appears whole or not at all, and once only, also when two guides start in the same moment. */
function makeKey(folder: string): PrivateKey {
  const { privateKey: made } = generateKeyPairSync("ed25519");
  const draft = join(folder, `${randomUUID()}.json`);
  writeFileSync(draft, JSON.stringify({ ...made.export({ format: "jwk" }), kid: randomUUID() }), { mode: 0o600 });
  try {
    linkSync(draft, join(folder, PRIVATE_KEY));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
  return privateKey(folder) ?? makeKey(folder);
}
