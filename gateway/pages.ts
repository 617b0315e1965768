import { join } from "node:path";
import express, { type ErrorRequestHandler, type Express, type Response } from "express";
import helmet from "helmet";
import type { Logger } from "pino";
import { maySeeMetrics, metricsType, printMetrics } from "../telemetry/metrics";
import type { CheckRate } from "./admission";
import { builtPages, PAGE_POLICY } from "./built-pages";
import { contractFiles } from "./contract-files";
import { healthCheck } from "./health";
import { countRefusal } from "./metrics";
import { Refusal } from "./refusal";
import type { SubgraphClient } from "./subgraph-request";

export interface PagesParts {
  readonly subgraphs: ReadonlyMap<string, SubgraphClient>;
  readonly metricsToken: string | undefined;
  readonly checkRate: CheckRate;
  /** What is served right now. */
  readonly serving: () => { readonly id: string };
  readonly isStopping: () => boolean;
  readonly logger: Logger;
}

/** Everything the gateway serves beside the graph: pages for people, files of the contract, health and metrics. */
export function pages({ subgraphs, checkRate, metricsToken, serving, isStopping, logger }: PagesParts): Express {
  const checkHealth = healthCheck(subgraphs);
  const app = express();
  app.disable("x-powered-by");
  app.use(helmet({ contentSecurityPolicy: PAGE_POLICY, xXssProtection: false }));

  // Whether the process lives is told to whoever asks, however often.
  app.get("/health/live", (_, response) => void response.json({ status: "ok" }));
  app.use((request, _, next) => {
    checkRate(request);
    next();
  });
  app.get("/health/ready", async (_, response) => {
    const health = await checkHealth();
    const status = isStopping() ? "stopping" : health.status;
    response.status(status === "ok" ? 200 : 503).json({ ...health, status, supergraph: serving().id });
  });
  app.get("/metrics", async (request, response) => {
    if (!maySeeMetrics(request.headers.authorization, metricsToken)) {
      throw new Refusal(401, "UNAUTHENTICATED", "The metrics are for those who have the token.", {
        headers: { "www-authenticate": "Bearer" },
      });
    }
    response.type(metricsType).send(await printMetrics());
  });

  app.use(builtPages(join(__dirname, "explorer/dist")));
  app.use(contractFiles(join(__dirname, "../schema")));
  app.use((request) => {
    throw new Refusal(404, "NOT_FOUND", `There is nothing at ${request.path}. The guide is at /graphql.`);
  });
  app.use(failed(logger));
  return app;
}

/** What is refused, a path that cannot be decoded, or a fault of ours: never a page of the library with a stack. */
function failed(logger: Logger): ErrorRequestHandler {
  return (error: { status?: number }, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    if (error instanceof Refusal) {
      // A page that is not there is no refusal; too many requests are one, wherever they go.
      if (error.formatted.extensions?.["limit"]) countRefusal(error);
      refuse(response, error);
      return;
    }
    if (typeof error.status === "number" && error.status < 500) {
      refuse(response, new Refusal(error.status, "BAD_REQUEST", "The request cannot be read."));
      return;
    }
    logger.error({ err: error }, "unexpected error");
    refuse(response, new Refusal(500, "INTERNAL_SERVER_ERROR", "Something went wrong in the guide."));
  };
}

function refuse(response: Response, { status, headers, body }: Refusal): void {
  // Of a file that could not be sent after all.
  response.removeHeader("content-encoding");
  response
    .status(status)
    .set({ "cache-control": "no-store", ...headers })
    .type("json")
    .send(body);
}
