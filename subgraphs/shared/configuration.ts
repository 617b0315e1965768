import { readFileSync } from "node:fs";
import { z } from "zod";
import { identitySettings, trustedIssuers } from "../../identity/configuration";
import type { TrustedIssuer } from "../../identity/tokens";
import { isSigningKey } from "./audit/signing";

/** What a subgraph, the migrations and the publishing path are told from outside. The only file here that reads the environment. */

const whole = (fallback: number, minimum = 0) =>
  z.coerce
    .number({ error: "expects a whole number" })
    .int("expects a whole number")
    .min(minimum, `expects at least ${minimum}`)
    .default(fallback);
const languages = z
  .string()
  .default("ar,en")
  .transform((value) => value.split(",").map((tag) => tag.trim()))
  .refine((tags) => tags.every((tag) => /^[a-z]{2,3}$/.test(tag)), "expects language tags such as ar,en");

const databaseUrl = z.string().refine(isPostgresUrl, "expects a URL such as postgres://user:password@host:5432/database");
const replicaUrls = z
  .string()
  .default("")
  .transform((value) => value.split(",").flatMap((url) => url.trim() || []))
  .refine((urls) => urls.every(isPostgresUrl), "expects URLs such as that of DATABASE_URL, separated by commas");

const environment = z.object({
  DATABASE_URL: databaseUrl,
  DATABASE_REPLICA_URLS: replicaUrls,
  DATABASE_POOL_SIZE: whole(10, 1),
  DATABASE_CONNECT_TIMEOUT_MS: whole(3_000, 1),
  DATABASE_STATEMENT_TIMEOUT_MS: whole(10_000),
  DATABASE_LOCK_TIMEOUT_MS: whole(5_000),
  OFFICIAL_LANGUAGES: languages,
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  HOST: z.string().default("0.0.0.0"),
  PORT: whole(4000),
  STOP_LINGER_MS: whole(1_000),
  GATEWAY_SECRET: z.string().min(16, "expects at least 16 characters").optional(),
  WEBHOOK_PRIVATE_ADDRESSES: z.enum(["allow", "refuse"]).default("refuse"),
  METRICS_TOKEN: z.string().min(16, "expects at least 16 characters").optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url("expects a URL such as http://collector:4318").optional(),
  AUDIT_SIGNING_KEY: z.string().refine(isSigningKey, "expects an Ed25519 private key as PEM (PKCS 8)").optional(),
  ...identitySettings,
});

export interface DatabaseSettings {
  readonly url: string;
  /** Streaming replicas of the database, which answer what need not be read from itself. */
  readonly replicaUrls: readonly string[];
  readonly poolSize: number;
  readonly connectTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
}

export interface SubgraphConfiguration {
  readonly database: DatabaseSettings;
  readonly officialLanguages: readonly string[];
  readonly logLevel: string;
  readonly host: string;
  readonly port: number;
  /** How long a subgraph that was told to stop still answers, so that its clients can turn elsewhere. */
  readonly stopLingerMs: number;
  /** What the gateway proves itself with; a subgraph that has one refuses requests without it. */
  readonly gatewaySecret: string | undefined;
  /** Whether webhooks may be at private addresses. */
  readonly webhookPrivateAddresses: "allow" | "refuse";
  /** What a reader of the metrics proves itself with; anyone may read them where there is none. */
  readonly metricsToken: string | undefined;
  /** Where traces are sent, by OTLP over HTTP; there are none without it. */
  readonly tracesEndpoint: string | undefined;
  /** Whose tokens are believed; nobody can sign in where there are none. */
  readonly issuers: readonly TrustedIssuer[];
  /** What daily checkpoints of the audit chain are signed with, as PEM; there are none without it. */
  readonly auditSigningKey: string | undefined;
}

/** A mistake in the configuration, told in full at once. */
export class ConfigurationError extends Error {
  constructor(problems: readonly string[]) {
    super(`The configuration is not usable: ${problems.join("; ")}.`);
    this.name = "ConfigurationError";
  }
}

/** Reads the configuration; every problem is reported, not only the first. */
export function readConfiguration(overrides: Readonly<Record<string, string | undefined>> = {}): SubgraphConfiguration {
  const result = environment.safeParse(withSecretFiles({ ...process.env, ...overrides }));
  if (!result.success) {
    throw new ConfigurationError(result.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`));
  }
  const value = result.data;
  const { issuers, problems } = trustedIssuers(value);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return {
    database: {
      url: value.DATABASE_URL,
      replicaUrls: value.DATABASE_REPLICA_URLS,
      poolSize: value.DATABASE_POOL_SIZE,
      connectTimeoutMs: value.DATABASE_CONNECT_TIMEOUT_MS,
      statementTimeoutMs: value.DATABASE_STATEMENT_TIMEOUT_MS,
      lockTimeoutMs: value.DATABASE_LOCK_TIMEOUT_MS,
    },
    officialLanguages: value.OFFICIAL_LANGUAGES,
    logLevel: value.LOG_LEVEL,
    host: value.HOST,
    port: value.PORT,
    stopLingerMs: value.STOP_LINGER_MS,
    gatewaySecret: value.GATEWAY_SECRET,
    webhookPrivateAddresses: value.WEBHOOK_PRIVATE_ADDRESSES,
    metricsToken: value.METRICS_TOKEN,
    tracesEndpoint: value.OTEL_EXPORTER_OTLP_ENDPOINT,
    issuers,
    auditSigningKey: value.AUDIT_SIGNING_KEY,
  };
}

/** The `DATABASE_URL` of the environment, if there is one: the embedded database is used where there is none. */
export function configuredDatabaseUrl(): string | undefined {
  return withSecretFiles(process.env)["DATABASE_URL"];
}

/** `NAME_FILE` names a file that holds the value of `NAME`, as container secrets are handed over. */
function withSecretFiles(variables: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  // A variable that is set to nothing is not set.
  const result = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  for (const name of ["DATABASE_URL", "DATABASE_REPLICA_URLS", "GATEWAY_SECRET", "METRICS_TOKEN", "AUDIT_SIGNING_KEY"]) {
    const file = variables[`${name}_FILE`];
    if (file && result[name] === undefined) result[name] = readFileSync(file, "utf8").trim();
  }
  return result;
}

function isPostgresUrl(value: string): boolean {
  try {
    return ["postgres:", "postgresql:"].includes(new URL(value).protocol);
  } catch {
    return false;
  }
}
