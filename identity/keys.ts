import { readFile, stat } from "node:fs/promises";
import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";

/** Where the keys of an issuer are: at an address, or in a file. Both hold a JSON Web Key Set (RFC 7517). */
export type KeySource = { readonly url: URL } | { readonly file: string };

/** The keys of an issuer cannot be had, so nothing can be said about its tokens. */
export class KeysUnavailable extends Error {
  constructor(cause: unknown) {
    super("The keys of an issuer of tokens cannot be had.", { cause });
    this.name = "KeysUnavailable";
  }
}

const TIMEOUT_MS = 3_000;
/** A token with an unknown key has the keys fetched anew, but no flood of such tokens a flood of fetches. */
const COOLDOWN_MS = 1_000;
/** After this time keys are fetched anew, so that one that was taken back is trusted no longer. */
const KEPT_MS = 600_000;

/** Finds the key that a token says it is signed with. New keys are found without a restart. */
export function keysOf(source: KeySource): JWTVerifyGetKey {
  return told("url" in source ? remoteKeys(source.url) : fileKeys(source.file));
}

function remoteKeys(url: URL): JWTVerifyGetKey {
  return createRemoteJWKSet(url, { timeoutDuration: TIMEOUT_MS, cooldownDuration: COOLDOWN_MS, cacheMaxAge: KEPT_MS });
}

/** A file of keys is read again when it has changed. */
function fileKeys(file: string): JWTVerifyGetKey {
  let version: string | undefined;
  let keys: JWTVerifyGetKey | undefined;
  return async (header, token) => {
    const { ino, mtimeMs, size } = await stat(file);
    const found = `${ino} ${mtimeMs} ${size}`;
    if (!keys || found !== version) {
      keys = createLocalJWKSet(JSON.parse(await readFile(file, "utf8")) as JSONWebKeySet);
      version = found;
    }
    return keys(header, token);
  };
}

/** Tells a token that no key fits from keys that could not be had. */
function told(keys: JWTVerifyGetKey): JWTVerifyGetKey {
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (ABOUT_THE_TOKEN.some((type) => error instanceof type)) throw error;
      throw new KeysUnavailable(error);
    }
  };
}

const ABOUT_THE_TOKEN = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];
