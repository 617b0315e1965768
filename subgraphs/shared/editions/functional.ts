import { type DocumentClass, LocalizedText, propertiesOf, type PropertySpec } from "../../../schema/vocabulary";
import type { Kind } from "./kind";
import { hashOf } from "./hash";

/**
 * Whether two documents differ in wording only: in texts that people read, and not in anything that a service, a rule
 * or a reference depends on. Records that depend on a record need no review for its wording.
 */
export function isWordingOnly(kind: Kind, before: object, after: object): boolean {
  return hashOf(skeletonOf(kind.document, before)) === hashOf(skeletonOf(kind.document, after));
}

/** A document without its texts. */
function skeletonOf(type: DocumentClass, document: object): object {
  const source = document as Record<string, unknown>;
  const entries = propertiesOf(type)
    .filter((property) => source[property.property] !== undefined && !isWording(property))
    .map((property) => [property.property, withoutWording(property, source[property.property])] as const);
  return Object.fromEntries(entries);
}

function withoutWording({ nested, list }: PropertySpec, value: unknown): unknown {
  if (!nested) return value;
  return list ? (value as object[]).map((each) => skeletonOf(nested(), each)) : skeletonOf(nested(), value as object);
}

const isWording = ({ nested }: PropertySpec): boolean => nested?.() === LocalizedText;
