import {
  buildASTSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  parse,
  valueFromASTUntyped,
  type ASTNode,
  type ConstDirectiveNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
} from "graphql";

/** The part a type plays in the guide. */
export type Role = "query" | "record" | "value" | "list" | "choice" | "enumeration" | "input" | "scalar";

export interface Argument {
  readonly name: string;
  readonly description: string;
  readonly type: string;
}

export interface Field {
  readonly name: string;
  readonly description: string;
  /** As GraphQL writes it, such as `[Fee!]!`. */
  readonly type: string;
  /** The type without its list and its exclamation marks. */
  readonly typeName: string;
  readonly isList: boolean;
  readonly arguments: readonly Argument[];
  /** The subgraphs that answer it. */
  readonly owners: readonly string[];
  /** Whether subgraphs refer to records of the type by it. */
  readonly isKey: boolean;
}

export interface TypeOfGuide {
  readonly name: string;
  readonly description: string;
  readonly role: Role;
  /** The subgraphs that define it; more than one when it is shared. The owner of a record is the subgraph that publishes it. */
  readonly owners: readonly string[];
  /** The subgraphs that add fields to a record of another. */
  readonly extendedBy: readonly string[];
  /** The subgraphs that only refer to records of it. */
  readonly referredToBy: readonly string[];
  readonly fields: readonly Field[];
  /** The types of which it may be one, when it is a choice. */
  readonly members: readonly string[];
  /** What it may be, when it is an enumeration. */
  readonly values: readonly { readonly name: string; readonly description: string }[];
}

export interface Supergraph {
  readonly subgraphs: readonly string[];
  readonly types: ReadonlyMap<string, TypeOfGuide>;
}

/** The interface of everything the guide publishes. */
const RECORD = "PublishedRecord";
const MACHINERY = /^(__|join__|link__)/;
const LIST_MACHINERY = /(Connection|Edge)$|^PageInfo$/;
const BUILT_IN = new Set(["String", "Int", "Float", "Boolean", "ID"]);

/** Reads a composed supergraph: what clients see, and which subgraph owns it. */
export function readSupergraph(text: string): Supergraph {
  const schema = buildASTSchema(parse(text), { assumeValidSDL: true });
  const names = subgraphNames(schema);
  const types = Object.values(schema.getTypeMap())
    .filter(({ name }) => !MACHINERY.test(name) && !BUILT_IN.has(name))
    .map((type) => readType(type, schema, names))
    .sort((one, other) => one.name.localeCompare(other.name, "en"));
  return { subgraphs: [...names.values()].sort(), types: new Map(types.map((type) => [type.name, type])) };
}

export const isShared = ({ owners }: { readonly owners: readonly string[] }): boolean => owners.length > 1;

/** Stands for the owner of what several subgraphs define alike; sorts behind every name. */
export const SHARED = "~shared";

/** The one subgraph that a type belongs to, or `SHARED`. */
export const homeOf = (type: TypeOfGuide): string => (isShared(type) ? SHARED : (type.owners[0] ?? SHARED));

/** What the pages of a list hold, such as `Service` for `ServiceConnection`; any other type is itself. */
export function listedType(supergraph: Supergraph, typeName: string): string {
  return supergraph.types.get(typeName)?.fields.find(({ name }) => name === "nodes")?.typeName ?? typeName;
}

function readType(type: GraphQLNamedType, schema: GraphQLSchema, names: ReadonlyMap<string, string>): TypeOfGuide {
  const joins = directives(type, "join__type");
  const present = graphsOf(joins, names);
  const keys = new Set(joins.map(({ key }) => key));
  const publishers = graphsOf(
    directives(type, "join__implements").filter((join) => join["interface"] === RECORD),
    names,
  );
  const role = roleOf(type, schema);
  const owners = role === "record" ? publishers : present;
  const fields = fieldsOf(type).map((field) => readField(field, { owners, present, keys, names }));
  const guests = present.filter((name) => !owners.includes(name));
  const extendedBy = guests.filter((name) => fields.some((field) => field.owners.includes(name)));
  return {
    name: type.name,
    description: type.description ?? "",
    role,
    owners,
    extendedBy,
    referredToBy: guests.filter((name) => !extendedBy.includes(name)),
    fields,
    members: isInterfaceType(type) || isUnionType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [],
    values: isEnumType(type) ? type.getValues().map(({ name, description }) => ({ name, description: description ?? "" })) : [],
  };
}

interface Surroundings {
  readonly owners: readonly string[];
  readonly present: readonly string[];
  readonly keys: ReadonlySet<unknown>;
  readonly names: ReadonlyMap<string, string>;
}

function readField(field: GraphQLField<unknown, unknown> | GraphQLInputField, around: Surroundings): Field {
  const joins = directives(field, "join__field").filter((join) => join["graph"] !== undefined && join["external"] !== true);
  const isKey = around.keys.has(field.name);
  // Without a directive it is in every subgraph that has the type; those that only refer to the type have its key.
  const everywhere = isKey ? around.owners : around.present;
  return {
    name: field.name,
    description: field.description ?? "",
    type: String(field.type),
    typeName: getNamedType(field.type).name,
    isList: isList(field.type),
    arguments: "args" in field ? field.args.map(readArgument) : [],
    owners: joins.length > 0 ? graphsOf(joins, around.names) : everywhere,
    isKey,
  };
}

const readArgument = ({ name, description, type }: GraphQLArgument): Argument => ({
  name,
  description: description ?? "",
  type: String(type),
});

function roleOf(type: GraphQLNamedType, schema: GraphQLSchema): Role {
  if (type === schema.getQueryType()) return "query";
  if (isInterfaceType(type) || isUnionType(type)) return "choice";
  if (isEnumType(type)) return "enumeration";
  if (isInputObjectType(type)) return "input";
  if (!isObjectType(type)) return "scalar";
  if (LIST_MACHINERY.test(type.name)) return "list";
  return type.getInterfaces().some(({ name }) => name === RECORD) ? "record" : "value";
}

function fieldsOf(type: GraphQLNamedType): readonly (GraphQLField<unknown, unknown> | GraphQLInputField)[] {
  if (isInputObjectType(type)) return Object.values(type.getFields());
  return isObjectType(type) || isInterfaceType(type) ? Object.values<GraphQLField<unknown, unknown>>(type.getFields()) : [];
}

const isList = (type: GraphQLType): boolean => isListType(type) || (isNonNullType(type) && isList(type.ofType));

/** The names of the subgraphs by the values that stand for them in directives. */
function subgraphNames(schema: GraphQLSchema): ReadonlyMap<string, string> {
  const graphs = schema.getType("join__Graph");
  if (!isEnumType(graphs)) throw new Error("This is no supergraph: it has no enumeration join__Graph.");
  return new Map(graphs.getValues().map((value) => [value.name, String(directives(value, "join__graph")[0]?.["name"])]));
}

function graphsOf(joins: readonly Record<string, unknown>[], names: ReadonlyMap<string, string>): string[] {
  return [...new Set(joins.map((join) => names.get(String(join["graph"])) ?? String(join["graph"])))].sort();
}

/** The arguments of every use of a directive on an element of the schema. */
function directives(
  { astNode }: { readonly astNode?: (ASTNode & { readonly directives?: readonly ConstDirectiveNode[] }) | null | undefined },
  name: string,
): Record<string, unknown>[] {
  return (astNode?.directives ?? [])
    .filter((directive) => directive.name.value === name)
    .map(({ arguments: given = [] }) =>
      Object.fromEntries(given.map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)])),
    );
}
