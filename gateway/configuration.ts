import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** What the gateway is told from outside. The only file of the gateway that touches the environment. */

// The gateway library reports metrics to its vendor and probes cloud metadata services unless this is set before it
// is loaded. The guide never lets it.
process.env["APOLLO_TELEMETRY_DISABLED"] = "1";

const whole = (fallback: number) =>
  z.coerce.number({ error: "expects a whole number" }).int("expects a whole number").min(0).default(fallback);

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
  SUBGRAPH_DEADLINE_MS: whole(3_000),
  SUBGRAPH_CONNECTIONS: whole(50),
  GATEWAY_SECRET: z.string().min(16, "expects at least 16 characters").optional(),
  INTROSPECTION: z.stringbool().default(true),
  STOP_LINGER_MS: whole(3_000),
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
  readonly introspection: boolean;
  /** How long it goes on accepting requests after it was told to stop, for load balancers to notice. */
  readonly stopLingerMs: number;
}

export function readGatewayConfiguration(overrides: Readonly<Record<string, string | undefined>> = {}): GatewayConfiguration {
  const variables = { ...process.env, ...overrides };
  const secretFile = variables["GATEWAY_SECRET_FILE"];
  if (secretFile && variables["GATEWAY_SECRET"] === undefined)
    variables["GATEWAY_SECRET"] = readFileSync(secretFile, "utf8").trim();
  const result = environment.safeParse(variables);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    throw new Error(`The configuration is not usable: ${problems.join("; ")}.`);
  }
  const value = result.data;
  return {
    host: value.HOST,
    port: value.PORT,
    logLevel: value.LOG_LEVEL,
    supergraphFile: value.SUPERGRAPH_FILE,
    subgraphUrls: value.SUBGRAPH_URLS ?? new Map<string, string>(),
    subgraphDeadlineMs: value.SUBGRAPH_DEADLINE_MS,
    subgraphConnections: value.SUBGRAPH_CONNECTIONS,
    gatewaySecret: value.GATEWAY_SECRET,
    introspection: value.INTROSPECTION,
    stopLingerMs: value.STOP_LINGER_MS,
  };
}
