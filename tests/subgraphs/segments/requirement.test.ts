import { globalId } from "../../../schema/vocabulary";
import { ask, statementsFor } from "../../support/ask";
import { startTestGuide, type TestGuide } from "../../support/guide";
import { all, compare, not } from "./expressions";
import { aConcept, aRequirement, aSegment } from "../../support/world";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startTestGuide({ with: "nothing" });
  await guide.publish(
    { __typename: "LegalResource", code: "LAW-1", type: "LAW", title: { ar: "قانون", en: "Law" }, status: "IN_FORCE" },
    { __typename: "EvidenceType", code: "ID-CARD", name: { ar: "هوية", en: "Identity card" }, isObtainableByGovernment: true },
    { __typename: "EvidenceType", code: "PASSPORT", name: { ar: "جواز", en: "Passport" }, isObtainableByGovernment: false },
    aConcept("AGE"),
    aConcept("IS-TENANT", "BOOLEAN"),
    aConcept("SIGNED-ON", "DATE"),
    aRequirement("REQ-ADULT", compare("AGE", "GTE", "18"), { legalBasis: "LAW-1", evidence: ["ID-CARD", "PASSPORT"] }),
    aRequirement("REQ-MINOR", not(compare("AGE", "GTE", "18"))),
    aRequirement(
      "REQ-TENANT",
      all(compare("IS-TENANT", "EQ", "true"), compare("AGE", "GTE", "18"), compare("IS-TENANT", "EXISTS")),
    ),
    aSegment("YOUTH", { criteria: compare("AGE", "BETWEEN", "15", "35") }),
  );
});
afterAll(() => guide.stop());

test("a requirement names the distinct facts it needs, and points at the law and the documents of the catalogue", async () => {
  const query = `{ a: requirementByCode(code: "REQ-TENANT") { concepts { code } legalBasis { id } evidence { id } } b: requirementByCode(code: "REQ-ADULT") { legalBasis { id } evidence { id } } }`;
  expect(await ask(guide, query)).toEqual({
    a: { concepts: [{ code: "IS-TENANT" }, { code: "AGE" }], legalBasis: null, evidence: [] },
    b: {
      legalBasis: { id: globalId("LegalResource", "LAW-1") },
      evidence: [{ id: globalId("EvidenceType", "ID-CARD") }, { id: globalId("EvidenceType", "PASSPORT") }],
    },
  });
});

test("requirements are filtered by a concept, wherever it stands in the expression", async () => {
  const query = `query ($concept: Code!) { requirements(orderBy: CODE_ASC, filter: { concept: $concept }) { totalCount nodes { code } } }`;
  expect(await ask(guide, query, { concept: "AGE" })).toEqual({
    requirements: { totalCount: 3, nodes: [{ code: "REQ-ADULT" }, { code: "REQ-MINOR" }, { code: "REQ-TENANT" }] },
  });
  expect(await ask(guide, query, { concept: "SIGNED-ON" })).toEqual({ requirements: { totalCount: 0, nodes: [] } });
});

test("a concept knows the requirements and segments that ask about it", async () => {
  const query = `{ informationConcepts { nodes { code requirements { nodes { code } } segments { nodes { code } } } } }`;
  expect(await ask(guide, query)).toEqual({
    informationConcepts: {
      nodes: [
        {
          code: "AGE",
          requirements: { nodes: [{ code: "REQ-ADULT" }, { code: "REQ-MINOR" }, { code: "REQ-TENANT" }] },
          segments: { nodes: [{ code: "YOUTH" }] },
        },
        { code: "IS-TENANT", requirements: { nodes: [{ code: "REQ-TENANT" }] }, segments: { nodes: [] } },
        { code: "SIGNED-ON", requirements: { nodes: [] }, segments: { nodes: [] } },
      ],
    },
  });
  expect(await statementsFor(guide, query)).toEqual({ segments: 3 });
});

test("the requirements of a concept come a page at a time", async () => {
  const query = `query ($after: String) { informationConceptByCode(code: "AGE") { requirements(first: 2, after: $after) { totalCount nodes { code } pageInfo { hasNextPage endCursor } } } }`;
  type Page = {
    informationConceptByCode: {
      requirements: { totalCount: number; nodes: object[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
  };
  const first = (await ask<Page>(guide, query)).informationConceptByCode.requirements;
  expect(first).toMatchObject({
    totalCount: 3,
    nodes: [{ code: "REQ-ADULT" }, { code: "REQ-MINOR" }],
    pageInfo: { hasNextPage: true },
  });
  const second = (await ask<Page>(guide, query, { after: first.pageInfo.endCursor })).informationConceptByCode.requirements;
  expect(second).toMatchObject({ nodes: [{ code: "REQ-TENANT" }], pageInfo: { hasNextPage: false } });
});

test("concepts are filtered by the type of their value", async () => {
  expect(await ask(guide, `{ informationConcepts(filter: { valueType: DATE }) { totalCount nodes { code } } }`)).toEqual({
    informationConcepts: { totalCount: 1, nodes: [{ code: "SIGNED-ON" }] },
  });
});

test("the edges of a past instant are those of the expressions in force then", async () => {
  await guide.publish(aRequirement("REQ-LEASE", compare("IS-TENANT", "EQ", "true")));
  const first = await ask<{ requirementByCode: { validFrom: string } }>(
    guide,
    `{ requirementByCode(code: "REQ-LEASE") { validFrom } }`,
  );
  await guide.publish(aRequirement("REQ-LEASE", compare("SIGNED-ON", "GTE", "2024-09-19")));
  const query = `{
    now: requirementByCode(code: "REQ-LEASE") { edition { number } concepts { code } }
    concept: informationConceptByCode(code: "SIGNED-ON") { requirements { totalCount nodes { code } } }
  }`;
  expect(await ask(guide, query)).toEqual({
    now: { edition: { number: 2 }, concepts: [{ code: "SIGNED-ON" }] },
    concept: { requirements: { totalCount: 1, nodes: [{ code: "REQ-LEASE" }] } },
  });
  expect(await ask(guide, query, {}, { "guide-as-of": first.requirementByCode.validFrom })).toEqual({
    now: { edition: { number: 1 }, concepts: [{ code: "IS-TENANT" }] },
    concept: { requirements: { totalCount: 0, nodes: [] } },
  });
});
