import type { IncomingMessage } from "node:http";
import { finished } from "node:stream/promises";
import { MIMEType } from "node:util";
import { LRUCache } from "lru-cache";
import Negotiator from "negotiator";
import readRawBody from "raw-body";
import { z } from "zod";
import { badRequest, Refusal } from "./refusal";

/** What a GraphQL request asks, as it came: a document or its hash, an operation of it, and variables. */
export interface GraphQLParameters {
  readonly query?: string | undefined;
  /** The SHA-256 of the document, in hexadecimal. */
  readonly hash?: string | undefined;
  readonly operationName?: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

export type MediaType = "application/json" | "application/graphql-response+json";

const MEDIA_TYPES: readonly MediaType[] = ["application/json", "application/graphql-response+json"];
const OFFERED = MEDIA_TYPES.flatMap((type) => [type, `${type}; charset=utf-8`]);
const negotiated = new LRUCache<string, MediaType>({ max: 100 });

/** Which form of answer the client accepts: `application/json` where it does not mind. */
export function acceptedType(accept: string | undefined): MediaType {
  if (accept === undefined || accept === "*/*" || accept === "application/json") return "application/json";
  const known = negotiated.get(accept);
  if (known) return known;
  const found = new Negotiator({ headers: { accept } }).mediaType(OFFERED)?.split(";")[0] as MediaType | undefined;
  if (!found) throw new Refusal(406, "NOT_ACCEPTABLE", `The guide answers ${MEDIA_TYPES.join(" or ")}. Accept one of them.`);
  negotiated.set(accept, found);
  return found;
}

/** The parameters in the address of a GET request. */
export function parametersOfSearch(search: string): GraphQLParameters {
  try {
    decodeURIComponent(search);
  } catch {
    throw badRequest("The address is not UTF-8 in percent-encoding (RFC 3986).");
  }
  const given = new URLSearchParams(search);
  for (const name of ["query", "operationName", "variables", "extensions", "documentId"]) {
    if (given.getAll(name).length > 1) throw badRequest(`The address gives \`${name}\` more than once. Give it once.`);
  }
  const text = (name: string) => given.get(name) || undefined;
  const json = (name: string): unknown => {
    const value = text(name);
    return value === undefined ? undefined : parseJson(value, `\`${name}\` in the address`);
  };
  return checked({
    query: text("query"),
    operationName: text("operationName"),
    documentId: text("documentId"),
    variables: json("variables"),
    extensions: json("extensions"),
  });
}

/** The body of a POST request, refused when it is not JSON by its type or too large. */
export async function readBody(request: IncomingMessage, maximumBytes: number): Promise<Buffer> {
  requireJson(request.headers["content-type"]);
  if ((request.headers["content-encoding"] ?? "identity") !== "identity")
    throw new Refusal(415, "UNSUPPORTED_MEDIA_TYPE", "The body is compressed. Send it as it is.");
  try {
    return await readRawBody(request, { limit: maximumBytes, length: request.headers["content-length"] ?? null });
  } catch (error) {
    if ((error as { type?: string }).type !== "entity.too.large") throw badRequest("The body ended before it was whole.");
    await discard(request);
    throw new Refusal(413, "PAYLOAD_TOO_LARGE", `The body is larger than ${maximumBytes} bytes. Ask in several requests.`, {
      extensions: { limit: "bodyBytes", maximum: maximumBytes },
      headers: { connection: "close" },
    });
  }
}

/** How long what still comes of a body that is too large is thrown away. */
const DISCARD_MS = 1_000;

/** Throws away the rest of a body: a connection that is closed with something unread is reset, and the answer is lost. */
async function discard(request: IncomingMessage): Promise<void> {
  request.resume();
  await finished(request, { signal: AbortSignal.timeout(DISCARD_MS) }).catch(() => undefined);
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The parameters in a body. */
export function parametersOfBody(body: Buffer): GraphQLParameters {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    throw badRequest("The body is not UTF-8, as JSON has to be (RFC 8259).");
  }
  return checked(parseJson(text, "The body"));
}

function requireJson(contentType: string | undefined): void {
  if (contentType === "application/json") return;
  let type: MIMEType | undefined;
  try {
    type = new MIMEType(contentType ?? "");
  } catch {
    // Told below.
  }
  const charset = type?.params.get("charset") ?? "utf-8";
  if (type?.essence !== "application/json" || charset.toLowerCase() !== "utf-8")
    throw new Refusal(415, "UNSUPPORTED_MEDIA_TYPE", "Send the operation as `content-type: application/json`, in UTF-8.");
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(`${what} cannot be read as JSON.`);
  }
}

const HASH = /^(?:sha256:)?([0-9a-f]{64})$/;
const object = z.record(z.string(), z.unknown());

const parameters = z.object({
  query: z.string().nullish(),
  operationName: z.string().nullish(),
  documentId: z.string().regex(HASH).nullish(),
  variables: object.nullish(),
  extensions: z
    .object({ persistedQuery: z.object({ version: z.literal(1), sha256Hash: z.string().regex(HASH) }).optional() })
    .nullish(),
});

const EXPECTED: Readonly<Record<string, string>> = {
  query: "`query` expects GraphQL text.",
  operationName: "`operationName` expects text.",
  documentId: '`documentId` expects "sha256:" and the SHA-256 of a document in hexadecimal.',
  variables: "`variables` expects an object.",
  extensions: "`extensions` expects an object; in it, `persistedQuery` has `version` 1 and a `sha256Hash`.",
};

function checked(value: unknown): GraphQLParameters {
  if (Array.isArray(value))
    throw new Refusal(400, "BATCHING_NOT_SUPPORTED", "The guide takes one operation in a request. Send each on its own.");
  const result = parameters.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw badRequest(
      EXPECTED[String(issue?.path[0])] ?? "The body expects a JSON object with `query` and, where needed, `variables`.",
    );
  }
  const { query, operationName, documentId, variables, extensions } = result.data;
  if (isDeeper(variables, DEEPEST_VARIABLES))
    throw badRequest(`\`variables\` nests deeper than the ${DEEPEST_VARIABLES} levels that any value of this guide needs.`);
  const hash = HASH.exec(documentId ?? extensions?.persistedQuery?.sha256Hash ?? "")?.[1];
  if (!query && hash === undefined)
    throw badRequest("There is no operation. Send its text as `query`, or its hash as `documentId`.");
  return {
    ...(query && { query }),
    ...(hash !== undefined && { hash }),
    ...(operationName && { operationName }),
    variables: variables ?? {},
  };
}

/** Far more than any input of the schema nests, and far less than what walks over values can bear. */
const DEEPEST_VARIABLES = 20;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
