import type { ApolloServerPlugin } from "@apollo/server";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { GatewayContext } from "./request";

/**
 * The last hand on every request and answer. It asks which operation is meant where that is not clear. It says which past instant was read, and turns what the gateway library reports in
 * `extensions.valueCompletion` into an error: an answer that lacks something says so.
 */
export const answerPlugin: ApolloServerPlugin<GatewayContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation, request: { operationName } }) {
        if (operation) return;
        throw new GraphQLError(
          operationName
            ? `The document has no operation "${operationName}". Send the name of one it has.`
            : "The document has several operations. Send `operationName` to say which one to run.",
          { extensions: { code: "OPERATION_RESOLUTION_FAILURE", http: { status: 400 } } },
        );
      },
      async willSendResponse({ response, contextValue }) {
        if (response.body.kind !== "single") return;
        const result = response.body.singleResult;
        const { valueCompletion, ...extensions } = result.extensions ?? {};
        // A reference to a record that was withdrawn is null and that is all; anything else that is missing is a fault.
        const faults = (Array.isArray(valueCompletion) ? (valueCompletion as GraphQLFormattedError[]) : []).filter(
          ({ message }) => ![...contextValue.missing].some((typename) => message.includes(` ${typename}.`)),
        );
        if (faults.length > 0 && !result.errors) {
          contextValue.log.error({ faults }, "a subgraph answered in another shape than its schema promises");
          result.errors = [
            { message: "A part of the guide answered incompletely.", extensions: { code: "SERVICE_UNAVAILABLE" } },
          ];
        }
        if (contextValue.asOf) extensions["guide"] = { asOf: contextValue.asOf.toISOString() };
        if (Object.keys(extensions).length > 0) result.extensions = extensions;
        else delete result.extensions;
      },
    };
  },
};
