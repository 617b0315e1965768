import { ask, statementsFor } from "../../support/ask";
import type { TestGuide } from "../../support/guide";
import { aDocument, aJourney, aLaw, anEntity, aSegment, aService, needs, startWorld } from "../../support/world";

const MANY = 20;
const numbers = Array.from({ length: MANY }, (_, index) => index + 10);

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(
    ...numbers.flatMap((n) => [
      anEntity(`ENTITY-${n}`),
      aSegment(`SEGMENT-${n}`),
      aLaw(`LAW-${n}`),
      aDocument(`DOCUMENT-${n}`, { producedBy: `SERVICE-${n}` }),
      aService(`SERVICE-${n}`, {
        competentAuthority: `ENTITY-${n}`,
        audience: [`SEGMENT-${n}`],
        legalResources: [`LAW-${n}`],
        documents: [needs(`DOCUMENT-${n}`)],
        requires: n > 10 ? [`SERVICE-${n - 1}`] : [],
      }),
      aService(`PART-${n}`, { category: "SUBSIDIARY", parentService: `SERVICE-${n}`, competentAuthority: `ENTITY-${n}` }),
      aJourney(`JOURNEY-${n}`, [`SERVICE-${n}`], { owner: `ENTITY-${n}` }),
    ]),
  );
});
afterAll(() => guide.stop());

const page = `services(first: ${MANY}, filter: { category: "MAIN" })`;

test.each([
  [
    "records they refer to, brought along",
    `{ ${page} { nodes { legalResources { code } documents { evidence { code producedBy { code } } } channels { channel { code } } } } }`,
    { catalogue: 1 },
  ],
  [
    "the same by fragments and edges",
    `{ ${page} { edges { node { ...more } } } } fragment more on Service { legalResources { code } ... on Service { requires { code } } }`,
    { catalogue: 1 },
  ],
  ["a list that hangs on each", `{ ${page} { nodes { requiredBy { nodes { code } } } } }`, { catalogue: 2 }],
  [
    "a count of the list that hangs on each",
    `{ ${page} { nodes { requiredBy { totalCount nodes { code } } } } }`,
    { catalogue: 3 },
  ],
  ["members of each", `{ ${page} { nodes { subsidiaryServices { code } journeys { code } } } }`, { catalogue: 3 }],
  [
    "records of other subgraphs",
    `{ ${page} { nodes { competentAuthority { code } audience { code } } } }`,
    { catalogue: 1, entities: 1, segments: 1 },
  ],
])("%i services with %s cost as many statements as one", async (_, query, statements) => {
  expect(await statementsFor(guide, query)).toEqual(statements);
  expect(await statementsFor(guide, query.replace(`first: ${MANY}`, "first: 1"))).toEqual(statements);
});

test.each([
  ["governmentEntities", `services { totalCount nodes { code } }`, { entities: 1, catalogue: 2 }],
  [
    "governmentEntities",
    `services(first: 1, orderBy: CODE_DESC, filter: { category: "MAIN" }) { nodes { code } }`,
    { entities: 1, catalogue: 1 },
  ],
  ["governmentEntities", `journeys { code }`, { entities: 1, catalogue: 1 }],
  ["customerSegments", `services { nodes { code } }`, { segments: 1, catalogue: 1 }],
  ["legalResources", `services { nodes { code } }`, { catalogue: 2 }],
  ["evidenceTypes", `producedBy { code } requestedBy { totalCount nodes { code } }`, { catalogue: 3 }],
])("a list below each of 20 %s costs one statement: %s", async (list, edge, statements) => {
  expect(await statementsFor(guide, `{ ${list}(first: ${MANY}) { nodes { ${edge} } } }`)).toEqual(statements);
});

test("a page of each parent's list is its own, with its own order and end", async () => {
  const query = `{ governmentEntities(first: 2, orderBy: CODE_DESC) { nodes { services(first: 1, orderBy: CODE_DESC) { totalCount nodes { code } pageInfo { hasNextPage } } } } }`;
  const services = (n: number) => ({
    services: { totalCount: 2, nodes: [{ code: `SERVICE-${n}` }], pageInfo: { hasNextPage: true } },
  });
  expect(await ask(guide, query)).toEqual({ governmentEntities: { nodes: [services(29), services(28)] } });
});

test("the same record asked for in many places is read once", async () => {
  const one = (alias: string) => `${alias}: serviceByCode(code: "SERVICE-10") { code }`;
  expect(await statementsFor(guide, `{ ${["a", "b", "c"].map(one).join(" ")} }`)).toEqual({ catalogue: 1 });
});

test("lists with different arguments side by side are kept apart", async () => {
  const query = `{ governmentEntityByCode(code: "ENTITY-10") {
    all: services(orderBy: CODE_ASC) { totalCount nodes { code } }
    main: services(filter: { category: "MAIN" }) { totalCount nodes { code } }
    none: services(filter: { status: PLANNED }) { totalCount nodes { code } }
  } }`;
  const list = (...codes: string[]) => ({ totalCount: codes.length, nodes: codes.map((code) => ({ code })) });
  expect(await ask(guide, query)).toEqual({
    governmentEntityByCode: { all: list("PART-10", "SERVICE-10"), main: list("SERVICE-10"), none: list() },
  });
});
