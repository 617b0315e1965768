import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema } from "graphql";
import { getMetadataStorage } from "type-graphql";
import { subgraphs } from "../../subgraphs";

/** Who may use what, as the resolvers themselves declare it: by schema coordinate, the roles of which one is needed. */
function declaredRoles(): Map<string, readonly string[]> {
  const { authorizedFields, mutations, queries, fieldResolvers, fields } = getMetadataStorage();
  const named = [
    ...mutations.map(({ target, methodName, schemaName }) => ({ target, methodName, coordinate: `Mutation.${schemaName}` })),
    ...queries.map(({ target, methodName, schemaName }) => ({ target, methodName, coordinate: `Query.${schemaName}` })),
    ...fieldResolvers.map(({ target, methodName, schemaName }) => ({
      target,
      methodName,
      coordinate: `${target.name}.${schemaName}`,
    })),
    ...fields.map(({ target, name, schemaName }) => ({ target, methodName: name, coordinate: `${target.name}.${schemaName}` })),
  ];
  return new Map(
    authorizedFields.flatMap(({ target, fieldName, roles }) =>
      named
        .filter((each) => each.target === target && each.methodName === fieldName)
        .map(({ coordinate }) => [coordinate, roles as string[]] as const),
    ),
  );
}

const api = buildSchema(readFileSync(join(__dirname, "../../schema/api.graphql"), "utf8"));
const mutations = Object.keys(api.getMutationType()?.getFields() ?? {}).sort();

test("every mutation says who may use it", () => {
  expect(subgraphs.length).toBeGreaterThan(0);
  const declared = declaredRoles();
  const kinds = subgraphs.flatMap(({ kinds: own }) => own);
  expect(mutations.length).toBeGreaterThan(kinds.length * 9);
  expect(mutations.filter((name) => (declared.get(`Mutation.${name}`) ?? []).length === 0)).toEqual([]);
});

test("the map of who may use what is as it was reviewed", () => {
  const map = [...declaredRoles()].map(([coordinate, roles]) => `${coordinate}: ${[...roles].sort().join(", ")}`).sort();
  process.stdout.write(`${map.join("\n")}\n`);
  // Of the fields that every kind of record has, those of services stand for all.
  const kinds = subgraphs
    .flatMap(({ kinds: own }) => own.map(({ document }) => document.name))
    .filter((name) => name !== "Service");
  const others = map.filter((line) => !kinds.some((kind) => isOfKind(line, kind)));
  expect(others).toMatchSnapshot();
});

test("kinds of record are written by people of their entities, or by the secretariat alone", () => {
  const declared = declaredRoles();
  const writers = subgraphs.flatMap(({ kinds }) =>
    kinds.map(
      (kind) => `${kind.document.name}: ${[...(declared.get(`Mutation.save${kind.document.name}`) ?? [])].sort().join(", ")}`,
    ),
  );
  expect(writers.sort()).toMatchSnapshot();
});

/** Whether a coordinate is one of those that every kind has: the type in its name, or the field of its drafts. */
function isOfKind(line: string, kind: string): boolean {
  const plural = kind.endsWith("ion") && kind === "Criterion" ? "Criteria" : kind.replace(/([^aeiou])y$/, "$1ie");
  const one = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;
  return new RegExp(
    `^(Mutation\\.(save|submit|review|publish|withdraw|restore|discard)${kind}|Mutation\\.(import|approve)${plural}s?|Query\\.(validate${kind}|${one}Drafts)):`,
  ).test(line);
}
