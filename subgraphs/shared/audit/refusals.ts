import {
  type ASTNode,
  BREAK,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { AccessAudit } from "./access-audit";
import type { Actor } from "./audit-chain";

const REFUSALS = new Set<unknown>(["FORBIDDEN", "UNAUTHENTICATED"]);

/** A request that was answered with errors. */
export interface AnsweredRequest {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly errors: readonly GraphQLError[];
  readonly by: Actor;
  readonly requestId: string;
}

/** Notes what a request was refused, each field once however many records it was asked of. */
export function noteRefusals(audit: AccessAudit, { schema, document, errors, by, requestId }: AnsweredRequest): void {
  const refused = errors.filter(({ extensions }) => REFUSALS.has(extensions["code"]));
  const fields = new Set(refused.map(({ nodes: [node] = [] }) => (node && coordinateOf(schema, document, node)) ?? "Query"));
  for (const code of fields) audit.note({ action: "REFUSED", by, kind: "Field", code, requestId });
}

/** The schema coordinate of a field of an operation, such as `Mutation.publishService`. */
function coordinateOf(schema: GraphQLSchema, document: DocumentNode, node: ASTNode): string | undefined {
  let coordinate: string | undefined;
  const types = new TypeInfo(schema);
  const visitor = visitWithTypeInfo(types, {
    Field: (field) => {
      if (field !== node) return undefined;
      coordinate = `${types.getParentType()?.name}.${field.name.value}`;
      return BREAK;
    },
  });
  visit(document, visitor);
  return coordinate;
}
