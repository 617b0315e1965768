import { setMaxListeners } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { trace } from "@opentelemetry/api";
import cors from "cors";
import { getVariableValues, type GraphQLSchema, type OperationDefinitionNode, OperationTypeNode } from "graphql";
import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import { type Admission, clientAddresses, RateLimiter } from "./admission";
import { AnswerBody, type AnswerCache } from "./answer-cache";
import type { GatewayConfiguration } from "./configuration";
import { type Documents, type OperationDocument, operationOf } from "./documents";
import {
  acceptedType,
  type GraphQLParameters,
  type MediaType,
  parametersOfBody,
  parametersOfSearch,
  readBody,
} from "./http-request";
import { beyond, costOf } from "./limits";
import { refusals, requestSeconds, untrustedDocuments } from "./metrics";
import type { Positions } from "./positions";
import { badUserInput, Refusal } from "./refusal";
import { type GatewayContext, gatewayContext } from "./request";

/** An operation that is to be carried out. */
export interface Operation {
  readonly document: OperationDocument;
  readonly node: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Which operation of which document: what its plan depends on. */
  readonly planKey: string;
  /** The same with the variables: what its answer depends on. */
  readonly key: string;
}

/** Carries out an operation: plans it, fetches from the subgraphs and joins. */
export type Execute = (operation: Operation, context: GatewayContext) => Promise<{ status: number; text: string }>;

export interface EndpointParts {
  readonly configuration: GatewayConfiguration;
  readonly execute: Execute;
  readonly documents: Documents;
  readonly positions: Positions;
  readonly answers: AnswerCache;
  readonly admission: Admission;
  /** What is served: changes when a new supergraph is taken up. */
  readonly serving: () => { readonly schema: GraphQLSchema; readonly plans: LRUCache<string, readonly string[]> };
  readonly logger: Logger;
}

interface Answer {
  readonly status: number;
  readonly body: AnswerBody;
  readonly isComplete: boolean;
  readonly cache: "hit" | "miss" | "none";
}

/** How much of request bodies is remembered with what they ask. */
const REMEMBERED_CHARACTERS = 4_000_000;
const WRONG_VALUES_TOLD = 5;
/** Told with 200 to those who asked for `application/json`, as it was before there was a type for answers. */
const ABOUT_THE_DOCUMENT = ["GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"];
const PREFLIGHT_HEADERS = ["apollo-require-preflight", "x-apollo-operation-name"];
const VARY = "Accept, Accept-Encoding, Authorization, Guide-As-Of";

/** The GraphQL endpoint: from an HTTP request to an HTTP answer. */
export function graphqlEndpoint(parts: EndpointParts): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { configuration, documents, positions, answers, admission, logger } = parts;
  const limiter = new RateLimiter(configuration.rateLimit);
  const keepsAnswers = configuration.answerCacheBytes > 0;
  const addressOf = clientAddresses(configuration.trustedProxies);
  const crossOrigin = corsOf(configuration.corsOrigins);
  const operations = new LRUCache<string, Operation>({
    maxSize: REMEMBERED_CHARACTERS,
    maxEntrySize: REMEMBERED_CHARACTERS / 40,
    sizeCalculation: (_, text) => text.length + 1,
  });

  return async (request, response) => {
    const began = performance.now();
    const requestId = String(response.getHeader("x-request-id"));
    let mediaType: MediaType = "application/json";
    let operation: Operation | undefined;
    let answer: Answer | undefined;
    let status = 0;
    try {
      if (await crossOrigin(request, response)) return;
      limiter.take(addressOf(request));
      mediaType = acceptedType(request.headers.accept);
      operation = await read(request);
      answer = await answerTo(operation, request, response, requestId, mediaType);
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

  async function read(request: IncomingMessage): Promise<Operation> {
    if (request.method === "POST") {
      const body = await readBody(request, configuration.bodyBytes);
      return remembered(body.toString("latin1"), () => operationAsked(parametersOfBody(body)));
    }
    if (request.method !== "GET")
      throw new Refusal(405, "METHOD_NOT_ALLOWED", "Send the operation with POST, or a query with GET.", {
        headers: { allow: "GET, POST" },
      });
    requirePreflight(request);
    const [, search = ""] = request.url?.split(/\?(.*)/s) ?? [];
    const operation = remembered(`?${search}`, () => operationAsked(parametersOfSearch(search)));
    if (operation.node.operation !== OperationTypeNode.QUERY)
      throw new Refusal(405, "METHOD_NOT_ALLOWED", "With GET the guide is only read. Send this operation with POST.", {
        headers: { allow: "POST" },
      });
    return operation;
  }

  function remembered(text: string, ask: () => Operation): Operation {
    let operation = operations.get(text);
    if (!operation) operations.set(text, (operation = ask()));
    return operation;
  }

  function operationAsked(parameters: GraphQLParameters): Operation {
    const document = documentOf(parameters);
    const node = operationOf(document, parameters.operationName);
    const planKey = `${document.hash} ${node.name?.value ?? ""}`;
    return {
      document,
      node,
      variables: parameters.variables,
      planKey,
      key: `${planKey} ${JSON.stringify(parameters.variables)}`,
    };
  }

  function documentOf({ query, hash }: GraphQLParameters): OperationDocument {
    const document = query === undefined ? documents.ofHash(hash as string) : documents.ofText(query);
    if (!document)
      // The words and the status by which clients of automatic persisted queries know that they must send the text.
      throw new Refusal(200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");
    if (query !== undefined && hash !== undefined && document.hash !== hash)
      throw new Refusal(400, "BAD_USER_INPUT", "The hash sent is not the SHA-256 of the `query` sent.");
    return document;
  }

  function requireTrust({ document }: Operation, log: Logger): void {
    if (document.isTrusted || configuration.trustedDocuments === "open") return;
    untrustedDocuments.inc();
    log.warn({ hash: document.hash }, "a document that is not trusted");
    if (configuration.trustedDocuments === "enforce")
      throw new Refusal(
        403,
        "DOCUMENT_NOT_TRUSTED",
        "This guide carries out registered operations only. Send one of them, by text or hash.",
      );
  }

  async function answerTo(
    operation: Operation,
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
    mediaType: MediaType,
  ): Promise<Answer> {
    const giveUp = new AbortController();
    // Each fetch or statement under way listens to it.
    setMaxListeners(0, giveUp.signal);
    // Every fetch of the operation listens for it.
    setMaxListeners(0, giveUp.signal);
    const context = gatewayContext(request.headers, { requestId, mediaType, signal: giveUp.signal, logger });
    requireTrust(operation, context.log);
    const { schema, plans } = parts.serving();
    const isKeepable = keepsAnswers && context.isAnonymous && operation.node.operation === OperationTypeNode.QUERY;
    const key = `${operation.key} ${context.asOf?.toISOString() ?? ""}`;
    const known = plans.get(operation.planKey);
    if (keepsAnswers && !context.asOf) context.positions = await positions.newest(known);
    if (isKeepable && known) {
      const stamp = stampOf(known, context);
      const body = stamp === UNKNOWN ? undefined : answers.find(key, stamp);
      if (body) return { status: 200, body, isComplete: true, cache: "hit" };
    }
    requireOffered(operation, schema);
    requireAffordable(operation, schema);
    const timer = setTimeout(() => giveUp.abort(), configuration.requestDeadlineMs);
    const gone = (): void => giveUp.abort();
    response.once("close", gone);
    try {
      const { status, text } = await admission.run(() => parts.execute(operation, context), giveUp.signal);
      const body = new AnswerBody(text);
      const isComplete = status === 200 && context.findings.isComplete === true;
      const { subgraphs: depends, changesAt } = context.findings;
      // Not what was read by another schema than is served now.
      if (depends && plans === parts.serving().plans) {
        plans.set(operation.planKey, depends);
        const positions = stampOf(depends, context);
        if (isKeepable && isComplete && positions !== UNKNOWN) answers.keep(key, { body, positions, changesAt });
      }
      return { status, body, isComplete, cache: isKeepable ? "miss" : "none" };
    } finally {
      clearTimeout(timer);
      response.off("close", gone);
    }
  }

  function requireOffered({ node }: Operation, schema: GraphQLSchema): void {
    if (schema.getRootType(node.operation)) return;
    throw new Refusal(400, "OPERATION_RESOLUTION_FAILURE", `The guide offers no ${node.operation}. Send a query.`);
  }

  function requireAffordable({ node, document, variables }: Operation, schema: GraphQLSchema): void {
    const cost = costOf(node, document.node, variables, schema);
    if (cost > configuration.limits.cost) throw beyond("cost", configuration.limits.cost, cost);
    // Few wrong values are told with the answer. The gateway library would tell all of them, however many there are.
    const { errors: [first, ...others] = [] } = getVariableValues(schema, node.variableDefinitions ?? [], variables, {
      maxErrors: WRONG_VALUES_TOLD,
    });
    if (first && others.length >= WRONG_VALUES_TOLD)
      throw badUserInput(`More than ${WRONG_VALUES_TOLD} values are wrong. The first: ${first.message.slice(0, 500)}`);
  }

  async function send(request: IncomingMessage, response: ServerResponse, answer: Answer, mediaType: MediaType): Promise<number> {
    const { body, isComplete } = answer;
    response.setHeader("vary", [response.getHeader("vary"), VARY].filter(Boolean).join(", "));
    response.setHeader("cache-control", cacheControl(request, isComplete));
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
    const { code, limit } = refusal.formatted.extensions as { code: string; limit?: string };
    const status = ABOUT_THE_DOCUMENT.includes(code) && mediaType === "application/json" ? 200 : refusal.status;
    // Who has gone is told nothing, and was not refused.
    if (response.headersSent || response.destroyed) return status;
    refusals.inc({ code, limit: limit ?? "" });
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

/** Stands for positions that could not be told: answers are then neither used again nor kept. */
const UNKNOWN = Symbol("unknown");

/** The positions of what an answer depends on; undefined for an answer about the past, which depends on none. */
function stampOf(subgraphs: readonly string[], { asOf, positions }: GatewayContext): string | undefined | typeof UNKNOWN {
  if (asOf) return undefined;
  const told = subgraphs.map((name) => positions?.get(name));
  return positions && told.every((position) => position !== undefined) ? told.join() : UNKNOWN;
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
function cacheControl({ method, headers }: IncomingMessage, isComplete: boolean): string {
  if (headers.authorization !== undefined) return "private, no-store";
  if (method !== "GET" || !isComplete) return "no-store";
  return headers["guide-as-of"] === undefined ? "public, no-cache" : "public, max-age=31536000, immutable";
}

function isSame(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = etag.replace(/^W\//, "");
  return ifNoneMatch.split(",").some((each) => ["*", opaque].includes(each.trim().replace(/^W\//, "")));
}

function acceptsGzip({ headers }: IncomingMessage): boolean {
  const accepted = headers["accept-encoding"];
  return typeof accepted === "string" && /\bgzip\b(?!;q=0(\.0*)?\s*(,|$))/.test(accepted);
}

/** Answers preflight requests and says which origins may read; true when that was all there was to do. */
function corsOf(origins: readonly string[]): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  if (origins.length === 0) return async () => false;
  const handle = cors<IncomingMessage>({
    origin: origins.includes("*") ? "*" : [...origins],
    methods: ["GET", "POST"],
    exposedHeaders: ["x-request-id", "etag", "retry-after"],
    maxAge: 86_400,
  });
  return (request, response) =>
    new Promise((resolve, reject) => {
      response.once("finish", () => resolve(true));
      handle(request, response, (error) => (error ? reject(error as Error) : resolve(false)));
    });
}
