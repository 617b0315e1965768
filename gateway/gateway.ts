import { createServer, type Server } from "node:http";
import { type AddressInfo, Server as NetServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
// The configuration is loaded first: it keeps the gateway library from reporting to its vendor.
import "./configuration";
import { ApolloGateway } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { ApolloServerPluginDrainHttpServer } from "@apollo/server/plugin/drainHttpServer";
import { expressMiddleware } from "@as-integrations/express5";
import express, { type ErrorRequestHandler, type Express } from "express";
import type { Logger } from "pino";
import { answerPlugin } from "./answer";
import type { GatewayConfiguration } from "./configuration";
import { formatGatewayError } from "./errors";
import { checkSubgraphs } from "./health";
import { gatewayContext, type GatewayContext, requestIdOf } from "./request";
import { type SubgraphClient, SubgraphSource } from "./subgraph-request";
import { supergraphFile } from "./supergraph-file";

/** A gateway that serves. */
export interface RunningGateway {
  readonly url: string;
  /** Stops accepting requests, answers those in flight, and closes. */
  readonly stop: (options?: { lingerMs?: number }) => Promise<void>;
}

export interface GatewayOptions {
  readonly configuration: GatewayConfiguration;
  /** A way to every subgraph of the supergraph, by name. */
  readonly subgraphs: ReadonlyMap<string, SubgraphClient>;
  readonly logger: Logger;
}

const BODY_LIMIT = "100kb";
const HEADERS_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 65_000;
/** Long enough for a request that is on its way over a new connection to arrive. */
const SETTLE_MS = 500;

/** Starts the gateway: the one endpoint of the guide. */
export async function startGateway({ configuration, subgraphs, logger }: GatewayOptions): Promise<RunningGateway> {
  const gateway = new ApolloGateway({
    supergraphSdl: supergraphFile(configuration.supergraphFile, logger),
    buildService: ({ name }) => {
      const client = subgraphs.get(name);
      if (!client) throw new Error(`The supergraph has a subgraph "${name}" that this gateway has no way to.`);
      return new SubgraphSource(name, client, configuration.subgraphDeadlineMs);
    },
    logger: quiet(logger),
    __exposeQueryPlanExperimental: false,
  });
  const app = express();
  const http = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS },
    app,
  );
  const server = new ApolloServer<GatewayContext>({
    gateway,
    introspection: configuration.introspection,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => formatGatewayError(formatted, error, logger),
    logger: quiet(logger),
    plugins: [
      answerPlugin,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer: http }),
    ],
  });
  await server.start();
  let stopping: Promise<void> | undefined;
  routes(app, { server, subgraphs, logger, isStopping: () => stopping !== undefined });
  await listen(http, configuration);
  const { port } = http.address() as AddressInfo;
  const host = configuration.host === "0.0.0.0" || configuration.host === "::" ? "localhost" : configuration.host;
  return {
    url: `http://${host}:${port}/graphql`,
    stop: ({ lingerMs = configuration.stopLingerMs } = {}) => (stopping ??= stop(lingerMs)),
  };

  async function stop(lingerMs: number): Promise<void> {
    await sleep(lingerMs);
    // First no new connections; those that were just made send their request before idle ones are closed.
    stopListening(http);
    await sleep(Math.min(lingerMs, SETTLE_MS));
    await server.stop();
    await Promise.all([...subgraphs.values()].map((client) => client.close()));
  }
}

interface Routes {
  readonly server: ApolloServer<GatewayContext>;
  readonly subgraphs: ReadonlyMap<string, SubgraphClient>;
  readonly logger: Logger;
  readonly isStopping: () => boolean;
}

function routes(app: Express, { server, subgraphs, logger, isStopping }: Routes): void {
  app.disable("x-powered-by");
  app.use((request, response, next) => {
    const requestId = requestIdOf(request.headers);
    const began = performance.now();
    const { method, path } = request;
    response.setHeader("x-request-id", requestId);
    response.locals["requestId"] = requestId;
    // While it stops, clients are told to open their next connection elsewhere.
    if (isStopping()) response.setHeader("connection", "close");
    response.on("finish", () => {
      logger.info(
        { requestId, method, path, status: response.statusCode, ms: Math.round(performance.now() - began) },
        "answered",
      );
    });
    next();
  });
  app.get("/health/live", (_, response) => void response.json({ status: "ok" }));
  app.get("/health/ready", async (_, response) => {
    const health = await checkSubgraphs(subgraphs);
    const ready = health.status === "ok" && !isStopping();
    response.status(ready ? 200 : 503).json(isStopping() ? { ...health, status: "stopping" } : health);
  });
  app.use(
    "/graphql",
    express.json({ limit: BODY_LIMIT, verify: requireUtf8 }),
    expressMiddleware(server, {
      context: async ({ req, res }) => gatewayContext(req.headers, logger, String(res.locals["requestId"])),
    }),
  );
  app.use((request, response) => {
    response.status(404).json({
      errors: [{ message: `There is nothing at ${request.path}. The guide is at /graphql.`, extensions: { code: "NOT_FOUND" } }],
    });
  });
  app.use(unreadable);
}

/** JSON is UTF-8 (RFC 8259); the parser would take more. */
function requireUtf8(_request: unknown, _response: unknown, _body: Buffer, encoding: string): void {
  if (encoding !== "utf-8") throw Object.assign(new Error("The body is not UTF-8."), { status: 415 });
}

/** A body that cannot be read is answered as GraphQL answers: an error with a code, never a page or a stack. */
const unreadable: ErrorRequestHandler = (error: { status?: number; type?: string }, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const status = typeof error.status === "number" && error.status >= 400 && error.status < 500 ? error.status : 500;
  const message =
    error.type === "entity.too.large"
      ? `The body is larger than ${BODY_LIMIT}.`
      : status < 500
        ? "The body cannot be read as JSON. Send a JSON object with `query` and, where needed, `variables`."
        : "Something went wrong in the guide.";
  response
    .status(status)
    .json({ errors: [{ message, extensions: { code: status < 500 ? "BAD_REQUEST" : "INTERNAL_SERVER_ERROR" } }] });
};

/** Refuses new connections and leaves open ones alone; closing an HTTP server would end those without a request yet. */
function stopListening(http: Server): void {
  NetServer.prototype.close.call(http);
}

function listen(http: Server, { host, port }: GatewayConfiguration): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once("error", reject);
    http.listen(port, host, () => {
      http.off("error", reject);
      resolve();
    });
  });
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
