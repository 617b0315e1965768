import { CriticalityLevel, diff, DiffRule } from "@graphql-inspector/core";
import {
  buildSchema,
  type DirectiveNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  parse,
  validate,
} from "graphql";

/** What a check found: problems refuse the schema, notes are for its author to know. */
export interface Findings {
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

/** Files that are not what the code prints now. */
export function staleFiles(printed: ReadonlyMap<string, string>, committed: ReadonlyMap<string, string>): string[] {
  const missing = [...printed].filter(([path, content]) => committed.get(path) !== content);
  const extra = [...committed.keys()].filter((path) => !printed.has(path));
  return [
    ...missing.map(([path]) => `schema/${path} is ${committed.has(path) ? "stale" : "missing"}. Run \`npm run schema\`.`),
    ...extra.map((path) => `schema/${path} is made by no subgraph any more. Run \`npm run schema\`.`),
  ];
}

/**
 * What clients of the earlier API schema would notice. What is deprecated may be removed: that is how to change what
 * cannot change at once.
 */
export async function changesForClients(earlier: string, now: string): Promise<Findings> {
  const changes = await diff(buildSchema(earlier), buildSchema(now), [DiffRule.suppressRemovalOfDeprecatedField]);
  const messages = (level: CriticalityLevel) =>
    changes.filter(({ criticality }) => criticality.level === level).map(({ message }) => message);
  return {
    problems: messages(CriticalityLevel.Breaking).map((message) => `Breaking for clients: ${message}.`),
    notes: messages(CriticalityLevel.Dangerous).map((message) => `Dangerous for clients: ${message}.`),
  };
}

/** The breaking changes that a list accepts: its lines, without comments. */
export function acceptedChanges(list: string): Set<string> {
  const lines = list.split("\n").map((line) => line.trim());
  return new Set(lines.filter((line) => line !== "" && !line.startsWith("#")));
}

/** What a router that serves the earlier supergraph would miss in a subgraph: types, and keys by which it resolved them. */
export function changesForRouters(subgraph: string, earlier: string, now: string | undefined): string[] {
  if (now === undefined) return [`Breaking for routers: the subgraph ${subgraph} is gone.`];
  const current = keysByType(now);
  return [...keysByType(earlier)].flatMap(([type, keys]) => {
    const left = current.get(type);
    if (!left) return [`Breaking for routers: the subgraph ${subgraph} no longer has the type ${type}.`];
    return keys
      .filter((key) => !left.includes(key))
      .map((key) => `Breaking for routers: the subgraph ${subgraph} no longer resolves ${type} by @key(fields: "${key}").`);
  });
}

/** The keys by which a subgraph resolves each of its object types. A type that it merely refers to is left out. */
function keysByType(sdl: string): Map<string, string[]> {
  const types = new Map<string, string[]>();
  for (const definition of parse(sdl).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    const keys = (definition.directives ?? []).filter(({ name }) => name.value === "key");
    const resolvable = keys.filter((key) => argument(key, "resolvable") !== false);
    if (keys.length > 0 && resolvable.length === 0) continue;
    types.set(definition.name.value, [
      ...(types.get(definition.name.value) ?? []),
      ...resolvable.map((key) => String(argument(key, "fields"))),
    ]);
  }
  return types;
}

function argument({ arguments: given = [] }: DirectiveNode, name: string): string | boolean | undefined {
  const value = given.find((each) => each.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.BOOLEAN ? value.value : undefined;
}

/** Operations that the schema would refuse, or that do not go by the name of their file. */
export function operationProblems(schema: GraphQLSchema, operations: ReadonlyMap<string, string>): string[] {
  return [...operations].flatMap(([path, text]) => problemsOf(schema, path, text).map((problem) => `schema/${path}: ${problem}`));
}

function problemsOf(schema: GraphQLSchema, path: string, text: string): string[] {
  try {
    const document = parse(text);
    const names = document.definitions.flatMap((each) => (each.kind === Kind.OPERATION_DEFINITION ? [each.name?.value] : []));
    const expected = operationName(path);
    const misnamed = names.length === 1 && names[0] === expected ? [] : [`It must hold one operation, named ${expected}.`];
    return [...misnamed, ...validate(schema, document).map(({ message }) => message)];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** `operations/service-page.graphql` holds `ServicePage`. */
function operationName(path: string): string {
  const words = path
    .replace(/^.*\//, "")
    .replace(/\.graphql$/, "")
    .split("-");
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

interface Described {
  readonly coordinate: string;
  readonly description: string | null | undefined;
}

/** What a reader of the API schema would find unexplained. */
export function undescribed(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap((type) => [{ coordinate: type.name, description: type.description }, ...membersOf(type)])
    .filter(({ description }) => !description?.trim())
    .map(({ coordinate }) => `${coordinate} has no description.`);
}

/** Fields, arguments and values of a type. See https://spec.graphql.org/draft/#sec-Schema-Coordinates */
function membersOf(type: GraphQLNamedType): Described[] {
  if (isEnumType(type))
    return type.getValues().map(({ name, description }) => ({ coordinate: `${type.name}.${name}`, description }));
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map(({ name, description }) => ({ coordinate: `${type.name}.${name}`, description }));
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap(({ name, description, args }) => [
    { coordinate: `${type.name}.${name}`, description },
    ...args.map((each) => ({ coordinate: `${type.name}.${name}(${each.name}:)`, description: each.description })),
  ]);
}
