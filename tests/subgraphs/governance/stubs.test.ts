import { subgraphs } from "../../../subgraphs";
import { typenameOf } from "../../../subgraphs/shared/editions/kind";

test("node can answer every kind of record of every other subgraph", () => {
  // The guide's own record is of this subgraph; measurements are observations without an id.
  const kinds = subgraphs
    .flatMap((subgraph) => subgraph.kinds)
    .map(typenameOf)
    .filter((name) => !["Guide", "Measurement"].includes(name));
  const schema = subgraphs.find(({ name }) => name === "governance")?.schema;
  expect(kinds).toHaveLength(20);
  expect(kinds.filter((name) => schema?.getType(name) === undefined)).toEqual([]);
});
