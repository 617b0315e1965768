import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, isSpecifiedScalarType, Kind, parse, type ObjectTypeDefinitionNode } from "graphql";
import { filterTypes } from "../../gateway/explorer/src/federation/filter";
import { isShared, listedType, readSupergraph, type TypeOfGuide } from "../../gateway/explorer/src/supergraph/ownership";

const CONTRACT = join(__dirname, "../../schema");
const read = (file: string): string => readFileSync(join(CONTRACT, file), "utf8");

const supergraph = readSupergraph(read("supergraph.graphql"));
const types = [...supergraph.types.values()];
const type = (name: string): TypeOfGuide => {
  const found = supergraph.types.get(name);
  if (!found) throw new Error(`There is no type ${name}.`);
  return found;
};

/** The object types of each subgraph, as it prints them itself. */
const printed = new Map(
  readdirSync(join(CONTRACT, "subgraphs")).map((file) => [
    file.replace(".graphql", ""),
    parse(read(`subgraphs/${file}`)).definitions.filter(
      (definition): definition is ObjectTypeDefinitionNode => definition.kind === Kind.OBJECT_TYPE_DEFINITION,
    ),
  ]),
);

/** The subgraphs that print a field of a type. */
const printersOf = (typeName: string, fieldName: string): string[] =>
  [...printed]
    .filter(([, definitions]) =>
      definitions.some(
        ({ name, fields = [] }) => name.value === typeName && fields.some((field) => field.name.value === fieldName),
      ),
    )
    .map(([name]) => name)
    .sort();

test("every subgraph has the name by which its file is called", () => {
  expect(supergraph.subgraphs).toEqual([...printed.keys()].sort());
});

test("the types are those that clients see", () => {
  const seen = Object.values(buildSchema(read("api.graphql")).getTypeMap()).filter(
    (each) => !each.name.startsWith("__") && !isSpecifiedScalarType(each),
  );
  expect(types.map(({ name }) => name).sort()).toEqual(seen.map(({ name }) => name).sort());
});

test("a record belongs to the one subgraph that publishes it", () => {
  const records = types.filter(({ role }) => role === "record");
  expect(records.length).toBeGreaterThan(20);
  for (const { name, owners } of records) {
    const publishers = [...printed].filter(([, definitions]) =>
      definitions.some(
        (definition) =>
          definition.name.value === name && definition.interfaces?.some((each) => each.name.value === "PublishedRecord"),
      ),
    );
    expect({ name, owners }).toEqual({ name, owners: publishers.map(([publisher]) => publisher) });
    expect(owners).toHaveLength(1);
  }
});

test("a field belongs to the subgraphs that print it, and a key to the owner of its record", () => {
  const objects = types.filter(({ role }) => ["record", "value", "list", "query"].includes(role));
  for (const { name, owners, role, fields } of objects) {
    for (const field of fields) {
      const expected = field.isKey && role === "record" ? owners : printersOf(name, field.name);
      expect({ field: `${name}.${field.name}`, owners: field.owners }).toEqual({
        field: `${name}.${field.name}`,
        owners: expected,
      });
    }
  }
});

test("a record says who adds to it and who only refers to it", () => {
  expect(type("Service")).toMatchObject({
    owners: ["catalogue"],
    extendedBy: ["entities", "standards"],
    referredToBy: ["governance"],
  });
  expect(type("Service").fields.find(({ name }) => name === "standards")?.owners).toEqual(["standards"]);
  expect(
    type("Service")
      .fields.filter(({ isKey }) => isKey)
      .map(({ name }) => name),
  ).toEqual(["id"]);
});

test("values that several subgraphs define are shared", () => {
  expect(isShared(type("LocalizedText"))).toBe(true);
  expect(isShared(type("Fee"))).toBe(false);
});

test("a list of pages stands for what it lists", () => {
  expect(listedType(supergraph, "ServiceConnection")).toBe("Service");
  expect(listedType(supergraph, "Service")).toBe("Service");
});

test("a text that is no supergraph is refused", () => {
  expect(() => readSupergraph("type Query { guide: String }")).toThrow("This is no supergraph");
});

describe("filtering", () => {
  test("by subgraph leaves the fields it owns", () => {
    const found = filterTypes(types, { subgraph: "standards", searched: "" });
    const service = found.find(({ type: { name } }) => name === "Service");
    expect(service?.fields.map(({ name }) => name)).toContain("standards");
    expect(service?.fields.map(({ name }) => name)).not.toContain("fees");
    expect(found.map(({ type: { name } }) => name)).not.toContain("Fee");
  });

  test("by a name of a type leaves all its fields, and by the name of a field that field", () => {
    const found = filterTypes(types, { subgraph: "", searched: " feetier " });
    expect(found.map(({ type: { name } }) => name)).toEqual(["FeeTier"]);
    expect(found[0]?.fields).toEqual(type("FeeTier").fields);
    const byField = filterTypes(types, { subgraph: "", searched: "competentAuthority" });
    expect(byField.find(({ type: { name } }) => name === "Service")?.fields.map(({ name }) => name)).toEqual([
      "competentAuthority",
    ]);
  });
});
