import type { Field, TypeOfGuide } from "../supergraph/ownership";

export interface Wanted {
  /** Empty for all. */
  readonly subgraph: string;
  /** A part of the name of a type or field. */
  readonly searched: string;
}

/** A type with those of its fields that are wanted. */
export interface Found {
  readonly type: TypeOfGuide;
  readonly fields: readonly Field[];
}

/** The types in which something is wanted; of a type that is found by its own name, all fields that the subgraph owns. */
export function filterTypes(types: readonly TypeOfGuide[], { subgraph, searched }: Wanted): readonly Found[] {
  const needle = searched.trim().toLowerCase();
  const isNamed = ({ name }: { readonly name: string }): boolean => name.toLowerCase().includes(needle);
  const isOwned = ({ owners }: { readonly owners: readonly string[] }): boolean => subgraph === "" || owners.includes(subgraph);
  return types.flatMap((type) => {
    const owned = type.fields.filter(isOwned);
    const fields = isNamed(type) ? owned : owned.filter(isNamed);
    return fields.length > 0 || (isNamed(type) && isOwned(type)) ? [{ type, fields }] : [];
  });
}
