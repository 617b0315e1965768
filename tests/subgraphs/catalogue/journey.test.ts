import { Service } from "../../../subgraphs/catalogue/service.entity";
import { ask, statementsFor } from "../../support/ask";
import type { TestGuide } from "../../support/guide";
import { aDocument, aed, aJourney, aService, aStep, needs, problemsOf, startWorld, text } from "../../support/world";

const burden = { days: 30, steps: 20, documents: 12, visits: 5, touchpoints: 9, fees: aed("900.00") };
const fixed = (amount: string) => [{ key: "FEE", type: "FIXED", amount: aed(amount) }];
const attestation = (more: object = {}) =>
  aService("ATTESTATION", {
    processingTime: "P4D",
    processingTimeBasis: "WORKING_DAYS",
    steps: [aStep(1, { touchpoint: "WEB_FORM" }), aStep(2, { requiresVisit: true })],
    documents: [needs("PASSPORT")],
    fees: fixed("50.00"),
    outputs: [{ name: text("Attested lease"), type: "CONTRACT", form: "DIGITAL", usedAs: "LEASE" }],
    ...more,
  });

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(
    aDocument("PASSPORT"),
    aDocument("LEASE", { producedBy: "ATTESTATION" }),
    attestation(),
    aService("ELECTRICITY", {
      processingTime: "P1D",
      processingTimeBasis: "CALENDAR_DAYS",
      documents: [needs("PASSPORT"), needs("LEASE")],
      fees: fixed("100.00"),
    }),
    aService("INTERNET", {
      processingTime: "P30D",
      processingTimeBasis: "CALENDAR_DAYS",
      documents: [needs("LEASE")],
      fees: fixed("300.00"),
    }),
    aJourney("RENTING", [], {
      items: [
        { key: "LEASE", service: "ATTESTATION", order: 1 },
        { key: "POWER", service: "ELECTRICITY", order: 2, dependsOn: ["LEASE"] },
        {
          key: "NET",
          service: "INTERNET",
          order: 3,
          dependsOn: ["LEASE"],
          isOptional: true,
          condition: text("For those who want it"),
        },
      ],
      baseline: { ...burden, measuredOn: "2024-01-31", note: text("Counted by hand.") },
      target: burden,
    }),
  );
});
afterAll(() => guide.stop());

const QUERY = `{ journeyByCode(code: "RENTING") { currentBurden { days steps documents visits touchpoints fees { amount currency } } } }`;
const current = { days: 8, steps: 3, documents: 1, visits: 1, touchpoints: 1, fees: aed("150.00") };

test("the current burden of a journey is computed from its services, beside what was measured and what is aimed at", async () => {
  expect(await ask(guide, QUERY)).toEqual({ journeyByCode: { currentBurden: current } });
  const query = `{ journeyByCode(code: "RENTING") { baseline { measuredOn days fees { amount } note { en } } target { measuredOn days } items { key dependsOn isOptional condition { en } } } }`;
  expect(await ask(guide, query)).toEqual({
    journeyByCode: {
      baseline: { measuredOn: "2024-01-31", days: 30, fees: { amount: "900.00" }, note: { en: "Counted by hand." } },
      target: { measuredOn: null, days: 30 },
      items: [
        { key: "LEASE", dependsOn: [], isOptional: false, condition: null },
        { key: "POWER", dependsOn: ["LEASE"], isOptional: false, condition: null },
        { key: "NET", dependsOn: ["LEASE"], isOptional: true, condition: { en: "For those who want it" } },
      ],
    },
  });
});

test("the burden follows its services, and is that of its time when the past is read", async () => {
  const { journeyByCode } = await ask<{ journeyByCode: { validFrom: string } }>(
    guide,
    `{ journeyByCode(code: "RENTING") { validFrom } }`,
  );
  await guide.publish(attestation({ fees: fixed("20.00"), steps: [aStep(1)] }));
  expect(await ask(guide, QUERY)).toEqual({
    journeyByCode: { currentBurden: { ...current, steps: 2, visits: 0, touchpoints: 0, fees: aed("120.00") } },
  });
  await guide.withdraw(Service, "ELECTRICITY");
  expect(await ask(guide, QUERY)).toMatchObject({ journeyByCode: { currentBurden: { days: 7, fees: aed("20.00") } } });
  expect(await ask(guide, QUERY, {}, { "guide-as-of": journeyByCode.validFrom })).toEqual({
    journeyByCode: { currentBurden: current },
  });
});

test("the burdens of many journeys cost one statement more than the journeys", async () => {
  await guide.publish(
    ...Array.from({ length: 20 }, (_, index) =>
      aJourney(`JOURNEY-${index}`, index % 2 ? ["ATTESTATION"] : ["ATTESTATION", "INTERNET"]),
    ),
  );
  expect(await statementsFor(guide, `{ journeys(first: 50) { nodes { currentBurden { days fees { amount } } } } }`)).toEqual({
    catalogue: 2,
  });
});

test("a journey is refused when an item waits for one that is not there", async () => {
  const items = [{ key: "LEASE", service: "ATTESTATION", order: 1, dependsOn: ["NOTHING"] }];
  expect(await problemsOf(guide, aJourney("RENTING", [], { items }))).toEqual(["UNKNOWN_ITEM $.items[0].dependsOn"]);
});
