import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DocumentNode, getOperationAST, GraphQLError, Kind, type OperationDefinitionNode, parse, print } from "graphql";
import { LRUCache } from "lru-cache";
import { beyond, checkShape, type Limits } from "./limits";
import { Refusal } from "./refusal";

/** A document that was parsed and does not ask for too much. */
export interface OperationDocument {
  /** SHA-256 of its text, in hexadecimal: its name for those who send the hash only. */
  readonly hash: string;
  readonly text: string;
  readonly node: DocumentNode;
  /** How many tokens it has: what it takes to keep it. */
  readonly tokens: number;
  readonly isTrusted: boolean;
}

/** How many tokens of documents are kept parsed; each takes some 200 bytes. */
const KEPT_TOKENS = 200_000;

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * The documents this gateway knows: those that are trusted, which came with it, and those it was sent lately. Each is
 * parsed and measured once. A client may send the SHA-256 of one it knows in place of its text: of a trusted document
 * always, of another after somebody sent it (automatic persisted queries).
 */
export class Documents {
  readonly #kept = new LRUCache<string, OperationDocument>({
    maxSize: KEPT_TOKENS,
    // Beside its tokens, its text, which may be mostly white space.
    sizeCalculation: ({ tokens, text }) => tokens + Math.ceil(text.length / 100),
  });
  readonly #trusted: ReadonlyMap<string, string>;

  constructor(
    trustedFolder: string,
    private readonly limits: Limits,
  ) {
    this.#trusted = trustedDocuments(trustedFolder);
  }

  /** The document with this text; refused when it is no GraphQL or asks for too much. */
  ofText(text: string): OperationDocument {
    const hash = sha256(text);
    const kept = this.#kept.get(hash);
    if (kept) return kept;
    const node = this.#parse(text);
    checkShape(node, this.limits);
    const isTrusted = this.#trusted.has(hash) || this.#trusted.has(sha256(print(node)));
    const document = { hash, text, node, tokens: node.tokenCount ?? this.limits.tokens, isTrusted };
    this.#kept.set(hash, document);
    return document;
  }

  /** The document with this hash; undefined when this gateway has not seen it. */
  ofHash(hash: string): OperationDocument | undefined {
    const kept = this.#kept.get(hash);
    if (kept) return kept;
    const text = this.#trusted.get(hash);
    return text === undefined ? undefined : this.ofText(text);
  }

  #parse(text: string): DocumentNode {
    try {
      return parse(text, { maxTokens: this.limits.tokens, noLocation: true });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      // The parser has no other sign for it than its words.
      if (error.message.includes(`more that ${this.limits.tokens} tokens`)) throw beyond("tokens", this.limits.tokens);
      throw new Refusal(400, "GRAPHQL_PARSE_FAILED", error.message, { locations: error.locations });
    }
  }
}

/** The operation of a document that is meant; refused when that is not clear. */
export function operationOf({ node }: OperationDocument, name: string | undefined): OperationDefinitionNode {
  const operation = getOperationAST(node, name);
  if (operation) return operation;
  const names = node.definitions.flatMap((each) => (each.kind === Kind.OPERATION_DEFINITION ? [each.name?.value] : []));
  throw new Refusal(
    400,
    "OPERATION_RESOLUTION_FAILURE",
    name !== undefined
      ? `The document has no operation "${name}". Send the name of one it has.`
      : names.length === 0
        ? "The document has no operation, only fragments. Send one."
        : "The document has several operations. Send `operationName` to say which one to run.",
  );
}

/** Texts by hash: of the file as it is, and as GraphQL clients print it. */
function trustedDocuments(folder: string): Map<string, string> {
  const files = inspect(`TRUSTED_DOCUMENTS_FOLDER ${folder} cannot be read`, () => readdirSync(folder));
  return new Map(
    files
      .filter((name) => name.endsWith(".graphql"))
      .flatMap((name) => {
        const file = join(folder, name);
        return inspect(`The trusted document ${file} cannot be read`, () => {
          const text = readFileSync(file, "utf8");
          return [text, text.trim(), print(parse(text))].map((form) => [sha256(form), text] as const);
        });
      }),
  );
}

/** Reads what the operator gave; when that fails, the message says what it was. */
function inspect<Result>(failure: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw new Error(`${failure}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
