import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import { type AddressInfo, Server as NetServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { SpanKind } from "@opentelemetry/api";
import type { Logger } from "pino";
import { tokenVerifier } from "../identity/tokens";
import { traced, traceOfCaller } from "../telemetry/tracing";
import { Admission, clientAddresses, rateCheck } from "./admission";
import { AnswerCache } from "./answer-cache";
import { identification } from "./callers";
import { ChangePages } from "./change-pages";
import { ChangesStream } from "./changes-stream";
import type { GatewayConfiguration } from "./configuration";
import { Documents } from "./documents";
import { corsOf, graphqlEndpoint } from "./graphql-endpoint";
import { countRefusal, observeGateway } from "./metrics";
import { asking } from "./own-questions";
import { pages } from "./pages";
import { PastInstants } from "./past-instants";
import { Positions } from "./positions";
import { badRequest, Refusal } from "./refusal";
import { requestIdOf } from "./request";
import type { SubgraphClient } from "./subgraph-request";
import { startSupergraph } from "./supergraph";

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

const HEADERS_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;
/** How often slow requests are looked for. */
const TIMEOUT_CHECK_MS = 1_000;
const KEEP_ALIVE_MS = 65_000;
/** Long enough for a request that is on its way over a new connection to arrive. */
const SETTLE_MS = 500;
const MOST_CONNECTIONS = 10_000;

/** Headers of every answer of the graph: it is data, and never a page. */
const DATA_HEADERS: readonly (readonly [string, string])[] = [
  ["x-content-type-options", "nosniff"],
  ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
  ["referrer-policy", "no-referrer"],
  ["strict-transport-security", "max-age=31536000; includeSubDomains"],
];

/** Starts the gateway: the one endpoint of the guide, and the pages about it. */
export async function startGateway({ configuration, subgraphs, logger }: GatewayOptions): Promise<RunningGateway> {
  const answers = new AnswerCache(configuration.answerCacheBytes);
  const admission = new Admission(configuration.load);
  const documents = new Documents(configuration.trustedDocumentsFolder, configuration.limits);
  const supergraph = await startSupergraph({ configuration, subgraphs, logger, onReplaced: () => answers.clear() });
  let stopping: Promise<void> | undefined;
  const isStopping = () => stopping !== undefined;
  const checkRate = rateCheck(configuration.rateLimit, configuration.trustedProxies);
  const positions = new Positions(subgraphs);
  const ask = asking(supergraph.execute, admission, logger);
  const changes = new ChangesStream({
    pages: new ChangePages(ask, positions, logger),
    checkRate,
    crossOrigin: corsOf(configuration.corsOrigins),
    clientOf: clientAddresses(configuration.trustedProxies),
    mostFollowers: configuration.changeFollowers,
    logger,
  });
  const graphql = graphqlEndpoint({
    configuration,
    identify: identification(tokenVerifier(configuration.issuers), checkRate, logger),
    documents,
    answers,
    admission,
    logger,
    positions,
    pastInstants: new PastInstants(ask),
    execute: supergraph.execute,
    serving: supergraph.serving,
  });
  const app = pages({
    subgraphs,
    checkRate,
    metricsToken: configuration.metricsToken,
    serving: supergraph.serving,
    isStopping,
    logger,
  });
  const http = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    route,
  );
  http.maxConnections = MOST_CONNECTIONS;
  http.on("clientError", unreadable);
  await listen(http, configuration);
  const unobserve = observeGateway({
    running: () => admission.running,
    waiting: () => admission.waiting,
    cacheBytes: () => answers.bytes,
    cacheEntries: () => answers.entries,
    followers: () => changes.followers,
  });
  const { port } = http.address() as AddressInfo;
  const host = configuration.host === "0.0.0.0" || configuration.host === "::" ? "localhost" : configuration.host;
  return {
    url: `http://${host}:${port}/graphql`,
    stop: ({ lingerMs = configuration.stopLingerMs } = {}) => (stopping ??= stop(lingerMs)),
  };

  function route(request: IncomingMessage, response: ServerResponse): void {
    response.setHeader("x-request-id", requestIdOf(request.headers));
    // While it stops, clients are told to open their next connection elsewhere.
    if (isStopping()) response.setHeader("connection", "close");
    const path = request.url?.split("?", 1)[0];
    if (path !== "/graphql" && path !== "/changes") {
      page(path, request, response);
      return;
    }
    for (const [name, value] of DATA_HEADERS) response.setHeader(name, value);
    if (path === "/changes") {
      void changes.handle(request, response);
      return;
    }
    void traced("graphql", { kind: SpanKind.SERVER }, () => graphql(request, response), traceOfCaller(request.headers));
  }

  /** Everything beside the graph. */
  function page(path: string | undefined, request: IncomingMessage, response: ServerResponse): void {
    const began = performance.now();
    const level = path?.startsWith("/health/") || path === "/metrics" ? "debug" : "info";
    response.once("finish", () => {
      const ms = Math.round(performance.now() - began);
      const requestId = response.getHeader("x-request-id");
      const { statusCode: status } = response;
      // What is no address of the guide may say anything, also what is nobody's business.
      logger[level]({ requestId, method: request.method, path: status < 400 ? path : "other", status, ms }, "answered");
    });
    app(request, response);
  }

  async function stop(lingerMs: number): Promise<void> {
    // Those who follow changes go on elsewhere from where they are.
    changes.close();
    await sleep(lingerMs);
    // First no new connections; those that were just made send their request before idle ones are closed.
    stopListening(http);
    await sleep(Math.min(lingerMs, SETTLE_MS));
    await answered(http);
    await supergraph.stop();
    await Promise.all([...subgraphs.values()].map((client) => client.close()));
    unobserve();
  }
}

/** What is no HTTP, or comes too slowly, is answered as far as the connection allows, and closed. */
function unreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal =
    error.code === "ERR_HTTP_REQUEST_TIMEOUT"
      ? new Refusal(408, "REQUEST_TIMEOUT", "The request did not arrive in time.")
      : error.code === "HPE_HEADER_OVERFLOW"
        ? new Refusal(431, "BAD_REQUEST", "The headers are too large.")
        : badRequest("The request is not HTTP.");
  const { status, body } = refusal;
  countRefusal(refusal);
  // A client that does not close in turn must not keep the connection.
  setTimeout(() => socket.destroy(), SETTLE_MS).unref();
  const headers = Object.entries({
    ...Object.fromEntries(DATA_HEADERS),
    "content-type": "application/json; charset=utf-8",
    "x-request-id": requestIdOf({}),
    "content-length": Buffer.byteLength(body),
    connection: "close",
  });
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** Refuses new connections and leaves open ones alone; closing an HTTP server would end those without a request yet. */
function stopListening(http: Server): void {
  NetServer.prototype.close.call(http);
}

/** Closes connections as they have nothing left to answer, until there are none. */
async function answered(http: Server): Promise<void> {
  for (;;) {
    http.closeIdleConnections();
    const open = await new Promise<number>((resolve, reject) =>
      http.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    );
    if (open === 0) return;
    await sleep(20);
  }
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
