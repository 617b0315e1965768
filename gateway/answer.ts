import type { ApolloServerPlugin } from "@apollo/server";
import type { GraphQLFormattedError } from "graphql";
import { refusals } from "./metrics";
import type { GatewayContext } from "./request";

/**
 * The last hand on every answer. It says which past instant was read, and turns what the gateway library reports in
 * `extensions.valueCompletion` into an error: an answer that lacks something says so.
 */
export const answerPlugin: ApolloServerPlugin<GatewayContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response, contextValue }) {
        if (response.body.kind !== "single") return;
        const result = response.body.singleResult;
        const { valueCompletion, ...extensions } = result.extensions ?? {};
        // A reference to a record that was withdrawn is null and that is all; anything else that is missing is a fault.
        const faults = (Array.isArray(valueCompletion) ? (valueCompletion as GraphQLFormattedError[]) : []).filter(
          ({ message }) => ![...contextValue.findings.missing].some((typename) => message.includes(` ${typename}.`)),
        );
        if (faults.length > 0 && !result.errors) {
          contextValue.log.error({ faults }, "a subgraph answered in another shape than its schema promises");
          result.errors = [
            { message: "A part of the guide answered incompletely.", extensions: { code: "SERVICE_UNAVAILABLE" } },
          ];
        }
        const { past } = contextValue;
        if (past) extensions["guide"] = { asOf: past.instant.toISOString(), ...(past.edition && { edition: past.edition }) };
        if (Object.keys(extensions).length > 0) result.extensions = extensions;
        else delete result.extensions;
        contextValue.findings.isComplete = !result.errors && !valueCompletion;
        // An answer without data is of an operation that was never begun.
        if (result.data === undefined) refusals.inc({ code: String(result.errors?.[0]?.extensions?.["code"]), limit: "" });
        // GraphQL over HTTP: who asked for `application/json` is told of a wrong operation with 200, as before there was a type for it.
        if (contextValue.mediaType === "application/json" && response.http.status === 400) response.http.status = 200;
      },
    };
  },
};
