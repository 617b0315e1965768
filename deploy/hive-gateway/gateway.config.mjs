import { readFileSync } from "node:fs";

/**
 * Hive Gateway in the place of the guide's own gateway. It reads the same variables: SUPERGRAPH_FILE, SUBGRAPH_URLS,
 * SUBGRAPH_DEADLINE_MS, and GATEWAY_SECRET or GATEWAY_SECRET_FILE.
 *
 *   hive-gateway --config-path gateway.config.mjs supergraph
 */
const { SUPERGRAPH_FILE, SUBGRAPH_URLS = "", SUBGRAPH_DEADLINE_MS = "3000", GATEWAY_SECRET_FILE } = process.env;
const secret = GATEWAY_SECRET_FILE ? readFileSync(GATEWAY_SECRET_FILE, "utf8").trim() : process.env.GATEWAY_SECRET;

/** Of what a client sends, subgraphs get these headers and no other. */
const FORWARDED = ["authorization", "x-request-id", "guide-as-of", "traceparent", "tracestate"];

export const gatewayConfig = {
  // Without one it takes supergraph.graphql from the folder it runs in.
  ...(SUPERGRAPH_FILE && { supergraph: SUPERGRAPH_FILE }),
  transportEntries: Object.fromEntries(
    SUBGRAPH_URLS.split(",").map((pair) => {
      const [name, location] = pair.trim().split(/=(.*)/s);
      return [name, { location }];
    }),
  ),
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({
      ...Object.fromEntries(FORWARDED.map((name) => [name, request.headers.get(name)])),
      ...(secret && { "guide-gateway-secret": secret }),
    }),
  },
  upstreamTimeout: () => Number(SUBGRAPH_DEADLINE_MS),
  graphqlEndpoint: "/graphql",
  healthCheckEndpoint: "/health/live",
  readinessCheckEndpoint: "/health/ready",
  // What these pages show is fetched from other hosts.
  graphiql: false,
  landingPage: false,
};
