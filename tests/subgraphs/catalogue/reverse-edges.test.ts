import { Service } from "../../../subgraphs/catalogue/service.entity";
import { ask, statementsFor } from "../../support/ask";
import type { TestGuide } from "../../support/guide";
import {
  aDocument,
  aJourney,
  aLaw,
  aLifeEvent,
  anEntity,
  aRequirement,
  aSegment,
  aConcept,
  aService,
  needs,
  startWorld,
} from "../../support/world";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(
    anEntity("POLICE"),
    aSegment("TENANTS"),
    aConcept("AGE"),
    aRequirement("ADULT", { operands: [], comparison: { concept: "AGE", operator: "GTE", values: ["18"] } }),
    aLaw("TENANCY-LAW"),
    aLifeEvent("HOME"),
    aLifeEvent("MOVING", { parent: "HOME" }),
    aLifeEvent("BUILDING", { parent: "HOME" }),
    aDocument("LEASE"),
    aDocument("CERTIFICATE", { producedBy: "MAIN-1", issuingEntity: "POLICE" }),
    aService("MAIN-1", {
      competentAuthority: "POLICE",
      audience: ["TENANTS"],
      lifeEvents: ["MOVING"],
      legalResources: ["TENANCY-LAW"],
      requirements: ["ADULT"],
      documents: [needs("LEASE"), needs("LEASE", { party: "LANDLORD" })],
    }),
    aService("MAIN-2", {
      audience: ["EVERYONE", "TENANTS"],
      legalResources: ["TENANCY-LAW"],
      requires: ["MAIN-1"],
      relatedServices: ["MAIN-1"],
      documents: [needs("CERTIFICATE")],
    }),
    aService("PART-1", { category: "SUBSIDIARY", parentService: "MAIN-1", requires: ["MAIN-1"] }),
    aService("PART-2", { category: "SUBSIDIARY", parentService: "MAIN-1" }),
    aJourney("JOURNEY-HOME", ["MAIN-1", "MAIN-2"], {
      event: "HOME",
      owner: "POLICE",
      participants: [{ role: "APPROVING_BODY", entity: "ENTITY" }],
    }),
    aJourney("JOURNEY-PART", ["PART-1"]),
  );
});
afterAll(() => guide.stop());

const nodes = (...codes: string[]) => ({ totalCount: codes.length, nodes: codes.map((code) => ({ code })) });
const list = (...codes: string[]) => codes.map((code) => ({ code }));

test.each([
  ["governmentEntityByCode", "POLICE", "services", ["MAIN-1"]],
  ["customerSegmentByCode", "TENANTS", "services", ["MAIN-1", "MAIN-2"]],
  ["requirementByCode", "ADULT", "services", ["MAIN-1"]],
  ["legalResourceByCode", "TENANCY-LAW", "services", ["MAIN-1", "MAIN-2"]],
  ["lifeEventByCode", "MOVING", "services", ["MAIN-1"]],
  ["lifeEventByCode", "HOME", "services", []],
  ["channelByCode", "PORTAL", "services", ["MAIN-1", "MAIN-2", "PART-1", "PART-2"]],
  ["evidenceTypeByCode", "LEASE", "requestedBy", ["MAIN-1"]],
  ["serviceByCode", "MAIN-1", "requiredBy", ["MAIN-2", "PART-1"]],
])("%s(%j).%s leads to the services that refer to it", async (field, code, edge, codes) => {
  expect(await ask(guide, `{ record: ${field}(code: "${code}") { ${edge} { totalCount nodes { code } } } }`)).toEqual({
    record: { [edge]: nodes(...codes) },
  });
});

test("the services of a record take filter, order and page like any list", async () => {
  const query = `{ legalResourceByCode(code: "TENANCY-LAW") {
    ofPolice: services(filter: { entity: "POLICE" }) { totalCount nodes { code } }
    last: services(first: 1, orderBy: CODE_DESC) { totalCount nodes { code } pageInfo { hasNextPage } }
  } }`;
  expect(await ask(guide, query)).toEqual({
    legalResourceByCode: {
      ofPolice: nodes("MAIN-1"),
      last: { totalCount: 2, nodes: list("MAIN-2"), pageInfo: { hasNextPage: true } },
    },
  });
});

test("a service knows its place: main service, subsidiary services, what it needs, and its journeys", async () => {
  const query = `{ services(orderBy: CODE_ASC) { nodes { code parentService { code } subsidiaryServices { code } requires { code } relatedServices { code } journeys { code } } } }`;
  const none = { parentService: null, subsidiaryServices: [], requires: [], relatedServices: [], journeys: [] };
  expect(await ask(guide, query)).toEqual({
    services: {
      nodes: [
        { code: "MAIN-1", ...none, subsidiaryServices: list("PART-1", "PART-2"), journeys: list("JOURNEY-HOME") },
        { code: "MAIN-2", ...none, requires: list("MAIN-1"), relatedServices: list("MAIN-1"), journeys: list("JOURNEY-HOME") },
        { code: "PART-1", ...none, parentService: { code: "MAIN-1" }, requires: list("MAIN-1"), journeys: list("JOURNEY-PART") },
        { code: "PART-2", ...none, parentService: { code: "MAIN-1" } },
      ],
    },
  });
});

test("a life event knows the one it is part of, its parts and its journeys", async () => {
  const query = `{ lifeEvents(orderBy: CODE_ASC) { nodes { code parent { code } children { code } journeys { code } } } }`;
  expect(await ask(guide, query)).toEqual({
    lifeEvents: {
      nodes: [
        { code: "BUILDING", parent: { code: "HOME" }, children: [], journeys: [] },
        { code: "HOME", parent: null, children: list("BUILDING", "MOVING"), journeys: list("JOURNEY-HOME") },
        { code: "MOVING", parent: { code: "HOME" }, children: [], journeys: [] },
      ],
    },
  });
});

test("a document knows the service that issues it and those that ask for it", async () => {
  const query = `{ evidenceTypes(orderBy: CODE_ASC) { nodes { code producedBy { code } issuingEntity { code } requestedBy { nodes { code } } } } }`;
  expect(await ask(guide, query)).toEqual({
    evidenceTypes: {
      nodes: [
        {
          code: "CERTIFICATE",
          producedBy: { code: "MAIN-1" },
          issuingEntity: { code: "POLICE" },
          requestedBy: { nodes: list("MAIN-2") },
        },
        { code: "LEASE", producedBy: null, issuingEntity: null, requestedBy: { nodes: list("MAIN-1") } },
      ],
    },
  });
});

test("a journey names its owner and those who take part, and is found below both owner and service", async () => {
  const query = `{
    journeys(filter: { owner: "POLICE" }) { nodes { code owner { code } participants { role { label { en } } entity { code } } event { code } items { key service { code } } } }
    ofService: journeys(filter: { service: "PART-1" }) { nodes { code } }
    governmentEntityByCode(code: "POLICE") { journeys { code } }
  }`;
  expect(await ask(guide, query)).toEqual({
    journeys: {
      nodes: [
        {
          code: "JOURNEY-HOME",
          owner: { code: "POLICE" },
          participants: [{ role: { label: { en: "Approving body" } }, entity: { code: "ENTITY" } }],
          event: { code: "HOME" },
          items: [
            { key: "MAIN-1", service: { code: "MAIN-1" } },
            { key: "MAIN-2", service: { code: "MAIN-2" } },
          ],
        },
      ],
    },
    ofService: { nodes: list("JOURNEY-PART") },
    governmentEntityByCode: { journeys: list("JOURNEY-HOME") },
  });
});

test("a withdrawn service is gone from every list, and what referred to it answers without it", async () => {
  await guide.publish(
    aService("GOING", { legalResources: ["TENANCY-LAW"] }),
    aService("STAYING", { requires: ["GOING"], relatedServices: ["GOING", "MAIN-1"] }),
  );
  await guide.withdraw(Service, "GOING");
  const query = `{
    serviceByCode(code: "GOING") { code }
    legalResourceByCode(code: "TENANCY-LAW") { services { totalCount nodes { code } } }
    staying: serviceByCode(code: "STAYING") { requires { code } relatedServices { code } }
  }`;
  expect(await ask(guide, query)).toEqual({
    serviceByCode: null,
    legalResourceByCode: { services: nodes("MAIN-1", "MAIN-2") },
    staying: { requires: [], relatedServices: list("MAIN-1") },
  });
});

test("an edge back and forth costs one statement a level", async () => {
  const query = `{ legalResources { nodes { services { nodes { code legalResources { code } } } } } }`;
  expect(await statementsFor(guide, query)).toEqual({ catalogue: 2 });
});
