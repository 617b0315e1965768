import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { type VerifyingKey, verifyingKey } from "../../subgraphs/shared/audit/signing";
import { dataOption, openExistingDatabase } from "../database";
import { CommandError, explain } from "../explain";
import { Broken } from "../verification/broken";
import type { Expected } from "../verification/chain";
import { type Verified, verifyGuide } from "../verification/verification";

interface Options {
  readonly data: string;
  readonly publicKey: readonly string[];
  readonly expect: readonly Expected[];
}

/** The exit codes: whole, broken, and not known as it could not be found out. */
const BROKEN = 1;
const UNKNOWN = 2;

export function command(): Command {
  return new Command("verify")
    .description(
      "Recompute the audit chain, its checkpoints, the change log and every edition, and name the first thing that was altered. Exits with 0 when all is whole, 1 when something is not, 2 when that cannot be found out.",
    )
    .addOption(dataOption())
    .addOption(
      new Option("--public-key <file>", "a public key (PEM) that checkpoints may be signed with; may be given several times")
        .argParser((file: string, files: readonly string[]) => [...files, file])
        .default([], "that of AUDIT_SIGNING_KEY, or those the database names"),
    )
    .addOption(
      new Option("--expect <sequence:hash>", "an entry noted earlier that must still be there; may be given several times")
        .argParser((text: string, noted: readonly Expected[]) => [...noted, expected(text)])
        .default([], "none"),
    )
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : UNKNOWN))
    .action(async (options: Options) => {
      try {
        process.stdout.write(await verify(options));
      } catch (error) {
        process.exitCode = error instanceof Broken ? BROKEN : UNKNOWN;
        const message = error instanceof Broken ? error.message : (explain(error) ?? String(error));
        process.stderr.write(`${message}\n`);
      }
    });
}

async function verify({ data, publicKey, expect }: Options): Promise<string> {
  const { configuration, close } = await openExistingDatabase(data);
  try {
    const own = configuration.auditSigningKey;
    const keys = publicKey.length > 0 ? publicKey.map(readKey) : own === undefined ? [] : [verifyingKey(own)];
    const verified = await verifyGuide(configuration.database.url, { keys, expected: expect });
    return summary(verified, keys.length > 0);
  } finally {
    await close();
  }
}

function summary({ chain, checkpoints, editions }: Verified, isSignedByKnownKeys: boolean): string {
  const keys = isSignedByKnownKeys ? "" : " (by keys that the database names; give --public-key to be sure)";
  const lines = [
    `The audit chain is whole: ${chain.entries} entries from ${chain.from} to ${chain.to}.`,
    `${checkpoints} checkpoints are signed${checkpoints === 0 ? "" : keys}.`,
    `${editions.proved} editions are as they were published${editions.before > 0 ? `; ${editions.before} are from before the chain` : ""}.`,
    ...(chain.erased > 0 ? [`The details of ${chain.erased} entries were erased.`] : []),
    `To see next time that nothing was cut off the end, note: --expect ${chain.head}`,
  ];
  return `${lines.join("\n")}\n`;
}

function readKey(file: string): VerifyingKey {
  const pem = readFileSync(file, "utf8");
  try {
    return verifyingKey(pem);
  } catch {
    throw new CommandError(`${file} holds no Ed25519 public key in PEM.`);
  }
}

function expected(text: string): Expected {
  const [, sequence, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined || hash === undefined)
    throw new InvalidArgumentError("Expects the number of an entry and its hash, as `guide verify` prints them.");
  return { sequence: Number(sequence), hash };
}
