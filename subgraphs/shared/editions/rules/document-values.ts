import { type GraphQLScalarType } from "graphql";
import {
  type DocumentClass,
  LocalizedText,
  PhoneNumber,
  propertiesOf,
  type PropertySpec,
  type Texts,
  Url,
} from "../../../../schema/vocabulary";

/** A value somewhere in a document. */
export interface DocumentValue<Value> {
  readonly value: Value;
  readonly property: string;
  readonly path: string;
}

/** What rules for every record look at, wherever it is nested. */
export interface DocumentValues {
  readonly texts: readonly DocumentValue<Texts>[];
  readonly urls: readonly DocumentValue<string>[];
  readonly phones: readonly DocumentValue<string>[];
}

type Collected = { [Name in keyof DocumentValues]: DocumentValues[Name][number][] };

/** The texts, web addresses and telephone numbers of a document. */
export function valuesOf(type: DocumentClass, document: object): DocumentValues {
  const collected: Collected = { texts: [], urls: [], phones: [] };
  collect(type, document as Record<string, unknown>, "$", collected);
  return collected;
}

function collect(type: DocumentClass, document: Record<string, unknown>, path: string, collected: Collected): void {
  for (const specification of leadingProperties(type)) {
    const { property, list } = specification;
    const value = document[property];
    if (value === undefined) continue;
    const at = `${path}.${property}`;
    if (!list) collectValue(specification, value, at, collected);
    else (value as unknown[]).forEach((each, index) => collectValue(specification, each, `${at}[${index}]`, collected));
  }
}

function collectValue({ property, nested, scalar }: PropertySpec, value: unknown, path: string, collected: Collected): void {
  if (scalar === Url) collected.urls.push({ value: value as string, property, path });
  else if (scalar === PhoneNumber) collected.phones.push({ value: value as string, property, path });
  else if (isText(nested)) collected.texts.push({ value: value as Texts, property, path });
  else if (nested) collect(nested(), value as Record<string, unknown>, path, collected);
}

const COLLECTED_SCALARS: ReadonlySet<GraphQLScalarType | undefined> = new Set([Url, PhoneNumber]);
const isText = (nested: PropertySpec["nested"]): boolean => nested !== undefined && nested() === LocalizedText;

const leading = new Map<DocumentClass, readonly PropertySpec[]>();

/** The properties of a class that are collected, or lead to some that are. */
function leadingProperties(type: DocumentClass): readonly PropertySpec[] {
  let properties = leading.get(type);
  if (!properties) {
    // A class that contains itself is searched once: until its own properties are known, it counts as leading on.
    leading.set(type, propertiesOf(type));
    properties = propertiesOf(type).filter(
      ({ nested, scalar }) =>
        COLLECTED_SCALARS.has(scalar) || isText(nested) || (nested && leadingProperties(nested()).length > 0),
    );
    leading.set(type, properties);
  }
  return properties;
}
