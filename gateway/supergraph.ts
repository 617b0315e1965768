// The configuration is loaded first: it keeps the gateway library from reporting to its vendor.
import "./configuration";
import { ApolloGateway } from "@apollo/gateway";
import { ApolloServer, HeaderMap } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import type { GraphQLSchema } from "graphql";
import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import { answerPlugin } from "./answer";
import type { Execute } from "./answering";
import type { GatewayConfiguration } from "./configuration";
import { formatGatewayError } from "./errors";
import { introspectionPlugin } from "./introspection";
import { plans as plansMetric } from "./metrics";
import type { GatewayContext } from "./request";
import { type SubgraphClient, SubgraphSource } from "./subgraph-request";
import { identify, supergraphFile } from "./supergraph-file";

/** What is served right now; a new supergraph brings a new one. */
export interface Serving {
  readonly id: string;
  readonly schema: GraphQLSchema;
  /** Which subgraphs the plan of an operation asks, by its key. */
  readonly plans: LRUCache<string, readonly string[]>;
}

/** A supergraph that can be asked. */
export interface RunningSupergraph {
  readonly execute: Execute;
  readonly serving: () => Serving;
  readonly stop: () => Promise<void>;
}

export interface SupergraphOptions {
  readonly configuration: GatewayConfiguration;
  readonly subgraphs: ReadonlyMap<string, SubgraphClient>;
  readonly logger: Logger;
  /** Called when another supergraph has taken the place of the one before. */
  readonly onReplaced: () => void;
}

const KEPT_PLANS = 5_000;

/** Loads the supergraph and everything that carries out operations over it: the one place that knows Apollo's libraries. */
export async function startSupergraph({
  configuration,
  subgraphs,
  logger,
  onReplaced,
}: SupergraphOptions): Promise<RunningSupergraph> {
  let serving: Serving | undefined;
  const asked = new WeakMap<object, readonly string[]>();
  const gateway = new ApolloGateway({
    supergraphSdl: supergraphFile(configuration.supergraphFile, logger),
    buildService: ({ name }) => {
      const client = subgraphs.get(name);
      if (!client) throw new Error(`The supergraph has a subgraph "${name}" that this gateway has no way to.`);
      return new SubgraphSource(name, client, configuration.subgraphDeadlineMs);
    },
    logger: quiet(logger),
    __exposeQueryPlanExperimental: false,
    experimental_didResolveQueryPlan: ({ queryPlan, requestContext }) => {
      const names = asked.get(queryPlan);
      plansMetric.inc({ plan: names ? "kept" : "made" });
      const subgraphsAsked = names ?? subgraphsOf(queryPlan);
      asked.set(queryPlan, subgraphsAsked);
      (requestContext.context as GatewayContext).findings.subgraphs = subgraphsAsked;
    },
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    const wasServing = serving !== undefined;
    serving = { id: identify(coreSupergraphSdl), schema: apiSchema, plans: new LRUCache({ max: KEPT_PLANS }) };
    if (wasServing) onReplaced();
  });
  const server = new ApolloServer<GatewayContext>({
    gateway,
    introspection: configuration.introspection,
    hideSchemaDetailsFromClientErrors: !configuration.fieldSuggestions,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    maxRecursiveSelections: true,
    parseOptions: { maxTokens: configuration.limits.tokens },
    validationOptions: { maxErrors: 5 },
    executionOptions: { maxCoercionErrors: 5 },
    formatError: (formatted, error) => formatGatewayError(formatted, error, logger),
    logger: quiet(logger),
    plugins: [
      introspectionPlugin,
      answerPlugin,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  return {
    execute: async ({ document, node, variables }, context) => {
      const { status, body } = await server.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: "POST",
          headers: new HeaderMap([
            ["content-type", "application/json"],
            ["accept", context.mediaType],
          ]),
          search: "",
          body: { query: document.text, ...(node.name && { operationName: node.name.value }), variables },
        },
        context: async () => context,
      });
      if (body.kind !== "complete") throw new Error("An answer in pieces, which this gateway never asks for.");
      return { status: status ?? 200, text: body.string.trimEnd() };
    },
    serving: () => {
      if (!serving) throw new Error("No supergraph is served.");
      return serving;
    },
    stop: () => server.stop(),
  };
}

/** The subgraphs that a plan asks, whichever way its conditions go. */
function subgraphsOf(plan: object): string[] {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if ("kind" in value && value.kind === "Fetch" && "serviceName" in value) names.add(String(value.serviceName));
    for (const inner of Object.values(value)) if (typeof inner === "object") visit(inner);
  };
  visit(plan);
  return [...names].sort();
}

/** The libraries' own chatter goes to debug; what they warn of and what fails stays. */
function quiet(logger: Logger) {
  return {
    debug: (message?: unknown) => logger.trace(message),
    info: (message?: unknown) => logger.debug(message),
    warn: (message?: unknown) => logger.warn(message),
    error: (message?: unknown) => logger.error(message),
  };
}
