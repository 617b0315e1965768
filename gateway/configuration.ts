import { readFileSync } from "node:fs";
import { join } from "node:path";
import ipaddr from "ipaddr.js";
import { z } from "zod";
import { identitySettings, trustedIssuers } from "../identity/configuration";
import type { TrustedIssuer } from "../identity/tokens";
import type { Load, RateLimit } from "./admission";
import type { Limits } from "./limits";

/** What the gateway is told from outside. The only file of the gateway that touches the environment. */

// The gateway library reports metrics to its vendor and probes cloud metadata services unless this is set before it
// is loaded. The guide never lets it.
process.env["APOLLO_TELEMETRY_DISABLED"] = "1";

const whole = (fallback: number, least = 0) =>
  z.coerce
    .number({ error: "expects a whole number" })
    .int("expects a whole number")
    .min(least, `expects at least ${least}`)
    .default(fallback);

const list = z
  .string()
  .default("")
  .transform((value) => value.split(",").flatMap((each) => each.trim() || []));

const networks = list.refine(
  (given) => given.every((each) => ipaddr.isValid(each) || ipaddr.isValidCIDR(each)),
  "expects addresses or networks such as 10.0.0.0/8, separated by commas",
);

const origins = list.refine(
  (given) => given.every((each) => each === "*" || (URL.canParse(each) && new URL(each).origin === each)),
  "expects * or origins such as https://portal.example, separated by commas",
);

const subgraphUrls = z
  .string()
  .transform((value) => value.split(",").map((pair) => pair.trim().split(/=(.*)/s).slice(0, 2) as [string, string]))
  .refine(
    (pairs) => pairs.every(([name, url]) => /^\w+$/.test(name) && URL.canParse(url)),
    "expects pairs such as entities=http://entities:4001/graphql, separated by commas",
  )
  .transform((pairs) => new Map(pairs));

const environment = z.object({
  HOST: z.string().default("0.0.0.0"),
  PORT: whole(4000),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  SUPERGRAPH_FILE: z.string().default(join(__dirname, "../schema/supergraph.graphql")),
  SUBGRAPH_URLS: subgraphUrls.optional(),
  SUBGRAPH_DEADLINE_MS: whole(3_000, 1),
  SUBGRAPH_CONNECTIONS: whole(50, 1),
  GATEWAY_SECRET: z.string().min(16, "expects at least 16 characters").optional(),
  REQUEST_DEADLINE_MS: whole(10_000, 1),
  REQUEST_BODY_BYTES: whole(100_000),
  UPLOAD_BYTES: whole(8_000_000),
  REQUESTS_CONCURRENT: whole(100, 1),
  REQUESTS_WAITING: whole(500),
  CHANGE_FOLLOWERS: whole(1_000),
  RATE_LIMIT_PER_SECOND: whole(200),
  RATE_LIMIT_BURST: whole(1_000, 1),
  TRUSTED_PROXIES: networks,
  CORS_ORIGINS: origins,
  LIMIT_TOKENS: whole(2_000),
  LIMIT_DEPTH: whole(12),
  LIMIT_FIELDS: whole(1_000),
  LIMIT_ALIASES: whole(30),
  LIMIT_ROOT_FIELDS: whole(25),
  LIMIT_DIRECTIVES: whole(30),
  LIMIT_INTROSPECTIONS: whole(1),
  LIMIT_COST: whole(25_000),
  TRUSTED_DOCUMENTS: z.enum(["open", "report", "enforce"]).default("open"),
  TRUSTED_DOCUMENTS_FOLDER: z.string().default(join(__dirname, "../schema/operations")),
  ANSWER_CACHE_BYTES: whole(64_000_000),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url("expects a URL such as http://collector:4318").optional(),
  METRICS_TOKEN: z.string().min(16, "expects at least 16 characters").optional(),
  INTROSPECTION: z.stringbool().default(true),
  FIELD_SUGGESTIONS: z.stringbool().default(false),
  STOP_LINGER_MS: whole(3_000),
  ...identitySettings,
});

export interface GatewayConfiguration {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  /** The composed supergraph to serve; a new one is taken up when the file changes. */
  readonly supergraphFile: string;
  /** Where each subgraph is; not used when they run in this process. */
  readonly subgraphUrls: ReadonlyMap<string, string>;
  /** How long one fetch from a subgraph may take. */
  readonly subgraphDeadlineMs: number;
  /** How many connections to each subgraph are kept. */
  readonly subgraphConnections: number;
  /** What the gateway proves itself to subgraphs with. */
  readonly gatewaySecret: string | undefined;
  /** How long one request may take; what it still waits for then is given up. */
  readonly requestDeadlineMs: number;
  /** The largest body taken. */
  readonly bodyBytes: number;
  /** The largest body taken of those who signed in, where that is more. */
  readonly uploadBytes: number;
  readonly load: Load;
  /** How many may follow the changes as a stream at a time. */
  readonly changeFollowers: number;
  readonly rateLimit: RateLimit;
  /** Addresses or networks of proxies that are believed whom they forward for, such as 10.0.0.0/8. */
  readonly trustedProxies: readonly string[];
  /** Origins whose pages may read answers, or `*`; none when empty. */
  readonly corsOrigins: readonly string[];
  /** What one operation may ask for. */
  readonly limits: Limits;
  /** Whether any document is carried out, untrusted ones are reported, or only trusted ones are. */
  readonly trustedDocuments: "open" | "report" | "enforce";
  /** The operations that are trusted. */
  readonly trustedDocumentsFolder: string;
  /** Memory for kept answers; 0 to keep none. */
  readonly answerCacheBytes: number;
  /** Where traces are sent, by OTLP over HTTP; there are none without it. */
  readonly tracesEndpoint: string | undefined;
  /** What a reader of the metrics proves itself with; anyone may read them where there is none. */
  readonly metricsToken: string | undefined;
  readonly introspection: boolean;
  /** Whether errors name fields that were perhaps meant. */
  readonly fieldSuggestions: boolean;
  /** How long it goes on accepting requests after it was told to stop, for load balancers to notice. */
  readonly stopLingerMs: number;
  /** Whose tokens are believed; nobody can sign in where there are none. */
  readonly issuers: readonly TrustedIssuer[];
}

export function readGatewayConfiguration(overrides: Readonly<Record<string, string | undefined>> = {}): GatewayConfiguration {
  // A variable that is set to nothing is not set.
  const variables = Object.fromEntries(Object.entries({ ...process.env, ...overrides }).filter(([, value]) => value !== ""));
  for (const name of ["GATEWAY_SECRET", "METRICS_TOKEN"]) {
    const file = variables[`${name}_FILE`];
    if (file && variables[name] === undefined) variables[name] = readFileSync(file, "utf8").trim();
  }
  const result = environment.safeParse(variables);
  if (!result.success) throw unusable(result.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`));
  const value = result.data;
  const { issuers, problems } = trustedIssuers(value);
  if (problems.length > 0) throw unusable(problems);
  return {
    host: value.HOST,
    port: value.PORT,
    logLevel: value.LOG_LEVEL,
    supergraphFile: value.SUPERGRAPH_FILE,
    subgraphUrls: value.SUBGRAPH_URLS ?? new Map<string, string>(),
    subgraphDeadlineMs: value.SUBGRAPH_DEADLINE_MS,
    subgraphConnections: value.SUBGRAPH_CONNECTIONS,
    gatewaySecret: value.GATEWAY_SECRET,
    requestDeadlineMs: value.REQUEST_DEADLINE_MS,
    bodyBytes: value.REQUEST_BODY_BYTES,
    uploadBytes: value.UPLOAD_BYTES,
    load: { concurrent: value.REQUESTS_CONCURRENT, waiting: value.REQUESTS_WAITING },
    changeFollowers: value.CHANGE_FOLLOWERS,
    rateLimit: { perSecond: value.RATE_LIMIT_PER_SECOND, burst: value.RATE_LIMIT_BURST },
    trustedProxies: value.TRUSTED_PROXIES,
    corsOrigins: value.CORS_ORIGINS,
    limits: {
      tokens: value.LIMIT_TOKENS,
      depth: value.LIMIT_DEPTH,
      fields: value.LIMIT_FIELDS,
      aliases: value.LIMIT_ALIASES,
      rootFields: value.LIMIT_ROOT_FIELDS,
      directives: value.LIMIT_DIRECTIVES,
      introspections: value.LIMIT_INTROSPECTIONS,
      cost: value.LIMIT_COST,
    },
    trustedDocuments: value.TRUSTED_DOCUMENTS,
    trustedDocumentsFolder: value.TRUSTED_DOCUMENTS_FOLDER,
    answerCacheBytes: value.ANSWER_CACHE_BYTES,
    tracesEndpoint: value.OTEL_EXPORTER_OTLP_ENDPOINT,
    metricsToken: value.METRICS_TOKEN,
    introspection: value.INTROSPECTION,
    fieldSuggestions: value.FIELD_SUGGESTIONS,
    stopLingerMs: value.STOP_LINGER_MS,
    issuers,
  };
}

const unusable = (problems: readonly string[]): Error => new Error(`The configuration is not usable: ${problems.join("; ")}.`);
