import { homeOf, isShared, listedType, type Field, type Supergraph, type TypeOfGuide } from "../supergraph/ownership";

/** A way from one type to another: a field, or a field of a value inside it, such as `channels › channel`. */
export interface Way {
  readonly path: readonly string[];
  readonly isPlural: boolean;
}

/** Everything by which one type leads to another: one line of the drawing. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly ways: readonly Way[];
  /** Whether every way goes through a value that is not drawn itself. */
  readonly isIndirect: boolean;
  /** Whether it leads to a value that nearly everything uses: drawn only around the chosen type. */
  readonly isCommon: boolean;
}

export interface Graph {
  /** By owner and name, which is also the order of the keyboard. */
  readonly types: readonly TypeOfGuide[];
  readonly edges: readonly Edge[];
}

interface Step extends Way {
  readonly to: string;
  readonly isIndirect: boolean;
}

/** The types of the guide and how they lead to one another: records alone, or with the values inside them. */
export function graphOf(supergraph: Supergraph, withValues: boolean): Graph {
  const types = [...supergraph.types.values()]
    .filter(({ role }) => role === "record" || (withValues && role === "value"))
    .sort((one, other) => homeOf(one).localeCompare(homeOf(other), "en") || one.name.localeCompare(other.name, "en"));
  const drawn = new Set(types.map(({ name }) => name));
  return { types, edges: types.flatMap((type) => edgesFrom(type, supergraph, drawn)) };
}

/** The root fields by which records of a type are reached. */
export function entrancesTo(supergraph: Supergraph, typeName: string): readonly Field[] {
  return [...supergraph.types.values()]
    .filter(({ role }) => role === "query")
    .flatMap(({ fields }) => fields)
    .filter((field) => listedType(supergraph, field.typeName) === typeName);
}

/** The types a field may answer: itself, what its pages hold, or each member of a choice. */
export function targetsOf(supergraph: Supergraph, field: Field): readonly string[] {
  const name = listedType(supergraph, field.typeName);
  const members = supergraph.types.get(name)?.members ?? [];
  return members.length > 0 ? members : [name];
}

/** Types whose name holds what is searched; those that begin with it come first. */
export function searchTypes(types: readonly TypeOfGuide[], searched: string): readonly TypeOfGuide[] {
  const needle = searched.trim().toLowerCase();
  if (needle === "") return [];
  const found = types.filter(({ name }) => name.toLowerCase().includes(needle));
  const begins = ({ name }: TypeOfGuide): number => (name.toLowerCase().startsWith(needle) ? 0 : 1);
  return found.sort((one, other) => begins(one) - begins(other));
}

/** The types that an edge joins to a type. */
export function neighboursOf(edges: readonly Edge[], name: string): ReadonlySet<string> {
  return new Set(edges.flatMap(({ from, to }) => (from === name ? [to] : to === name ? [from] : [])));
}

function edgesFrom(type: TypeOfGuide, supergraph: Supergraph, drawn: ReadonlySet<string>): Edge[] {
  const byTarget = new Map<string, Step[]>();
  for (const step of stepsFrom(type, supergraph, drawn)) byTarget.set(step.to, [...(byTarget.get(step.to) ?? []), step]);
  return [...byTarget].map(([to, steps]) => {
    const target = supergraph.types.get(to);
    return {
      from: type.name,
      to,
      ways: steps.map(({ path, isPlural }) => ({ path, isPlural })),
      isIndirect: steps.every(({ isIndirect }) => isIndirect),
      isCommon: target?.role === "value" && isShared(target),
    };
  });
}

function stepsFrom(type: TypeOfGuide, supergraph: Supergraph, drawn: ReadonlySet<string>): Step[] {
  return type.fields.flatMap((field) =>
    targetsOf(supergraph, field).flatMap((to) => {
      if (drawn.has(to)) return [{ to, path: [field.name], isPlural: isPlural(field), isIndirect: false }];
      const value = supergraph.types.get(to);
      return value?.role === "value" ? stepsThrough(field, value, supergraph, drawn) : [];
    }),
  );
}

/** One value deep, and not into choices: what lies further in says more about the value than about the record. */
function stepsThrough(field: Field, value: TypeOfGuide, supergraph: Supergraph, drawn: ReadonlySet<string>): Step[] {
  return value.fields.flatMap((inner) => {
    const to = listedType(supergraph, inner.typeName);
    if (!drawn.has(to)) return [];
    return [{ to, path: [field.name, inner.name], isPlural: isPlural(field) || isPlural(inner), isIndirect: true }];
  });
}

const isPlural = (field: Field): boolean => field.isList || field.typeName.endsWith("Connection");
