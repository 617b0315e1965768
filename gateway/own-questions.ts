import { randomUUID } from "node:crypto";
import { type GraphQLFormattedError, type OperationDefinitionNode, parse } from "graphql";
import type { Logger } from "pino";
import type { Admission } from "./admission";
import type { Execute } from "./answering";
import { sha256 } from "./documents";
import type { Operation } from "./operations";
import { badUserInput, Refusal } from "./refusal";
import { gatewayContext } from "./request";

/** A question of the gateway itself, without the values it is asked with. */
export type OwnQuestion = Pick<Operation, "document" | "node" | "planKey">;

/** What was answered, and by which subgraphs. */
export interface OwnAnswer<Data> {
  readonly data: Data;
  readonly subgraphs: readonly string[];
}

/** Puts a question of the gateway's own; throws a refusal when the guide does. */
export type Ask = <Data>(
  question: OwnQuestion,
  variables: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<OwnAnswer<Data>>;

export function ownQuestion(text: string): OwnQuestion {
  const node = parse(text, { noLocation: true });
  const hash = sha256(text);
  const document = { hash, text, node, tokens: node.tokenCount ?? 0, isTrusted: true };
  return { document, node: node.definitions[0] as OperationDefinitionNode, planKey: hash };
}

/**
 * Asks what the gateway itself wants to know of the guide in the way of everybody: it need not know which subgraph has
 * it, and takes its turn among the others. Nothing old is answered, as no replica is told that it may.
 */
export function asking(execute: Execute, admission: Admission, logger: Logger): Ask {
  return async (question, variables, signal) => {
    const asker = { requestId: randomUUID(), mediaType: "application/graphql-response+json", headers: {} } as const;
    const context = gatewayContext(asker, { past: undefined, positions: undefined, signal, logger });
    const operation = { ...question, variables, key: question.planKey };
    const { text } = await admission.run(() => execute(operation, context), signal);
    const { data, errors } = JSON.parse(text) as { data?: object; errors?: readonly GraphQLFormattedError[] };
    if (errors?.[0]) throw refusalOf(errors[0]);
    return { data: data as never, subgraphs: context.findings.subgraphs ?? [] };
  };
}

function refusalOf({ message, extensions }: GraphQLFormattedError): Refusal {
  if (extensions?.["code"] === "BAD_USER_INPUT") return badUserInput(message);
  return new Refusal(503, "SERVICE_UNAVAILABLE", "This part of the guide is unavailable right now. Try again shortly.", {
    headers: { "retry-after": "1" },
  });
}
