import { generateKeyPairSync, randomUUID } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { signingKey } from "../subgraphs/shared/audit/signing";

const PRIVATE_FILE = "signing-key.pem";
/** To be kept elsewhere, so that checkpoints can be checked by what nobody here could change. */
const PUBLIC_FILE = "public-key.pem";

/** The key that signs checkpoints of a guide with an embedded database, as PEM; made when there is none. */
export function auditKeyIn(folder: string): string {
  const keys = join(folder, "audit");
  const file = join(keys, PRIVATE_FILE);
  if (!existsSync(file)) makeKey(keys, file);
  return readFileSync(file, "utf8");
}

/** Appears whole or not at all. */
function makeKey(keys: string, file: string): void {
  // Only this folder is closed to others: what lies beside it may be PostgreSQL's, which runs as another user.
  mkdirSync(dirname(keys), { recursive: true });
  mkdirSync(keys, { recursive: true, mode: 0o700 });
  const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const draft = join(keys, randomUUID());
  writeFileSync(draft, pem, { mode: 0o600 });
  linkSync(draft, file);
  rmSync(draft);
  writeFileSync(join(keys, PUBLIC_FILE), signingKey(pem).publicKey);
}
