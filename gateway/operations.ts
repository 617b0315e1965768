import { type DocumentNode, getVariableValues, type GraphQLSchema, type OperationDefinitionNode, visit } from "graphql";
import { LRUCache } from "lru-cache";
import { type Documents, type OperationDocument, operationOf } from "./documents";
import { type GraphQLParameters, parametersOfBody, parametersOfSearch } from "./http-request";
import type { GatewayConfiguration } from "./configuration";
import { beyond, costOf } from "./limits";
import { badUserInput, Refusal } from "./refusal";

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

/** How much is remembered of requests with what they ask: characters, and tokens of documents as 100 characters each. */
const REMEMBERED = 8_000_000;
const CHARACTERS_PER_TOKEN = 100;
const WRONG_VALUES_TOLD = 5;

/** From what a request says to the operation that is meant; the same words are read once. */
export class Operations {
  readonly #remembered = new LRUCache<string, Operation>({
    maxSize: REMEMBERED,
    maxEntrySize: REMEMBERED / 20,
    sizeCalculation: ({ document }, text) => text.length + document.text.length + document.tokens * CHARACTERS_PER_TOKEN,
  });

  constructor(private readonly documents: Documents) {}

  ofBody(body: Buffer): Operation {
    return this.#remember(body.toString("latin1"), () => parametersOfBody(body));
  }

  /** The operation in the address of a GET request: what stands after its question mark. */
  ofSearch(search: string): Operation {
    return this.#remember(`?${search}`, () => parametersOfSearch(search));
  }

  #remember(text: string, read: () => GraphQLParameters): Operation {
    let operation = this.#remembered.get(text);
    if (!operation) this.#remembered.set(text, (operation = this.#asked(read())));
    return operation;
  }

  #asked(parameters: GraphQLParameters): Operation {
    const { operationName, variables } = parameters;
    const document = this.#document(parameters);
    const node = operationOf(document, operationName);
    const planKey = `${document.hash} ${node.name?.value ?? ""}`;
    return { document, node, variables, planKey, key: `${planKey} ${JSON.stringify(variables)}` };
  }

  #document({ query, hash }: GraphQLParameters): OperationDocument {
    const document = query === undefined ? this.documents.ofHash(hash as string) : this.documents.ofText(query);
    if (!document)
      // The words and the status by which clients of automatic persisted queries know that they must send the text.
      throw new Refusal(200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");
    if (query !== undefined && hash !== undefined && document.hash !== hash)
      throw badUserInput("The hash sent is not the SHA-256 of the `query` sent.");
    return document;
  }
}

/** Refuses what the schema does not offer, and what asks for too much with the variables at hand. */
export function checkAgainstSchema(
  { node, document, variables }: Operation,
  schema: GraphQLSchema,
  { limits, introspection }: Pick<GatewayConfiguration, "limits" | "introspection">,
): void {
  if (!schema.getRootType(node.operation))
    throw new Refusal(400, "OPERATION_RESOLUTION_FAILURE", `The guide offers no ${node.operation}. Send a query.`);
  if (!introspection && asksForSchema(document.node))
    throw new Refusal(
      400,
      "INTROSPECTION_OFF",
      "This guide does not tell its schema by introspection. Read /schema/api.graphql.",
    );
  const cost = costOf(node, document.node, variables, schema);
  if (cost > limits.cost) throw beyond("cost", limits.cost, cost);
  // Few wrong values are told with the answer. The gateway library would tell all of them, however many there are.
  const { errors: [first, ...others] = [] } = getVariableValues(schema, node.variableDefinitions ?? [], variables, {
    maxErrors: WRONG_VALUES_TOLD,
  });
  if (first && others.length >= WRONG_VALUES_TOLD)
    throw badUserInput(`More than ${WRONG_VALUES_TOLD} values are wrong. The first: ${first.message.slice(0, 500)}`);
}

function asksForSchema(document: DocumentNode): boolean {
  let asks = false;
  visit(document, { Field: ({ name }) => void (asks ||= name.value === "__schema" || name.value === "__type") });
  return asks;
}
