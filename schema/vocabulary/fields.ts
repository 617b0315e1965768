import { Field, Float, Int } from "type-graphql";
import type { GraphQLScalarType } from "graphql";
import { Code, FORBIDDEN_CHARACTERS, textFormat } from "./scalars";

/**
 * The decorators with which every record of the guide is described. One decorator on a property states, at once, its
 * GraphQL field with description and its rule in the stored document (JSON Schema), so the API, the sample files and
 * what partners publish cannot drift apart.
 */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a class constructor takes what its class takes
export type DocumentClass<T extends object = object> = new (...parameters: any[]) => T;
export type JsonSchema = { readonly [keyword: string]: unknown };

/** What JSON Schemas depend on besides the classes. */
export interface SchemaSettings {
  /** The languages every required text must have, such as `["ar", "en"]`. */
  readonly officialLanguages: readonly string[];
}

/** One property of a document class, as the decorators recorded it. */
export interface PropertySpec {
  readonly property: string;
  readonly required: boolean;
  readonly list: boolean;
  /** The JSON Schema of one value (of one item, where the property is a list). */
  readonly schema: (settings: SchemaSettings) => JsonSchema;
  /** The document class of a nested value. */
  readonly nested?: () => DocumentClass;
  /** The text scalar of its values. */
  readonly scalar?: GraphQLScalarType;
  /** The class of the record that a stored code refers to; for code lists, the list whose item it is. */
  readonly reference?: { readonly target: () => DocumentClass; readonly codeList?: string };
  readonly minItems?: number;
  readonly default?: unknown;
}

interface Optional {
  /** The property may be absent; the field is then null. */
  readonly optional?: boolean;
}
interface Many extends Optional {
  /** The property is a list; an absent list is an empty one. */
  readonly list?: boolean;
  /** The least number of items of a list. */
  readonly minItems?: number;
}

const specifications = new Map<object, PropertySpec[]>();

const known = new Map<DocumentClass, readonly PropertySpec[]>();

/** The properties of a document class, those of its base classes first. */
export function propertiesOf(documentClass: DocumentClass): readonly PropertySpec[] {
  let properties = known.get(documentClass);
  if (!properties) known.set(documentClass, (properties = collectProperties(documentClass)));
  return properties;
}

function collectProperties(documentClass: DocumentClass): readonly PropertySpec[] {
  const inherited = Object.getPrototypeOf(documentClass.prototype) as object | null;
  const base = inherited && inherited !== Object.prototype ? propertiesOf(inherited.constructor as DocumentClass) : [];
  return [...base, ...(specifications.get(documentClass.prototype as object) ?? [])];
}

function record(target: object, specification: PropertySpec): void {
  known.clear();
  specifications.set(target, [...(specifications.get(target) ?? []), specification]);
}

type Details = Pick<PropertySpec, "schema" | "nested" | "scalar" | "reference" | "default">;

function property(
  type: () => unknown,
  description: string,
  { optional = false, list = false, minItems, foreign = false }: Many & { foreign?: boolean },
  details: Details,
): PropertyDecorator {
  return (target, name) => {
    const nullable = list ? (foreign ? "items" : false) : optional || foreign || details.reference !== undefined;
    // Simple: read by graphql-js itself, without a resolver of type-graphql that would hide those of references.
    Field(() => (list ? [type()] : type()) as never, { description, nullable, simple: true })(target, name as string);
    store(target, name, { optional, list, ...(minItems !== undefined && { minItems }) }, details);
  };
}

function store(
  target: object,
  name: string | symbol,
  { optional = false, list = false, minItems }: Many,
  details: Details,
): void {
  record(target, {
    property: name as string,
    // A list that may be empty may be left out.
    required: !optional && (list ? (minItems ?? 0) > 0 : details.default === undefined),
    list,
    ...(minItems !== undefined && { minItems }),
    ...details,
  });
}

/** At least one visible character, and none of the forbidden; written so that no text takes long to refuse. */
export const CLEAN_TEXT = `^(?:(?![${FORBIDDEN_CHARACTERS}])\\s)*[^\\s${FORBIDDEN_CHARACTERS}][^${FORBIDDEN_CHARACTERS}]*$`;

/** A short text that is the same in every language, such as a number or a version. */
export function Text(description: string, options: Many & { maxLength?: number; pattern?: string } = {}): PropertyDecorator {
  const { maxLength = 200, pattern = CLEAN_TEXT } = options;
  return property(() => String, description, options, { schema: () => ({ type: "string", maxLength, pattern }) });
}

/** A value of one of the text scalars in scalars.ts. */
export function Scalar(scalar: GraphQLScalarType, description: string, options: Many = {}): PropertyDecorator {
  const { pattern, maxLength, format } = textFormat(scalar);
  return property(() => scalar, description, options, {
    scalar,
    schema: () => ({
      type: "string",
      description: scalar.description,
      maxLength,
      pattern: pattern.source,
      ...(format && { format }),
    }),
  });
}

/** One of the values of an enum made by `enumeration`. */
export function OneOf(values: object, description: string, options: Many = {}): PropertyDecorator {
  return property(() => values, description, options, { schema: () => ({ enum: Object.keys(values) }) });
}

/** Yes or no; an absent one means `false`, or what `default` says. */
export function Flag(description: string, options: { required?: boolean; default?: boolean } = {}): PropertyDecorator {
  return property(
    () => Boolean,
    description,
    {},
    {
      schema: () => ({ type: "boolean" }),
      ...(!options.required && { default: options.default ?? false }),
    },
  );
}

/** A whole number between the given bounds, both included. */
export function Integer(
  description: string,
  { minimum = 0, maximum = 2 ** 31 - 1, ...options }: Optional & { minimum?: number; maximum?: number } = {},
): PropertyDecorator {
  return property(() => Int, description, options, { schema: () => ({ type: "integer", minimum, maximum }) });
}

/** A number with a fraction, for what is measured (coordinates, days); money and ratios are `Decimal`. */
export function Quantity(
  description: string,
  { minimum, maximum, ...options }: Optional & { minimum: number; maximum: number },
): PropertyDecorator {
  return property(() => Float, description, options, { schema: () => ({ type: "number", minimum, maximum }) });
}

/** A value object, or a list of them, that lives inside the record. */
export function Nested(
  type: () => DocumentClass,
  description: string,
  { storedAs = type, ...options }: Many & { storedAs?: () => DocumentClass } = {},
): PropertyDecorator {
  return property(type, description, options, {
    nested: type,
    schema: (settings) => documentSchema(storedAs(), settings),
  });
}

/** A value object, or a list of them, that is stored but is no field by itself: a field resolver shows it in another form. */
export function Stored(type: () => DocumentClass, options: Many = {}): PropertyDecorator {
  return (target, name) => store(target, name, options, { nested: type, schema: (settings) => documentSchema(type(), settings) });
}

/** The key of something in the same record, stored but no field by itself: a field resolver shows what it names. */
export function StoredKey(options: Optional = {}): PropertyDecorator {
  return (target, name) => store(target, name, options, { schema: () => codeSchema });
}

/** A reference to a record of the same subgraph: stored as its code, answered as the record. */
export function Reference(type: () => DocumentClass, description: string, options: Many = {}): PropertyDecorator {
  return property(type, description, options, { reference: { target: type }, schema: () => codeSchema });
}

/** A reference to a record of another subgraph: stored as its code, answered as a stub that the graph joins. */
export function ForeignReference(type: () => DocumentClass, description: string, options: Many = {}): PropertyDecorator {
  return property(type, description, { ...options, foreign: true }, { reference: { target: type }, schema: () => codeSchema });
}

/** One item of a code list (kept as data): stored as the item's code within the list, answered with its labels. */
export function CodeListed(
  type: () => DocumentClass,
  codeList: string,
  description: string,
  options: Many = {},
): PropertyDecorator {
  return property(
    type,
    `${description} An item of the code list ${codeList}.`,
    { ...options, foreign: true },
    {
      reference: { target: type, codeList },
      schema: () => codeSchema,
    },
  );
}

const codeSchema: JsonSchema = {
  type: "string",
  maxLength: textFormat(Code).maxLength,
  pattern: textFormat(Code).pattern.source,
};

const schemaOverrides = new Map<object, (settings: SchemaSettings) => JsonSchema>();

/** Gives a value type a stored form that is not simply its properties (a text by language tag). */
export function StoredAs(schema: (settings: SchemaSettings) => JsonSchema): ClassDecorator {
  return (target) => void schemaOverrides.set(target.prototype as object, schema);
}

const definitionName = (documentClass: DocumentClass): string => documentClass.name;

/** A reference to the definition of a class; `jsonSchema` collects the definitions. */
function documentSchema(documentClass: DocumentClass, settings: SchemaSettings): JsonSchema {
  const override = schemaOverrides.get(documentClass.prototype as object);
  return override ? override(settings) : { $ref: `#/$defs/${definitionName(documentClass)}` };
}

/** The JSON Schema (2020-12) of a document class with everything nested in it. */
export function jsonSchema(documentClass: DocumentClass, settings: SchemaSettings): JsonSchema {
  const definitions = new Map<string, JsonSchema>();
  define(documentClass);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $ref: `#/$defs/${definitionName(documentClass)}`,
    $defs: Object.fromEntries([...definitions].sort(([a], [b]) => a.localeCompare(b))),
  };

  function define(type: DocumentClass): void {
    const name = definitionName(type);
    if (definitions.has(name) || schemaOverrides.has(type.prototype as object)) return;
    const properties = propertiesOf(type);
    definitions.set(name, {
      type: "object",
      additionalProperties: false,
      required: properties.filter((each) => each.required).map((each) => each.property),
      properties: Object.fromEntries(properties.map((each) => [each.property, propertySchema(each, settings)])),
    });
    for (const { nested } of properties) if (nested) define(nested());
  }
}

function propertySchema({ schema, list, minItems, ...rest }: PropertySpec, settings: SchemaSettings): JsonSchema {
  const fallback = rest.default === undefined ? {} : { default: rest.default };
  if (!list) return { ...schema(settings), ...fallback };
  return { type: "array", items: schema(settings), ...(minItems ? { minItems } : { default: [] }), maxItems: 1000 };
}
