import { globalId } from "../../../schema/vocabulary";
import { ask, refusals, statementsFor } from "../../support/ask";
import type { TestGuide } from "../../support/guide";
import { aCentre, aLaw, anEntity, aService, aUnit, startWorld, text } from "../../support/world";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(
    aLaw("FOUNDING-LAW"),
    anEntity("COUNCIL", { kind: "COUNCIL", isServiceProvider: false, legalBasis: ["FOUNDING-LAW"] }),
    anEntity("MUNICIPALITY", {
      parent: "COUNCIL",
      name: text("Municipality", "البلدية"),
      alternativeNames: [{ en: "City hall" }, { ar: "أمانة المدينة" }],
      spatial: "KALBA",
      contactPoints: [
        {
          role: "COMPLAINTS",
          email: "complaints@sample.example",
          telephone: "+97165000000",
          schedules: [{ season: "REGULAR", byDay: ["MO"], opensAt: "08:00", closesAt: "14:00" }],
        },
      ],
      changeEvents: [
        {
          type: "RENAME",
          occurredOn: "2020-05-01",
          description: text("It got its present name."),
          formerName: text("Town council"),
          toEntities: ["MUNICIPALITY"],
          instrument: "FOUNDING-LAW",
        },
      ],
    }),
    anEntity("POLICE", { kind: "POLICE", parent: "COUNCIL" }),
    aUnit("MUNICIPALITY-LICENSING", { entity: "MUNICIPALITY", headRole: text("Director of licensing") }),
    aUnit("MUNICIPALITY-TENANCY", { entity: "MUNICIPALITY", level: "SECTION", parent: "MUNICIPALITY-LICENSING" }),
    aUnit("MUNICIPALITY-COUNTERS", { entity: "MUNICIPALITY", level: "TEAM", parent: "MUNICIPALITY-TENANCY" }),
    aUnit("POLICE-TRAFFIC", { entity: "POLICE", level: "BRANCH" }),
    aService("ATTESTATION", { competentAuthority: "MUNICIPALITY" }),
    aCentre("CENTRE-MAIN", {
      entity: "MUNICIPALITY",
      name: text("Main"),
      unit: "MUNICIPALITY-COUNTERS",
      services: ["ATTESTATION"],
      starRatings: [{ stars: 5, cycle: "2024", awardedOn: "2025-01-15" }],
    }),
    aCentre("CENTRE-KALBA", { entity: "MUNICIPALITY", name: text("Kalba"), address: { city: "KALBA", emirate: "SHARJAH" } }),
    aCentre("CENTRE-POLICE", { entity: "POLICE", services: ["ATTESTATION"] }),
  );
});
afterAll(() => guide.stop());

test("an entity is told with all that belongs to it, codes answered as the labels of their lists", async () => {
  const query = `{
    governmentEntityByCode(code: "MUNICIPALITY") {
      id name { ar en } kind { label { en } } spatial { label { en } } homepage
      alternativeNames { ar en translations { language direction value } }
      contactPoints { role { label { en } } name { en } email telephone schedules { byDay opensAt closesAt } }
      changeEvents { type occurredOn formerName { en } fromEntities { code } toEntities { code } instrument { code } }
    }
  }`;
  expect(await ask(guide, query)).toEqual({
    governmentEntityByCode: {
      id: globalId("GovernmentEntity", "MUNICIPALITY"),
      name: { ar: "البلدية", en: "Municipality" },
      kind: { label: { en: "Department" } },
      spatial: { label: { en: "Kalba" } },
      homepage: null,
      alternativeNames: [
        { ar: null, en: "City hall", translations: [{ language: "en", direction: "LTR", value: "City hall" }] },
        { ar: "أمانة المدينة", en: null, translations: [{ language: "ar", direction: "RTL", value: "أمانة المدينة" }] },
      ],
      contactPoints: [
        {
          role: { label: { en: expect.any(String) } },
          name: null,
          email: "complaints@sample.example",
          telephone: "+97165000000",
          schedules: [{ byDay: ["MO"], opensAt: "08:00", closesAt: "14:00" }],
        },
      ],
      changeEvents: [
        {
          type: "RENAME",
          occurredOn: "2020-05-01",
          formerName: { en: "Town council" },
          fromEntities: [],
          toEntities: [{ code: "MUNICIPALITY" }],
          instrument: { code: "FOUNDING-LAW" },
        },
      ],
    },
  });
});

test("an entity knows the one above it and those directly below it", async () => {
  const query = `{ governmentEntities(orderBy: CODE_ASC) { nodes { code parent { code } subordinates { code } legalBasis { code } } } }`;
  const leaf = { subordinates: [], legalBasis: [] };
  expect(await ask(guide, query)).toEqual({
    governmentEntities: {
      nodes: [
        {
          code: "COUNCIL",
          parent: null,
          subordinates: [{ code: "MUNICIPALITY" }, { code: "POLICE" }],
          legalBasis: [{ code: "FOUNDING-LAW" }],
        },
        { code: "ENTITY", parent: null, ...leaf },
        { code: "MUNICIPALITY", parent: { code: "COUNCIL" }, ...leaf },
        { code: "POLICE", parent: { code: "COUNCIL" }, ...leaf },
      ],
    },
  });
});

test("units are read below their entity and below one another", async () => {
  const query = `{
    governmentEntityByCode(code: "MUNICIPALITY") {
      units { totalCount nodes { code level headRole { en } parent { code } entity { code } units { code } } }
    }
  }`;
  const entity = { code: "MUNICIPALITY" };
  expect(await ask(guide, query)).toEqual({
    governmentEntityByCode: {
      units: {
        totalCount: 3,
        nodes: [
          {
            code: "MUNICIPALITY-COUNTERS",
            level: "TEAM",
            headRole: null,
            parent: { code: "MUNICIPALITY-TENANCY" },
            entity,
            units: [],
          },
          {
            code: "MUNICIPALITY-LICENSING",
            level: "DEPARTMENT",
            headRole: { en: "Director of licensing" },
            parent: null,
            entity,
            units: [{ code: "MUNICIPALITY-TENANCY" }],
          },
          {
            code: "MUNICIPALITY-TENANCY",
            level: "SECTION",
            headRole: null,
            parent: { code: "MUNICIPALITY-LICENSING" },
            entity,
            units: [{ code: "MUNICIPALITY-COUNTERS" }],
          },
        ],
      },
    },
  });
});

test("centres are read below their entity, with the unit that runs them, and below the services they offer", async () => {
  const query = `{
    governmentEntityByCode(code: "MUNICIPALITY") {
      serviceCentres { totalCount nodes { code unit { code } address { city { label { en } } } starRatings { stars cycle awardedOn } services { code } } }
    }
    serviceByCode(code: "ATTESTATION") { serviceCentres { totalCount nodes { code } } }
  }`;
  expect(await ask(guide, query)).toEqual({
    governmentEntityByCode: {
      serviceCentres: {
        totalCount: 2,
        nodes: [
          { code: "CENTRE-KALBA", unit: null, address: { city: { label: { en: "Kalba" } } }, starRatings: [], services: [] },
          {
            code: "CENTRE-MAIN",
            unit: { code: "MUNICIPALITY-COUNTERS" },
            address: { city: { label: { en: "Sharjah City" } } },
            starRatings: [{ stars: 5, cycle: "2024", awardedOn: "2025-01-15" }],
            services: [{ code: "ATTESTATION" }],
          },
        ],
      },
    },
    serviceByCode: { serviceCentres: { totalCount: 2, nodes: [{ code: "CENTRE-POLICE" }, { code: "CENTRE-MAIN" }] } },
  });
});

test.each([
  ["governmentEntities", 'kind: "POLICE"', ["POLICE"]],
  ["governmentEntities", 'parent: "COUNCIL"', ["MUNICIPALITY", "POLICE"]],
  ["governmentEntities", "isServiceProvider: false", ["COUNCIL"]],
  ["governmentEntities", 'parent: "COUNCIL", kind: "DEPARTMENT"', ["MUNICIPALITY"]],
  ["governmentEntities", 'parent: "NOBODY"', []],
  ["organizationalUnits", 'entity: "POLICE"', ["POLICE-TRAFFIC"]],
  ["organizationalUnits", "level: SECTION", ["MUNICIPALITY-TENANCY"]],
  ["serviceCentres", 'entity: "MUNICIPALITY"', ["CENTRE-KALBA", "CENTRE-MAIN"]],
  ["serviceCentres", 'city: "KALBA"', ["CENTRE-KALBA"]],
  ["serviceCentres", 'service: "ATTESTATION"', ["CENTRE-MAIN", "CENTRE-POLICE"]],
])("%s filtered by %s", async (list, filter, codes) => {
  const query = `{ list: ${list}(orderBy: CODE_ASC, filter: { ${filter} }) { totalCount nodes { code } } }`;
  expect(await ask(guide, query)).toEqual({ list: { totalCount: codes.length, nodes: codes.map((code) => ({ code })) } });
});

test("every kind is read by id and by code; unknown ones are null, malformed ones refused", async () => {
  for (const [field, type, code] of [
    ["governmentEntity", "GovernmentEntity", "POLICE"],
    ["organizationalUnit", "OrganizationalUnit", "POLICE-TRAFFIC"],
    ["serviceCentre", "ServiceCentre", "CENTRE-POLICE"],
  ] as const) {
    const query = `query ($id: ID!, $code: Code!) { one: ${field}(id: $id) { code } byCode: ${field}ByCode(code: $code) { code } }`;
    expect(await ask(guide, query, { id: globalId(type, code), code })).toEqual({ one: { code }, byCode: { code } });
    expect(await ask(guide, query, { id: globalId(type, "NOBODY"), code: "NOBODY" })).toEqual({ one: null, byCode: null });
    expect(await refusals(guide, query, { id: "not-an-id", code })).toEqual([{ code: "BAD_USER_INPUT", path: "one" }]);
  }
});

test("everything below a page of entities costs one statement for each list", async () => {
  const query = `{ governmentEntities { nodes { parent { code } subordinates { code parent { code } } units { totalCount nodes { code parent { code } } } serviceCentres { totalCount nodes { code unit { code } } } } } }`;
  // The page with parents, three lists with what they refer to, and two counts.
  expect(await statementsFor(guide, query)).toEqual({ entities: 6 });
});
