import { type ApolloServerPlugin, HeaderMap } from "@apollo/server";
import { type DocumentNode, execute, type FragmentDefinitionNode, Kind, type SelectionSetNode } from "graphql";
import type { GatewayContext } from "./request";

/**
 * Answers operations that ask for nothing but the schema from the schema itself. The gateway library would hand them to
 * a copy of its own, which does not know all that clients may ask today, such as `isOneOf`.
 */
export const introspectionPlugin: ApolloServerPlugin<GatewayContext> = {
  async requestDidStart() {
    return {
      async responseForOperation({ schema, document, operation, request, contextValue }) {
        if (!asksForSchemaOnly(operation.selectionSet, document)) return null;
        const singleResult = await execute({
          schema,
          document,
          ...(operation.name && { operationName: operation.name.value }),
          ...(request.variables && { variableValues: request.variables }),
        });
        // Errors are told in one way only, which is the library's.
        if (singleResult.errors) return null;
        contextValue.findings.subgraphs = [];
        return { http: { headers: new HeaderMap() }, body: { kind: "single", singleResult } };
      },
    };
  },
};

function asksForSchemaOnly({ selections }: SelectionSetNode, document: DocumentNode): boolean {
  return selections.every((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value.startsWith("__");
    if (selection.kind === Kind.INLINE_FRAGMENT) return asksForSchemaOnly(selection.selectionSet, document);
    const fragment = document.definitions.find(
      (each): each is FragmentDefinitionNode =>
        each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value,
    );
    return fragment !== undefined && asksForSchemaOnly(fragment.selectionSet, document);
  });
}
