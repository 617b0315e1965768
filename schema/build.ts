import "reflect-metadata";
import { composeServices } from "@apollo/composition";
import { printSubgraphSchema } from "@apollo/subgraph";
import { buildSchema, type GraphQLSchema, lexicographicSortSchema, parse, printSchema } from "graphql";
import { subgraphs } from "../subgraphs";
import { typenameOf } from "../subgraphs/shared/editions/kind";
import { describedRules } from "../subgraphs/shared/editions/rules/described";
import { jsonSchema } from "./vocabulary";

/** Everything under schema/ that is made from the code, by path within schema/. */
export type SchemaFiles = ReadonlyMap<string, string>;

/**
 * Composition hints that are meant to be: each with the reason why.
 * A reference to another subgraph's type cannot describe that type again, and each subgraph has its own root fields.
 */
const EXPECTED_HINTS: ReadonlySet<string> = new Set([]);

/** What the guide is served under until configuration says where each subgraph really is. */
const placeholderUrl = (name: string): string => `http://${name}.invalid/graphql`;

/** Prints every subgraph, composes them, and derives what clients and publishers see. Throws when they do not compose. */
export function buildSchemaFiles(): SchemaFiles {
  const files = new Map<string, string>();
  const services = subgraphs.map(({ name, schema }) => {
    const sdl = printSubgraphSchema(lexicographicSortSchema(schema));
    files.set(`subgraphs/${name}.graphql`, `${sdl}\n`);
    return { name, url: placeholderUrl(name), typeDefs: parse(sdl) };
  });
  const { errors, supergraphSdl, schema, hints } = composeServices(services);
  if (errors || !supergraphSdl)
    throw new Error(`The subgraphs do not compose:\n${(errors ?? []).map(({ message }) => `- ${message}`).join("\n")}`);
  const unexpected = hints.filter(({ definition }) => !EXPECTED_HINTS.has(definition.code));
  if (unexpected.length > 0)
    throw new Error(
      `Composition hints at drift between subgraphs:\n${unexpected.map((hint) => `- ${hint.toString()}`).join("\n")}`,
    );
  files.set("supergraph.graphql", `${supergraphSdl}\n`);
  files.set("api.graphql", `${printSchema(lexicographicSortSchema(schema.toAPISchema().toGraphQLJSSchema()))}\n`);
  for (const { kinds } of subgraphs) {
    for (const kind of kinds)
      files.set(
        `records/${typenameOf(kind)}.schema.json`,
        recordSchema(typenameOf(kind), jsonSchema(kind.document, { officialLanguages: ["ar", "en"] })),
      );
  }
  files.set("rules.md", rulesTable());
  return files;
}

/** The rules records are held to, for those who write them. */
function rulesTable(): string {
  const rows = describedRules().map(
    ({ code, severity, kinds, title }) =>
      `| \`${code}\` | ${severity} | ${kinds.length === 0 ? "any" : kinds.join(", ")} | ${title["en"]} | ${title["ar"]} |`,
  );
  return ["# Rules", "", "| code | severity | records | breaking it | مخالفتها |", "|---|---|---|---|---|", ...rows, ""].join(
    "\n",
  );
}

/** The API schema that clients see, from its committed form. */
export function apiSchema(files: SchemaFiles): GraphQLSchema {
  return buildSchema(files.get("api.graphql") as string);
}

/** The JSON Schema of a record as it is written in files, where it names its type. */
function recordSchema(typename: string, { $defs, ...schema }: { readonly [keyword: string]: unknown }): string {
  const definitions = $defs as Record<string, { properties: object; required: string[] }>;
  const record = definitions[typename] as { properties: object; required: string[] };
  const named = {
    ...record,
    properties: { __typename: { const: typename }, ...record.properties },
    required: ["__typename", ...record.required],
  };
  return `${JSON.stringify({ ...schema, title: typename, $defs: { ...definitions, [typename]: named } }, null, 2)}\n`;
}
