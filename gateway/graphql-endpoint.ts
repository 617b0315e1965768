import type { IncomingMessage, ServerResponse } from "node:http";
import { trace } from "@opentelemetry/api";
import cors from "cors";
import { OperationTypeNode } from "graphql";
import type { Caller } from "../identity/caller";
import { type Answer, answering, type AnsweringParts } from "./answering";
import type { Identify } from "./callers";
import type { Documents } from "./documents";
import { acceptedType, type MediaType, readBody } from "./http-request";
import { countRefusal, requestSeconds, untrustedDocuments } from "./metrics";
import { type Operation, Operations } from "./operations";
import { Refusal } from "./refusal";

export interface EndpointParts extends AnsweringParts {
  readonly documents: Documents;
  readonly identify: Identify;
}

/** Told with 200 to those who asked for `application/json`, as it was before there was a type for answers. */
const ABOUT_THE_DOCUMENT = ["GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"];
const PREFLIGHT_HEADERS = ["apollo-require-preflight", "x-apollo-operation-name"];
const VARY = "Accept, Accept-Encoding, Authorization, Guide-As-Of";

/** The GraphQL endpoint: from an HTTP request to an HTTP answer. */
export function graphqlEndpoint(parts: EndpointParts): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { configuration, documents, identify, logger } = parts;
  const crossOrigin = corsOf(configuration.corsOrigins);
  const operations = new Operations(documents);
  const answerTo = answering(parts);

  return async (request, response) => {
    const began = performance.now();
    const requestId = String(response.getHeader("x-request-id"));
    let mediaType: MediaType = "application/json";
    let operation: Operation | undefined;
    let answer: Answer | undefined;
    let status = 0;
    try {
      if (await crossOrigin(request, response)) return;
      const person = await identify(request);
      mediaType = acceptedType(request.headers.accept);
      operation = await read(request, person);
      checkTrust(operation, requestId, person);
      answer = await answerTo(operation, { headers: request.headers, requestId, mediaType, response });
      status = await send(request, response, answer, mediaType);
    } catch (error) {
      status = refuse(response, error, mediaType, requestId);
    }
    const cache = answer?.cache ?? "none";
    const ms = performance.now() - began;
    const name = operation?.document.isTrusted ? (operation.node.name?.value ?? "other") : "other";
    requestSeconds.observe({ operation: name, status, cache }, ms / 1000);
    trace.getActiveSpan()?.setAttributes({
      "http.request.method": request.method,
      "http.response.status_code": status,
      "graphql.operation.name": name,
      "graphql.document.hash": operation?.document.hash,
      "guide.cache": cache,
      "guide.request_id": requestId,
    });
    logger.info(
      { requestId, method: request.method, path: "/graphql", status, ms: Math.round(ms), operation: name, cache },
      "answered",
    );
  };

  async function read(request: IncomingMessage, person: Caller | undefined): Promise<Operation> {
    if (request.method === "POST") {
      const { bodyBytes, uploadBytes } = configuration;
      // Anybody may sign in; large requests are for those with a role, who bring records in.
      const most = person?.grants.length ? Math.max(bodyBytes, uploadBytes) : bodyBytes;
      return operations.ofBody(await readBody(request, most));
    }
    if (request.method !== "GET")
      throw new Refusal(405, "METHOD_NOT_ALLOWED", "Send the operation with POST, or a query with GET.", {
        headers: { allow: "GET, POST" },
      });
    requirePreflight(request);
    const [, search = ""] = request.url?.split(/\?(.*)/s) ?? [];
    const operation = operations.ofSearch(search);
    if (operation.node.operation !== OperationTypeNode.QUERY)
      throw new Refusal(405, "METHOD_NOT_ALLOWED", "With GET the guide is only read. Send this operation with POST.", {
        headers: { allow: "POST" },
      });
    return operation;
  }

  /** Front ends send what was registered; who publishes or audits has a role, and asks what the work needs. */
  function checkTrust({ document }: Operation, requestId: string, person: Caller | undefined): void {
    if (document.isTrusted || configuration.trustedDocuments === "open" || person?.grants.length) return;
    untrustedDocuments.inc();
    logger.debug({ requestId, hash: document.hash }, "a document that is not trusted");
    if (configuration.trustedDocuments === "enforce")
      throw new Refusal(
        403,
        "DOCUMENT_NOT_TRUSTED",
        "This guide carries out registered operations only. Send one of them, by text or hash.",
      );
  }

  async function send(request: IncomingMessage, response: ServerResponse, answer: Answer, mediaType: MediaType): Promise<number> {
    const { body, isComplete, isPast } = answer;
    response.setHeader("vary", [response.getHeader("vary"), VARY].filter(Boolean).join(", "));
    response.setHeader("cache-control", cacheControl(request, isComplete, isPast));
    if (request.method === "GET" && isComplete) {
      response.setHeader("etag", body.etag);
      if (isSame(request.headers["if-none-match"], body.etag)) {
        response.writeHead(304).end();
        return 304;
      }
    }
    response.setHeader("content-type", `${mediaType}; charset=utf-8`);
    const compressed = acceptsGzip(request) ? await body.compressed : undefined;
    if (compressed) response.setHeader("content-encoding", "gzip");
    const bytes = compressed ?? body.bytes;
    response.setHeader("content-length", bytes.length);
    response.writeHead(answer.status).end(bytes);
    return answer.status;
  }

  function refuse(response: ServerResponse, error: unknown, mediaType: MediaType, requestId: string): number {
    const refusal = error instanceof Refusal ? error : unexpected(error, requestId);
    const status = ABOUT_THE_DOCUMENT.includes(refusal.code) && mediaType === "application/json" ? 200 : refusal.status;
    // Who has gone is told nothing, and was not refused.
    if (response.headersSent || response.destroyed) return status;
    countRefusal(refusal);
    response.writeHead(status, {
      "cache-control": "no-store",
      "content-type": `${mediaType}; charset=utf-8`,
      ...refusal.headers,
    });
    response.end(refusal.body);
    return status;
  }

  function unexpected(error: unknown, requestId: string): Refusal {
    logger.error({ err: error, requestId }, "unexpected error");
    return new Refusal(
      500,
      "INTERNAL_SERVER_ERROR",
      "Something went wrong in the guide. Quote the request id to its operators.",
      {
        extensions: { errorId: requestId },
      },
    );
  }
}

/**
 * A page of another site can make a browser send simple requests here. A header that such requests cannot have without
 * asking first shows that this is none; a POST shows it by its content type.
 */
function requirePreflight({ headers }: IncomingMessage): void {
  if (PREFLIGHT_HEADERS.some((name) => headers[name])) return;
  if (/^application\/json\b/.test(headers["content-type"] ?? "")) return;
  throw new Refusal(
    400,
    "BAD_REQUEST",
    "Send the header `apollo-require-preflight: true` with GET, so that no other site can make a browser send it.",
  );
}

/** For shared caches: what is now has to be asked about each time, what is past never changes. */
function cacheControl({ method, headers }: IncomingMessage, isComplete: boolean, isPast: boolean): string {
  if (headers.authorization !== undefined) return "private, no-store";
  if (method !== "GET" || !isComplete) return "no-store";
  return isPast ? "public, max-age=31536000, immutable" : "public, no-cache";
}

function isSame(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = etag.replace(/^W\//, "");
  return ifNoneMatch.split(",").some((each) => ["*", opaque].includes(each.trim().replace(/^W\//, "")));
}

function acceptsGzip({ headers }: IncomingMessage): boolean {
  const accepted = headers["accept-encoding"];
  return typeof accepted === "string" && /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(accepted);
}

/** Answers preflight requests and says which origins may read; true when that was all there was to do. */
export function corsOf(origins: readonly string[]): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  if (origins.length === 0) return async () => false;
  const handle = cors<IncomingMessage>({
    origin: origins.includes("*") ? "*" : [...origins],
    methods: ["GET", "POST"],
    exposedHeaders: ["x-request-id", "etag", "retry-after", "www-authenticate"],
    maxAge: 86_400,
  });
  return (request, response) =>
    new Promise((resolve, reject) => {
      response.once("finish", () => resolve(true));
      handle(request, response, (error) => (error ? reject(error as Error) : resolve(false)));
    });
}
