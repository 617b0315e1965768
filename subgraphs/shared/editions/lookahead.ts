import { type FieldNode, type GraphQLResolveInfo, Kind as Ast, type SelectionSetNode } from "graphql";
import { type DocumentClass, propertiesOf, type PropertySpec } from "../../../schema/vocabulary";
import { type Kind, kindOf, typenameOf } from "./kind";

/** Records of the same subgraph that the rows of a statement refer to and the operation asks for. */
export interface ReferenceSelection {
  readonly kind: Kind;
  /** The JSON path of the codes in the referring document, such as `$.channels[*].channel`. */
  readonly path: string;
  readonly selection: Selection;
}

/** What an operation asks of records of one kind, beyond the document itself. */
export class Selection {
  /** Equal selections have equal keys. */
  readonly key: string;

  constructor(
    readonly references: readonly ReferenceSelection[],
    /** Names of the fields whose value the database computes beside the row. */
    readonly attachments: ReadonlySet<string>,
  ) {
    const parts = [...references.map(({ path, selection }) => `${path}(${selection.key})`), ...attachments].sort();
    this.key = parts.join();
  }

  static readonly none = new Selection([], new Set());

  merge(other: Selection): Selection {
    if (this.key === other.key) return this;
    const references = new Map(this.references.map((each) => [each.path, each]));
    for (const each of other.references) {
      const mine = references.get(each.path);
      references.set(each.path, mine ? { ...mine, selection: mine.selection.merge(each.selection) } : each);
    }
    return new Selection([...references.values()], new Set([...this.attachments, ...other.attachments]));
  }
}

/** How many fields of an operation are looked at, and how many references followed: an ordinary page needs far fewer. */
const LIMITS = { fields: 2_000, references: 16 };

/** One look ahead: the operation, and how much further it goes. What lies beyond is loaded when it is reached. */
interface Look {
  readonly info: GraphQLResolveInfo;
  fields: number;
  references: number;
}

const seen = new WeakMap<FieldNode, Map<Kind, Selection>>();

/**
 * What the field being resolved asks of records of a kind, wherever they stand below it (the field itself, a list, or
 * a connection). Looking ahead lets one statement bring everything; what it misses is still loaded, only later.
 */
export function selectionOf(kind: Kind, info: GraphQLResolveInfo): Selection {
  const node = info.fieldNodes[0] as FieldNode;
  let byKind = seen.get(node);
  if (!byKind) seen.set(node, (byKind = new Map<Kind, Selection>()));
  let selection = byKind.get(kind);
  if (!selection) {
    const look = { info, ...LIMITS };
    const sets = info.fieldNodes.flatMap(({ selectionSet }) => (selectionSet ? throughConnection(selectionSet, look) : []));
    byKind.set(kind, (selection = walk(kind, sets, look)));
  }
  return selection;
}

/** The selection on the records of a connection; the set itself where there is no connection. */
function throughConnection(set: SelectionSetNode, look: Look): SelectionSetNode[] {
  const inside = fieldsOf(set, undefined, look).flatMap((field) => {
    if (!field.selectionSet) return [];
    if (field.name.value === "nodes") return [field.selectionSet];
    if (field.name.value !== "edges") return [];
    return fieldsOf(field.selectionSet, undefined, look).flatMap(
      (edge) => (edge.name.value === "node" && edge.selectionSet) || [],
    );
  });
  return inside.length > 0 ? inside : [set];
}

function walk(kind: Kind, sets: readonly SelectionSetNode[], look: Look): Selection {
  let selection = Selection.none;
  const names = new Set([typenameOf(kind), "Node", "PublishedRecord"]);
  for (const field of sets.flatMap((set) => fieldsOf(set, names, look))) {
    if (kind.attachments && field.name.value in kind.attachments) {
      selection = selection.merge(new Selection([], new Set([field.name.value])));
    }
  }
  return referencesIn(kind.document, "$", sets, names, look).reduce(
    (merged, reference) => merged.merge(new Selection([reference], new Set())),
    selection,
  );
}

function referencesIn(
  type: DocumentClass,
  prefix: string,
  sets: readonly SelectionSetNode[],
  names: ReadonlySet<string> | undefined,
  look: Look,
): ReferenceSelection[] {
  const properties = new Map(propertiesOf(type).map((each) => [each.property, each]));
  return sets
    .flatMap((set) => fieldsOf(set, names, look))
    .flatMap((field) => {
      const property = properties.get(field.name.value);
      if (!property || !field.selectionSet) return [];
      const path = `${prefix}.${property.property}${property.list ? "[*]" : ""}`;
      const kind = ownKind(property);
      if (kind) {
        return look.references-- > 0 ? [{ kind, path, selection: walk(kind, [field.selectionSet], look) }] : [];
      }
      if (property.nested) return referencesIn(property.nested(), path, [field.selectionSet], undefined, look);
      return [];
    });
}

/** The kind a property refers to, when its records live in this subgraph and their codes are stored as they are. */
function ownKind({ reference }: PropertySpec): Kind | undefined {
  return reference && reference.codeList === undefined ? kindOf(reference.target()) : undefined;
}

/** The fields of a selection set, those of fragments on the given types included. */
function fieldsOf(set: SelectionSetNode, names: ReadonlySet<string> | undefined, look: Look): FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (look.fields-- <= 0) return [];
    if (selection.kind === Ast.FIELD) return [selection];
    const fragment = selection.kind === Ast.INLINE_FRAGMENT ? selection : look.info.fragments[selection.name.value];
    if (!fragment) return [];
    const on = fragment.typeCondition?.name.value;
    return on === undefined || names === undefined || names.has(on) ? fieldsOf(fragment.selectionSet, names, look) : [];
  });
}
