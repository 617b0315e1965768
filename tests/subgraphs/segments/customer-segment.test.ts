import { globalId } from "../../../schema/vocabulary";
import { ask, statementsFor } from "../../support/ask";
import { startTestGuide, type TestGuide } from "../../support/guide";
import { all, any, compare } from "./expressions";
import { aConcept, aSegment } from "../../support/world";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startTestGuide({ with: "nothing" });
  const isIndividual = compare("APPLICANT-TYPE", "EQ", "INDIVIDUAL");
  await guide.publish(
    aConcept("AGE"),
    aConcept("INCOME"),
    aConcept("APPLICANT-TYPE", "CODE", ["INDIVIDUAL", "BUSINESS"]),
    aSegment("INDIVIDUALS", { criteria: isIndividual }),
    aSegment("YOUTH", { parent: "INDIVIDUALS", criteria: all(isIndividual, compare("AGE", "BETWEEN", "15", "35")) }),
    aSegment("LOW-INCOME", {
      parent: "INDIVIDUALS",
      isPriority: true,
      criteria: all(
        isIndividual,
        any(compare("INCOME", "LTE", "6000"), all(compare("INCOME", "LTE", "10000"), compare("AGE", "GTE", "60"))),
      ),
      exactMatch: [{ scheme: "https://scheme.example/segments", code: "17" }],
    }),
    aSegment("BUSINESSES", { party: "BUSINESS" }),
  );
});
afterAll(() => guide.stop());

test("a segment is read by its id and by its code; unknown ones are null", async () => {
  const query = `query ($id: ID!, $code: Code!) { customerSegment(id: $id) { code } customerSegmentByCode(code: $code) { id } }`;
  const id = globalId("CustomerSegment", "YOUTH");
  expect(await ask(guide, query, { id, code: "YOUTH" })).toEqual({
    customerSegment: { code: "YOUTH" },
    customerSegmentByCode: { id },
  });
  expect(await ask(guide, query, { id: globalId("CustomerSegment", "NOBODY"), code: "NOBODY" })).toEqual({
    customerSegment: null,
    customerSegmentByCode: null,
  });
});

test("the id of another type is refused", async () => {
  const { data, errors } = await guide.query<unknown, object>(
    `{ customerSegment(id: "${globalId("Requirement", "YOUTH")}") { code } }`,
  );
  expect(data).toEqual({ customerSegment: null });
  expect(errors).toMatchObject([{ path: ["customerSegment"], extensions: { code: "BAD_USER_INPUT" } }]);
});

test("a segment knows the one above it and those directly below it", async () => {
  const query = `{ customerSegments(orderBy: CODE_ASC) { nodes { code parent { code } children { code } } } }`;
  expect(await ask(guide, query)).toEqual({
    customerSegments: {
      nodes: [
        { code: "BUSINESSES", parent: null, children: [] },
        { code: "INDIVIDUALS", parent: null, children: [{ code: "LOW-INCOME" }, { code: "YOUTH" }] },
        { code: "LOW-INCOME", parent: { code: "INDIVIDUALS" }, children: [] },
        { code: "YOUTH", parent: { code: "INDIVIDUALS" }, children: [] },
      ],
    },
  });
});

test("criteria are answered as published, to the depth that is selected, with the concepts joined", async () => {
  const query = `{
    customerSegmentByCode(code: "LOW-INCOME") {
      exactMatch { scheme code }
      criteria { ...node operands { ...node operands { ...node operands { ...node } } } }
    }
  }
  fragment node on Expression { combinator comparison { concept { code valueType } operator values } }`;
  const income = { code: "INCOME", valueType: "NUMBER" };
  const node = (comparison: object) => ({ combinator: null, comparison });
  expect(await ask(guide, query)).toEqual({
    customerSegmentByCode: {
      exactMatch: [{ scheme: "https://scheme.example/segments", code: "17" }],
      criteria: {
        combinator: "ALL",
        comparison: null,
        operands: [
          {
            ...node({ concept: { code: "APPLICANT-TYPE", valueType: "CODE" }, operator: "EQ", values: ["INDIVIDUAL"] }),
            operands: [],
          },
          {
            combinator: "ANY",
            comparison: null,
            operands: [
              { ...node({ concept: income, operator: "LTE", values: ["6000"] }), operands: [] },
              {
                combinator: "ALL",
                comparison: null,
                operands: [
                  node({ concept: income, operator: "LTE", values: ["10000"] }),
                  node({ concept: { code: "AGE", valueType: "NUMBER" }, operator: "GTE", values: ["60"] }),
                ],
              },
            ],
          },
        ],
      },
    },
  });
  expect(await statementsFor(guide, query)).toEqual({ segments: 1 });
});

test("its concepts are the distinct facts its criteria ask about, in their order", async () => {
  const query = `{ a: customerSegmentByCode(code: "LOW-INCOME") { concepts { code } } b: customerSegmentByCode(code: "BUSINESSES") { criteria { combinator } concepts { code } } }`;
  expect(await ask(guide, query)).toEqual({
    a: { concepts: [{ code: "APPLICANT-TYPE" }, { code: "INCOME" }, { code: "AGE" }] },
    b: { criteria: null, concepts: [] },
  });
});

test.each([
  ["party: BUSINESS", ["BUSINESSES"]],
  ['parent: "INDIVIDUALS"', ["LOW-INCOME", "YOUTH"]],
  ["isPriority: true", ["LOW-INCOME"]],
  ['parent: "INDIVIDUALS", isPriority: false', ["YOUTH"]],
  ["party: GOVERNMENT", []],
])("the list filtered by %s", async (filter, codes) => {
  const query = `{ customerSegments(orderBy: CODE_ASC, filter: { ${filter} }) { totalCount nodes { code } } }`;
  expect(await ask(guide, query)).toEqual({
    customerSegments: { totalCount: codes.length, nodes: codes.map((code) => ({ code })) },
  });
});

test("a page of segments costs one statement for each edge, however many segments it holds", async () => {
  const query = `{ customerSegments { nodes { parent { code } children { code } concepts { code } criteria { comparison { concept { code } } } } } }`;
  expect(await statementsFor(guide, query)).toEqual({ segments: 3 });
});

test("other subgraphs reach a segment by its key alone, an unknown one is null", async () => {
  const segments = guide.running.subgraphs.find(({ name }) => name === "segments");
  const representations = ["YOUTH", "NOBODY", "YOUTH"].map((code) => ({
    __typename: "CustomerSegment",
    id: globalId("CustomerSegment", code),
    code: "FORGED",
  }));
  const answer = await segments?.execute({
    query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on CustomerSegment { code } } }`,
    variables: { representations },
    headers: {},
  });
  expect(answer).toEqual({ data: { _entities: [{ code: "YOUTH" }, null, { code: "YOUTH" }] } });
});
