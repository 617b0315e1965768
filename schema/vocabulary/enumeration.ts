import { registerEnumType } from "type-graphql";

/**
 * Declares a GraphQL enum whose values are their own names, with a description for each.
 * An enum is for values the code branches on; values that stewards change are code lists.
 */
export function enumeration<Value extends string>(
  name: string,
  description: string,
  values: Record<Value, string>,
): { readonly [V in Value]: V } {
  const names = Object.keys(values) as Value[];
  const enumObject = Object.fromEntries(names.map((value) => [value, value])) as { [V in Value]: V };
  registerEnumType(enumObject, {
    name,
    description,
    valuesConfig: Object.fromEntries(names.map((value) => [value, { description: values[value] }])) as Record<
      Value,
      { description: string }
    >,
  });
  return enumObject;
}
