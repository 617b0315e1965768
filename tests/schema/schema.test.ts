import { buildSchema } from "graphql";
import { buildSchemaFiles } from "../../schema/build";
import { checkFiles } from "../../schema/check";
import {
  acceptedChanges,
  changesForClients,
  changesForRouters,
  operationProblems,
  staleFiles,
  undescribed,
} from "../../schema/rules";

test("the files of the contract are in order", () => {
  expect(checkFiles(buildSchemaFiles())).toEqual([]);
});

describe("files made from the code", () => {
  const printed = new Map([["api.graphql", "type Query { guide: String }"]]);

  test("are in order when they say what the code says", () => {
    expect(staleFiles(printed, new Map(printed))).toEqual([]);
  });

  test("are stale when the code has moved on", () => {
    expect(staleFiles(printed, new Map([["api.graphql", "type Query { old: String }"]]))).toEqual([
      "schema/api.graphql is stale. Run `npm run schema`.",
    ]);
  });

  test("are missed, and are named when nothing makes them any more", () => {
    expect(staleFiles(printed, new Map([["subgraphs/gone.graphql", ""]]))).toEqual([
      "schema/api.graphql is missing. Run `npm run schema`.",
      "schema/subgraphs/gone.graphql is made by no subgraph any more. Run `npm run schema`.",
    ]);
  });
});

describe("a change", () => {
  const earlier = `
    type Query { service(code: String): Service }
    type Service { name: String  fee: Float  nickname: String @deprecated(reason: "Use name.") }
    enum Status { ACTIVE }`;

  test("that takes something from clients is a problem", async () => {
    const now = earlier.replace("fee: Float", "");
    expect(await changesForClients(earlier, now)).toEqual({
      problems: ["Breaking for clients: Field 'fee' was removed from object type 'Service'."],
      notes: [],
    });
  });

  test("that asks more of clients is a problem", async () => {
    const { problems } = await changesForClients(earlier, earlier.replace("code: String", "code: String!"));
    expect(problems).toEqual([expect.stringContaining("Query.service")]);
  });

  test("that clients may not expect is a note", async () => {
    const { problems, notes } = await changesForClients(earlier, earlier.replace("ACTIVE", "ACTIVE SUSPENDED"));
    expect(problems).toEqual([]);
    expect(notes).toEqual([expect.stringContaining("SUSPENDED")]);
  });

  test("may remove what was deprecated", async () => {
    const { problems } = await changesForClients(earlier, earlier.replace(/nickname.*"\)/, ""));
    expect(problems).toEqual([]);
  });

  test("may break what it was decided to break, by the list of accepted changes", async () => {
    const { problems } = await changesForClients(earlier, earlier.replace("fee: Float", ""));
    const accepted = acceptedChanges(
      "# Fees moved.\nBreaking for clients: Field 'fee' was removed from object type 'Service'.\n",
    );
    expect([...accepted]).toEqual(problems);
  });

  test("may add what nobody has to heed", async () => {
    expect(await changesForClients(earlier, earlier.replace("fee: Float", "fee: Float  code: String"))).toEqual({
      problems: [],
      notes: [],
    });
  });
});

describe("a subgraph", () => {
  const earlier = `
    type Service @key(fields: "id") @key(fields: "code") { id: ID! code: String! }
    type Entity @key(fields: "id", resolvable: false) { id: ID! }`;

  test("that lost a key breaks the routers that resolve by it", () => {
    expect(changesForRouters("catalogue", earlier, earlier.replace(`@key(fields: "code")`, ""))).toEqual([
      `Breaking for routers: the subgraph catalogue no longer resolves Service by @key(fields: "code").`,
    ]);
  });

  test("that lost a type breaks them too, unless it only referred to it", () => {
    expect(changesForRouters("catalogue", earlier, "type Query { a: Int }")).toEqual([
      "Breaking for routers: the subgraph catalogue no longer has the type Service.",
    ]);
  });

  test("that is gone breaks them", () => {
    expect(changesForRouters("catalogue", earlier, undefined)).toEqual(["Breaking for routers: the subgraph catalogue is gone."]);
  });

  test("may stay as it is", () => {
    expect(changesForRouters("catalogue", earlier, earlier)).toEqual([]);
  });
});

describe("an operation", () => {
  const schema = buildSchema("type Query { guide: String }");
  const check = (text: string) => operationProblems(schema, new Map([["operations/guide-page.graphql", text]]));

  test("is in order when the schema answers it", () => {
    expect(check("query GuidePage { guide }")).toEqual([]);
  });

  test("is named when the schema does not answer it", () => {
    expect(check("query GuidePage { guides }")).toEqual([
      `schema/operations/guide-page.graphql: Cannot query field "guides" on type "Query". Did you mean "guide"?`,
    ]);
  });

  test("is named when it is not GraphQL", () => {
    expect(check("query GuidePage {")).toEqual([expect.stringMatching(/^schema\/operations\/guide-page\.graphql: Syntax Error/)]);
  });

  test.each(["query Other { guide }", "{ guide }", "query GuidePage { guide } query Other { guide }"])(
    "goes by the name of its file: %s",
    (text) => {
      expect(check(text)).toEqual([expect.stringContaining("It must hold one operation, named GuidePage.")]);
    },
  );
});

describe("a description", () => {
  const schema = `
    "The root." type Query { "A field." all("An argument." first: Int, "What to find." filter: Filter): Status }
    "An enum." enum Status { "A value." ACTIVE }
    "An input." input Filter { "Its field." code: String }`;

  test("is missed nowhere when everything has one", () => {
    expect(undescribed(buildSchema(schema))).toEqual([]);
  });

  test.each([
    [`"The root."`, "Query"],
    [`"A field."`, "Query.all"],
    [`"An argument."`, "Query.all(first:)"],
    [`"An enum."`, "Status"],
    [`"A value."`, "Status.ACTIVE"],
    [`"An input."`, "Filter"],
    [`"Its field."`, "Filter.code"],
  ])("is missed without %s", (description, coordinate) => {
    for (const nothing of ["", `" "`]) {
      expect(undescribed(buildSchema(schema.replace(description, nothing)))).toEqual([`${coordinate} has no description.`]);
    }
  });
});
