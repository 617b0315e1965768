import { join } from "node:path";
import express, { type ErrorRequestHandler, type Express, type Response } from "express";
import helmet from "helmet";
import type { Logger } from "pino";
import { maySeeMetrics, metricsType, printMetrics } from "../telemetry/metrics";
import { builtPages, PAGE_POLICY } from "./built-pages";
import { contractFiles } from "./contract-files";
import { checkSubgraphs } from "./health";
import { Refusal } from "./refusal";
import type { SubgraphClient } from "./subgraph-request";

export interface PagesParts {
  readonly subgraphs: ReadonlyMap<string, SubgraphClient>;
  readonly metricsToken: string | undefined;
  /** Which supergraph is served; undefined while none is. */
  readonly supergraph: () => string | undefined;
  readonly isStopping: () => boolean;
  readonly logger: Logger;
}

/** Everything the gateway serves beside the graph: pages for people, files of the contract, health and metrics. */
export function pages({ subgraphs, metricsToken, supergraph, isStopping, logger }: PagesParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(helmet({ contentSecurityPolicy: PAGE_POLICY, xXssProtection: false }));

  app.get("/health/live", (_, response) => void response.json({ status: "ok" }));
  app.get("/health/ready", async (_, response) => {
    const health = await checkSubgraphs(subgraphs);
    const id = supergraph();
    const status = isStopping() ? "stopping" : id === undefined ? "unavailable" : health.status;
    response.status(status === "ok" ? 200 : 503).json({ ...health, status, supergraph: id ?? null });
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
