import { GraphQLScalarType, valueFromASTUntyped } from "graphql";
import { MalformedValueError } from "./scalars";

/** Deeper than any record goes; what is deeper only costs. */
const DEEPEST = 32;
/** Names by which a careless reader would change, or not find, what all objects have in common. */
const FORBIDDEN_NAMES: readonly string[] = ["__proto__", "constructor", "prototype", "hasOwnProperty"];

/** Whether a JSON value is one that can be taken in: not too deep, and without names that harm. */
function isHarmless(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (depth >= DEEPEST) return false;
  return Object.entries(value).every(([name, inner]) => !FORBIDDEN_NAMES.includes(name) && isHarmless(inner, depth + 1));
}

function objectScalar(name: string, specifiedByURL: string, description: string): GraphQLScalarType<object, object> {
  const parse = (value: unknown): object => {
    if (typeof value === "object" && value !== null && !Array.isArray(value) && isHarmless(value)) return value;
    throw new MalformedValueError(
      `${name} expects a JSON object, at most ${DEEPEST} levels deep and without properties called ${FORBIDDEN_NAMES.join(", ")}.`,
    );
  };
  return new GraphQLScalarType<object, object>({
    name,
    description,
    specifiedByURL,
    serialize: (value) => value as object,
    parseValue: parse,
    parseLiteral: (node, variables) => parse(plain(valueFromASTUntyped(node, variables))),
  });
}

/** GraphQL reads literals into objects without a prototype; records are ordinary ones. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

export const RecordDocument = objectScalar(
  "RecordDocument",
  "https://json-schema.org/draft/2020-12/schema",
  "A whole record as its author writes it: a JSON object in the form that the JSON Schema of its type gives, `/schema/records/<Type>.schema.json`. `__typename` may be left out.",
);

export const MergePatch = objectScalar(
  "MergePatch",
  "https://www.rfc-editor.org/rfc/rfc7386",
  "What is to change in a record, as a JSON Merge Patch (RFC 7386): properties that are given replace those of the record, null takes one away, lists are replaced whole.",
);

/** Any value of a record, for what was there before and after a change. */
export const JsonValue = new GraphQLScalarType<unknown, unknown>({
  name: "JsonValue",
  description: "Any value of a stored record: text, number, flag, list or object, as in its JSON form.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc8259",
  serialize: (value) => value,
});
