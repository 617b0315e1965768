import { type DocumentClass, propertiesOf, type PublishedRecord } from "../../schema/vocabulary";
import { kinds as allKinds } from "../../subgraphs/kinds";
import { type Kind, typenameOf } from "../../subgraphs/shared/editions/kind";
import { type DocumentReference, referencesOf } from "../../subgraphs/shared/editions/validation";
import { type KindNames, namesOfKind } from "../../subgraphs/shared/workflow/names";

const kinds = new Map(allKinds.map((kind) => [typenameOf(kind), kind]));

/** The kind of record of a name; undefined when there is none. */
export const kindNamed = (name: string): Kind | undefined => kinds.get(name);

/** What the fields of the guide about a kind of record are called. */
export function namesOf(name: string): KindNames {
  const kind = kinds.get(name);
  if (!kind) throw new Error(`${name} is not a kind of record.`);
  return namesOfKind(kind);
}

/**
 * All kinds of record, each after those it refers to. Where two refer to each other, the one that can be written
 * without the other comes first; among the rest, the one that refers to fewer.
 */
export const KIND_ORDER: readonly string[] = ordered();

function ordered(): string[] {
  const waiting = new Map([...kinds].map(([name, kind]) => [name, dependencies(kind)]));
  const order: string[] = [];
  while (waiting.size > 0) {
    const open = (name: string, of: "required" | "all") =>
      [...(waiting.get(name)?.[of] ?? [])].filter((other) => other !== name && waiting.has(other)).length;
    const [next = ""] = [...waiting.keys()].sort(
      (one, other) => open(one, "required") - open(other, "required") || open(one, "all") - open(other, "all"),
    );
    order.push(next);
    waiting.delete(next);
  }
  return order;
}

/** The kinds that one refers to: all of them, and those that a record cannot do without. */
function dependencies(kind: Kind): { readonly all: ReadonlySet<string>; readonly required: ReadonlySet<string> } {
  const all = new Set<string>(kind.referredTypes);
  const required = new Set<string>(kind.referredTypes);
  // An item of a code list is part of its list, which its code names.
  if (typenameOf(kind) === "CodeListItem") required.add("CodeList");
  collect(kind.document, true, all, required, new Set());
  return { all, required };
}

function collect(
  type: DocumentClass,
  isNeeded: boolean,
  all: Set<string>,
  required: Set<string>,
  seen: Set<DocumentClass>,
): void {
  if (seen.has(type)) return;
  seen.add(type);
  for (const property of propertiesOf(type)) {
    const needed = isNeeded && property.required;
    if (property.nested) collect(property.nested(), needed, all, required, seen);
    const target = property.reference?.target().name;
    if (target === undefined) continue;
    all.add(target);
    if (needed) required.add(target);
  }
}

/** Everything that a record refers to. What a record of the wrong form refers to is for the guide to say. */
export function referencesIn(kind: Kind, record: Readonly<Record<string, unknown>>): readonly DocumentReference[] {
  try {
    const document = record as unknown as PublishedRecord;
    return [...referencesOf(kind.document, document), ...(kind.references?.(document) ?? [])];
  } catch {
    return [];
  }
}

/** The code of a record; one that has none of its own has one that is made of what it is about. */
export function codeOfRecord(kind: Kind, record: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof record["code"] === "string") return record["code"];
  try {
    return kind.derivedCode?.(record as unknown as PublishedRecord);
  } catch {
    return undefined;
  }
}
