import { getOperationAST, type GraphQLSchema, parse, validate } from "graphql";
import type { Call } from "./question";
import { OperationTypes } from "./types";

/** A program of one file that sends the call, with the types of its variables and of its data. Throws what is wrong with the operation. */
export function typescriptOf(schema: GraphQLSchema, { url, query, variables, operationName, headers }: Call): string {
  const document = parse(query);
  const [wrong] = validate(schema, document);
  if (wrong) throw wrong;
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Error("The document has several operations: put the cursor into the one to copy.");

  const name = operation.name?.value ?? "Operation";
  const types = new OperationTypes(schema, document);
  const data = types.data(operation);
  const asked = types.variables(operation);
  const named = [...types.named].map(([type, text]) => `export type ${type} = ${text};\n\n`).join("");
  const sent = JSON.stringify({ "content-type": "application/json", ...headers }, null, 2).replaceAll("\n", "\n    ");

  return `${named}export type ${name}Variables = ${asked};

export type ${name}Data = ${data};

/** An operation together with the types of its variables and its data. */
interface TypedOperation<Data, Variables> {
  readonly query: string;
  readonly operationName?: string;
  /** Carries the types; there is nothing in it. */
  readonly types?: (variables: Variables) => Data;
}

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[];
}

export const ${name}: TypedOperation<${name}Data, ${name}Variables> = {
  ${operation.name ? `operationName: ${JSON.stringify(name)},\n  ` : ""}query: \`${inTemplate(query.trim())}\`,
};

export async function ask<Data, Variables>(
  operation: TypedOperation<Data, Variables>,
  variables: Variables,
): Promise<Answer<Data>> {
  const { query, operationName } = operation;
  const response = await fetch(${JSON.stringify(url)}, {
    method: "POST",
    headers: ${sent},
    body: JSON.stringify({ query, operationName, variables }),
  });
  return (await response.json()) as Answer<Data>;
}

const { data, errors } = await ask(${name}, ${JSON.stringify(variables, null, 2)});
console.log(errors ?? data);
`;
}

/** Text that stands as it is between backticks. */
const inTemplate = (text: string) => text.replace(/[\\\`]|\$\{/g, String.raw`\$&`);
