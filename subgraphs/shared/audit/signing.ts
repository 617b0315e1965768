import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/** What checkpoints are signed with. */
export interface SigningKey {
  /** The thumbprint of the public key (RFC 7638). */
  readonly id: string;
  /** PEM, for whoever checks the signatures. */
  readonly publicKey: string;
  readonly sign: (text: string) => string;
}

/** What signatures are checked with. */
export interface VerifyingKey {
  readonly id: string;
  readonly verifies: (text: string, signature: string) => boolean;
}

/** The Ed25519 key in a PEM (PKCS 8); throws when it is none. */
export function signingKey(pem: string): SigningKey {
  const key = requireEd25519(createPrivateKey(pem));
  const publicKey = createPublicKey(key);
  return {
    id: thumbprint(publicKey),
    publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
    sign: (text) => sign(null, Buffer.from(text), key).toString("base64url"),
  };
}

/** The public half of an Ed25519 key, from a PEM of it or of the private key; throws when it is none. */
export function verifyingKey(pem: string): VerifyingKey {
  const key = requireEd25519(createPublicKey(pem));
  return {
    id: thumbprint(key),
    verifies: (text, signature) => verify(null, Buffer.from(text), key, Buffer.from(signature, "base64url")),
  };
}

export function isSigningKey(pem: string): boolean {
  try {
    signingKey(pem);
    return true;
  } catch {
    return false;
  }
}

function requireEd25519(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== "ed25519") throw new Error("The key is not an Ed25519 key.");
  return key;
}

function thumbprint(publicKey: KeyObject): string {
  const { crv, kty, x } = publicKey.export({ format: "jwk" });
  return createHash("sha256").update(JSON.stringify({ crv, kty, x })).digest("base64url");
}
