import { timingSafeEqual } from "node:crypto";
import { setMaxListeners } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { context } from "@opentelemetry/api";
import { createHandler } from "graphql-http/lib/use/http";
import { createLogger, type Logger } from "../../telemetry/logger";
import { maySeeMetrics, metricsType, printMetrics } from "../../telemetry/metrics";
import { startTracing, traceOfCaller } from "../../telemetry/tracing";
import { ConfigurationError, readConfiguration, type SubgraphConfiguration } from "./configuration";
import type { RequestHeaders } from "./request";
import type { RunningSubgraph } from "./execute";
import type { Subgraph } from "./subgraph";

/** A subgraph that serves over HTTP. */
export interface ServedSubgraph {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Longer than any client keeps an idle connection, so that a connection is never closed under a request. */
const KEEP_ALIVE_MS = 65_000;

/** Serves a subgraph alone: GraphQL over HTTP at `/graphql`, its health at `/health/live` and `/health/ready`, and `/metrics`. */
export async function serve(subgraph: Subgraph, configuration: SubgraphConfiguration, logger: Logger): Promise<ServedSubgraph> {
  requireProofOfGateway(configuration);
  const running = subgraph.start(configuration, logger);
  const graphql = createHandler({
    schema: subgraph.schema,
    onSubscribe: async ({ headers, context: { res } }, { query, variables, operationName }) => {
      const result = await running.execute(
        {
          query,
          variables: variables ?? undefined,
          operationName: operationName ?? undefined,
          headers: headers as RequestHeaders,
        },
        whenClosed(res),
      );
      // The library takes what has no data for something that is yet to be carried out.
      return { data: null, ...result } as never;
    },
  });
  let stopping: Promise<void> | undefined;
  const http = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: 5_000, requestTimeout: 10_000 },
    (request, response) => {
      // While it stops, the gateway is told to send its next request over another connection.
      if (stopping) response.setHeader("connection", "close");
      context
        .with(traceOfCaller(request.headers), () => route(request, response))
        .catch((error: unknown) => {
          logger.error({ err: error }, "unexpected error");
          response.destroy();
        });
    },
  );
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(configuration.port, configuration.host, resolve);
  });
  running.startJobs();
  return {
    url: `http://localhost:${(http.address() as AddressInfo).port}/graphql`,
    stop: () => (stopping ??= stop()),
  };

  async function stop(): Promise<void> {
    await sleep(configuration.stopLingerMs);
    await closed(http);
    await running.close();
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === "/health/live") return void answer(response, 200, { status: "ok" });
    if (request.url === "/health/ready") return readiness(running, response, stopping !== undefined);
    if (request.url === "/metrics") return metrics(request, response, configuration.metricsToken);
    if (request.url !== "/graphql" && request.url !== "/position")
      return void answer(response, 404, refusal("There is nothing here. The subgraph is at /graphql.", "NOT_FOUND"));
    if (!cameThroughGateway(request, configuration.gatewaySecret)) {
      return void answer(response, 403, refusal("A subgraph answers the gateway only.", "FORBIDDEN"));
    }
    if (request.url === "/position") return position(running, response);
    await graphql(request, response);
  }
}

/** The position of the newest change, for gateways that keep answers. */
async function position(running: RunningSubgraph, response: ServerResponse): Promise<void> {
  try {
    answer(response, 200, { position: await running.position() });
  } catch {
    answer(response, 503, refusal("The database does not answer.", "SERVICE_UNAVAILABLE"));
  }
}

/** What the process counts. Whoever collects it is not the gateway and has a token of its own. */
async function metrics({ headers }: IncomingMessage, response: ServerResponse, token: string | undefined): Promise<void> {
  if (!maySeeMetrics(headers.authorization, token)) {
    response.setHeader("www-authenticate", "Bearer");
    return void answer(response, 401, refusal("The metrics are for those who have the token.", "UNAUTHENTICATED"));
  }
  response.writeHead(200, { "content-type": metricsType }).end(await printMetrics());
}

/** Signals that a caller has gone away before it had its answer. */
function whenClosed(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  // Each fetch or statement under way listens to it.
  setMaxListeners(0, controller.signal);
  if (response.destroyed) controller.abort();
  response.once("close", () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

/** Runs one subgraph as a process of its own, until it is told to stop. */
export function serveAlone(subgraph: Subgraph): void {
  const start = async (): Promise<void> => {
    const configuration = readConfiguration();
    const logger = createLogger(configuration.logLevel);
    const stopTracing = await startTracing(configuration.tracesEndpoint, `guide-${subgraph.name}`, logger);
    const served = await serve(subgraph, configuration, logger);
    logger.info({ subgraph: subgraph.name, url: served.url }, "the subgraph is ready");
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void served.stop().then(stopTracing));
  };
  start().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}

async function readiness(running: RunningSubgraph, response: ServerResponse, stopping: boolean): Promise<void> {
  if (stopping) return void answer(response, 503, { status: "stopping" });
  try {
    await running.check();
    answer(response, 200, { status: "ok" });
  } catch {
    answer(response, 503, { status: "unavailable", reason: "the database does not answer" });
  }
}

/** Only this machine itself reaches these. */
const LOOPBACK = ["localhost", "127.0.0.1", "::1"];

/** Whoever signs in can change the guide, and it is the gateway that holds back what is too much or malformed. */
function requireProofOfGateway({ issuers, gatewaySecret, host }: SubgraphConfiguration): void {
  if (issuers.length === 0 || gatewaySecret !== undefined || LOOPBACK.includes(host)) return;
  throw new ConfigurationError([
    "GATEWAY_SECRET is missing: with sign-in (OIDC_ISSUER), a subgraph answers the gateway only, unless HOST is 127.0.0.1",
  ]);
}

function cameThroughGateway({ headers }: IncomingMessage, secret: string | undefined): boolean {
  if (secret === undefined) return true;
  const given = Buffer.from(String(headers["guide-gateway-secret"] ?? ""));
  const expected = Buffer.from(secret);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const refusal = (message: string, code: string) => ({ errors: [{ message, extensions: { code } }] });

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}

function closed(http: Server): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => resolve());
    http.closeIdleConnections();
  });
}
