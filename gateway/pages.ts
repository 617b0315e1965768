import { existsSync } from "node:fs";
import { join } from "node:path";
import compression from "compression";
import express, { type ErrorRequestHandler, type Express, type Response } from "express";
import helmet from "helmet";
import type { Logger } from "pino";
import { maySeeMetrics, metricsType, printMetrics } from "../telemetry/metrics";
import { checkSubgraphs } from "./health";
import type { SubgraphClient } from "./subgraph-request";

/** The explorer and its sister pages, as `npm run build` leaves them. */
const BUILT = join(__dirname, "explorer/dist");
const SCHEMA = join(__dirname, "../schema");

/** Addresses of pages, and the file of each. */
const PAGES: Readonly<Record<string, string>> = {
  "/": "explorer.html",
  "/ar": "guide.html",
  "/en": "guide.html",
  "/map": "map.html",
  "/federation": "federation.html",
};

/** The files of the contract; what makes them is not served. */
const CONTRACT =
  /^\/schema\/(api\.graphql|supergraph\.graphql|subgraphs\/\w+\.graphql|operations\/[\w-]+\.graphql|records\/\w+\.schema\.json)$/;

/** Everything the pages need comes from here; nothing else is allowed in. GraphiQL sets styles and starts workers. */
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "worker-src": ["'self'", "blob:"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
  },
};

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
  app.use(compression());
  app.use(helmet({ contentSecurityPolicy: CONTENT_SECURITY_POLICY, xXssProtection: false }));

  app.get("/health/live", (_, response) => void response.json({ status: "ok" }));
  app.get("/health/ready", async (_, response) => {
    const health = await checkSubgraphs(subgraphs);
    const id = supergraph();
    const status = isStopping() ? "stopping" : id === undefined ? "unavailable" : health.status;
    response.status(status === "ok" ? 200 : 503).json({ ...health, status, supergraph: id ?? null });
  });
  app.get("/metrics", async (request, response) => {
    if (!maySeeMetrics(request.headers.authorization, metricsToken)) {
      response.set("www-authenticate", "Bearer");
      refuse(response, 401, "UNAUTHENTICATED", "The metrics are for those who have the token.");
      return;
    }
    response.type(metricsType).send(await printMetrics());
  });

  for (const [path, file] of Object.entries(PAGES)) {
    app.get(path, (_, response, next) => {
      if (!existsSync(join(BUILT, file))) {
        next();
        return;
      }
      response.set("cache-control", "no-cache").sendFile(file, { root: BUILT, cacheControl: false });
    });
  }
  app.use("/assets", express.static(join(BUILT, "assets"), { immutable: true, maxAge: "1y", index: false, redirect: false }));
  app.get(CONTRACT, (request, response) => {
    response.type(request.path.endsWith(".json") ? "json" : "text/plain");
    response
      .set("cache-control", "no-cache")
      .sendFile(request.path.slice("/schema/".length), { root: SCHEMA, cacheControl: false });
  });
  app.use((request, response) => {
    refuse(response, 404, "NOT_FOUND", `There is nothing at ${request.path}. The guide is at /graphql.`);
  });
  app.use(failed(logger));
  return app;
}

function refuse(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ errors: [{ message, extensions: { code } }] });
}

/** A path that cannot be decoded, or a fault of ours: never a page of the library with a stack. */
function failed(logger: Logger): ErrorRequestHandler {
  return (error: { status?: number }, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = typeof error.status === "number" && error.status < 500 ? error.status : 500;
    if (status >= 500) logger.error({ err: error }, "unexpected error");
    const [code, message] =
      status < 500
        ? ["BAD_REQUEST", "The request cannot be read."]
        : ["INTERNAL_SERVER_ERROR", "Something went wrong in the guide."];
    refuse(response, status, code, message);
  };
}
