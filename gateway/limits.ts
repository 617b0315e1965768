import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { Refusal } from "./refusal";

/** How much one operation may ask for. */
export interface Limits {
  /** Lexical tokens of the document. */
  readonly tokens: number;
  /** Levels of fields within fields; the schema's own description does not count. */
  readonly depth: number;
  /** Fields, each counted wherever a fragment brings it. */
  readonly fields: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  /** Times it asks for the schema's own description, and aliases within it: each can bring all of it once more. */
  readonly introspections: number;
  /** Records and computed values the answer can hold, multiplied by the sizes of the lists they are in. */
  readonly cost: number;
}

type Measure = Exclude<keyof Limits, "tokens" | "cost">;
type Measures = Readonly<Record<Measure, number>>;

const WHAT: Readonly<Record<keyof Limits, string>> = {
  tokens: "has more tokens",
  depth: "nests deeper",
  fields: "selects more fields",
  aliases: "uses more aliases",
  rootFields: "asks for more root fields",
  directives: "uses more directives",
  introspections: "asks for the schema more often",
  cost: "can answer with more records",
};

/** A refusal that names the limit, and what was asked for where that is known. */
export function beyond(limit: keyof Limits, maximum: number, value?: number): Refusal {
  const asked = value === undefined ? "" : ` (${value})`;
  return new Refusal(
    400,
    "LIMIT_EXCEEDED",
    `The operation ${WHAT[limit]} than the ${maximum} this guide allows${asked}. Ask for less, or in several requests.`,
    { extensions: { limit, maximum, ...(value !== undefined && { value }) } },
  );
}

/**
 * Refuses a document whose text alone asks for too much, before anything is validated or planned: validation and
 * planning are where a small hostile document costs most. Fragments are measured once, so the work is linear.
 */
export function checkShape(document: DocumentNode, limits: Limits): void {
  const fragments = fragmentsOf(document);
  const measured = new Map<string, Measures | "being measured">();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragment(definition.name.value);
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const own = measure(definition.selectionSet);
    const measures = { ...own, directives: own.directives + (definition.directives?.length ?? 0) };
    for (const limit of Object.keys(measures) as Measure[]) {
      if (measures[limit] > limits[limit]) throw beyond(limit, limits[limit], measures[limit]);
    }
  }

  function measure({ selections }: SelectionSetNode): Measures {
    return selections.map(measureSelection).reduce(sum, NOTHING);
  }

  function measureSelection(selection: SelectionNode): Measures {
    const directives = selection.directives?.length ?? 0;
    if (selection.kind !== Kind.FIELD) {
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragment(selection.name.value) : measure(selection.selectionSet);
      return { ...inner, directives: inner.directives + directives };
    }
    const inner = selection.selectionSet ? measure(selection.selectionSet) : NOTHING;
    const aliases = inner.aliases + (selection.alias ? 1 : 0);
    const isIntrospection = INTROSPECTION.includes(selection.name.value);
    return {
      depth: isIntrospection ? 1 : inner.depth + 1,
      fields: inner.fields + 1,
      aliases,
      rootFields: 1,
      directives: inner.directives + directives,
      introspections: isIntrospection ? inner.aliases + 1 : inner.introspections,
    };
  }

  function fragment(name: string): Measures {
    const known = measured.get(name);
    if (known === "being measured")
      throw new Refusal(400, "GRAPHQL_VALIDATION_FAILED", `The fragment "${name}" has itself within it. Take that out.`);
    if (known) return known;
    measured.set(name, "being measured");
    const definition = fragments.get(name);
    const measures = definition ? measure(definition.selectionSet) : NOTHING;
    measured.set(name, measures);
    return measures;
  }
}

const INTROSPECTION: readonly string[] = ["__schema", "__type"];
const NOTHING: Measures = { depth: 0, fields: 0, aliases: 0, rootFields: 0, directives: 0, introspections: 0 };
/** What fragments within fragments multiply to is told up to here. */
const MOST = Number.MAX_SAFE_INTEGER;

/** What two selections beside each other ask for together. */
function sum(one: Measures, other: Measures): Measures {
  const both = (measure: Measure): number => Math.min(one[measure] + other[measure], MOST);
  return {
    depth: Math.max(one.depth, other.depth),
    fields: both("fields"),
    aliases: both("aliases"),
    rootFields: both("rootFields"),
    directives: both("directives"),
    introspections: both("introspections"),
  };
}

/** How long a list is taken to be that does not say so. */
const ASSUMED_LIST = 10;
/** What a value weighs that is computed for what was asked, such as when a centre opens next: as many records as take that long. */
const COMPUTED_VALUE = 10;

/**
 * How many records an operation can answer with, and how much it has computed: each counts for every place of the lists
 * it is in. A list is as long as its `first` or its `ids` say, by value or variable.
 */
export function costOf(
  operation: OperationDefinitionNode,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  schema: GraphQLSchema,
): number {
  const fragments = fragmentsOf(document);
  const defaults = new Map(
    operation.variableDefinitions?.map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
  );
  const known = new Map<string, number>();
  const root = schema.getRootType(operation.operation);
  return root ? cost(operation.selectionSet, root.name, 1) : 0;

  /** `page` is how many items the connection that is selected from was asked for. */
  function cost({ selections }: SelectionSetNode, typename: string, page: number): number {
    let sum = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) sum += fieldCost(selection, typename, page);
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        sum += cost(selection.selectionSet, selection.typeCondition?.name.value ?? typename, page);
      else sum += fragmentCost(selection.name.value, page);
    }
    return Math.min(sum, MOST);
  }

  function fragmentCost(name: string, page: number): number {
    const key = `${name} ${page}`;
    const already = known.get(key);
    if (already !== undefined) return already;
    known.set(key, 0);
    const definition = fragments.get(name);
    const found = definition ? cost(definition.selectionSet, definition.typeCondition.name.value, page) : 0;
    known.set(key, found);
    return found;
  }

  function fieldCost(node: FieldNode, typename: string, page: number): number {
    const type = schema.getType(typename);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    if (!field) return 0;
    const target = getNamedType(field.type);
    if (!isCompositeType(target)) return field.args.length > 0 ? COMPUTED_VALUE : 0;
    if (!node.selectionSet) return 0;
    const asked = askedFor(node, field);
    if (target.name.endsWith("Connection")) return 1 + cost(node.selectionSet, target.name, asked ?? ASSUMED_LIST);
    const isList = isListType(getNullableType(field.type));
    const length = !isList ? 1 : typename.endsWith("Connection") ? page : (asked ?? ASSUMED_LIST);
    return length * (1 + cost(node.selectionSet, target.name, page));
  }

  /** How many items a field is asked for; undefined when it has no argument that says so. */
  function askedFor(node: FieldNode, field: GraphQLField<unknown, unknown>): number | undefined {
    const argument = field.args.find(({ name }) => name === "first" || name === "ids");
    if (!argument) return undefined;
    let value = node.arguments?.find(({ name }) => name.value === argument.name)?.value;
    if (value?.kind === Kind.VARIABLE) {
      const given = variables[value.name.value];
      if (typeof given === "number") return Math.max(given, 0);
      if (Array.isArray(given)) return given.length;
      value = defaults.get(value.name.value);
    }
    if (value?.kind === Kind.INT) return Math.max(Number(value.value), 0);
    if (value?.kind === Kind.LIST) return value.values.length;
    return typeof argument.defaultValue === "number" ? argument.defaultValue : ASSUMED_LIST;
  }
}

function fragmentsOf({ definitions }: DocumentNode): Map<string, FragmentDefinitionNode> {
  return new Map(
    definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])),
  );
}
