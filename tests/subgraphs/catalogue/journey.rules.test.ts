import type { JourneyItem } from "../../../subgraphs/catalogue/journey.entity";
import { computeBurden, journeyRules } from "../../../subgraphs/catalogue/journey.rules";
import type { Journey } from "../../../subgraphs/catalogue/journey.entity";
import type { Service } from "../../../subgraphs/catalogue/service.entity";
import { aed, needs } from "../../support/world";

/** A service as it is stored, where lists are there even when they are empty. */
function service(code: string, more: object = {}): Service {
  return { code, channels: [], steps: [], documents: [], fees: [], outputs: [], ...more } as Partial<Service> as Service;
}
const days = (code: string, processingTime: string, processingTimeBasis = "CALENDAR_DAYS") =>
  service(code, { processingTime, processingTimeBasis });

/** An item of a journey, called as its service is. */
const item = (code: string, dependsOn: string[] = [], more: Partial<JourneyItem> = {}): JourneyItem => ({
  key: code,
  service: code,
  order: 1,
  dependsOn,
  isOptional: false,
  ...more,
});

const burden = (items: JourneyItem[], ...services: Service[]) =>
  computeBurden(items, new Map(services.map((each) => [each.code, each])), "2026-06-01");
const A = days("A", "P2D");
const B = days("B", "P3D");
const C = days("C", "P5D");
const D = days("D", "P1D");

describe("the days of a journey", () => {
  test.each([
    ["of a chain add up", [item("A"), item("B", ["A"]), item("C", ["B"])], 10],
    ["of a chain do not depend on the order in which it is told", [item("C", ["B"]), item("B", ["A"]), item("A")], 10],
    ["of services side by side are those of the longest", [item("A"), item("B"), item("C")], 5],
    [
      "of branches that meet are those of the longer branch",
      [item("A"), item("B", ["A"]), item("C", ["A"]), item("D", ["B", "C"])],
      8,
    ],
    ["leave out optional services", [item("A"), item("C", ["A"], { isOptional: true })], 2],
    [
      "keep the wait for what comes before an optional service",
      [item("A"), item("D", ["A"], { isOptional: true }), item("B", ["D"])],
      5,
    ],
    ["leave out services that are not in the guide", [item("A"), item("GONE", ["A"]), item("B", ["GONE"])], 5],
    ["count a service twice that is had twice in a row", [item("A"), item("A", ["A"], { key: "AGAIN" })], 4],
    ["of nothing are none", [], 0],
  ])("%s", (_, items, expected) => {
    expect(burden(items, A, B, C, D).days).toBe(expected);
  });

  test.each([
    ["P4D", "WORKING_DAYS", 7],
    ["P1D", "WORKING_DAYS", 1.8],
    ["P2D", "WORKING_DAYS", 3.5],
    ["P1W", "CALENDAR_DAYS", 7],
    ["PT12H", "CALENDAR_DAYS", 0.5],
    ["PT144M", "MINUTES", 0.1],
    ["PT10M", "MINUTES", 0],
  ])("of a service that takes %s of %s are %d", (time, basis, expected) => {
    expect(burden([item("X")], days("X", time, basis)).days).toBe(expected);
  });

  test("of a service without a time are none", () => {
    expect(burden([item("X")], service("X")).days).toBe(0);
  });
});

test("steps, visits and touchpoints are those of the customer, of services that are not optional, each service once", () => {
  const steps = [
    { order: 1, actor: "CUSTOMER", requiresVisit: true, touchpoint: "COUNTER" },
    { order: 2, actor: "CUSTOMER", requiresVisit: false },
    { order: 3, actor: "ENTITY", requiresVisit: true, touchpoint: "SITE_VISIT" },
  ];
  const expected = { steps: 2, visits: 1, touchpoints: 2 };
  expect(burden([item("X")], service("X", { steps }))).toMatchObject(expected);
  expect(burden([item("X"), item("X", [], { key: "AGAIN" })], service("X", { steps }))).toMatchObject(expected);
  expect(burden([item("X", [], { isOptional: true })], service("X", { steps }))).toMatchObject({
    steps: 0,
    visits: 0,
    touchpoints: 0,
  });
});

test("documents are the different mandatory ones that no service of the journey issues itself", () => {
  const first = service("FIRST", { documents: [needs("PASSPORT"), needs("PHOTO")], outputs: [{ usedAs: "LEASE" }, {}] });
  const second = service("SECOND", {
    documents: [
      needs("PASSPORT"),
      needs("LEASE"),
      needs("LETTER", { isMandatory: false }),
      needs("PERMIT", { condition: { en: "For builders" } }),
      needs("CONDUCT"),
    ],
  });
  expect(burden([item("FIRST"), item("SECOND")], first, second).documents).toBe(3);
  expect(burden([item("FIRST", [], { isOptional: true }), item("SECOND")], first, second).documents).toBe(3);
  expect(burden([item("SECOND")], second).documents).toBe(3);
  expect(burden([item("FIRST")], first).documents).toBe(2);
});

test("fees are the fixed ones of the journey's currency that hold for the first channel, to the last fils", () => {
  const fee = (type: string, amount: string, more: object = {}) => ({ key: amount, type, amount: aed(amount), ...more });
  const fees = [
    fee("FIXED", "0.10"),
    fee("FIXED", "0.20"),
    fee("FREE", "0.00"),
    fee("PER_UNIT", "7.00"),
    fee("DEPOSIT", "1000.00"),
    fee("FIXED", "5.00", { channel: "COUNTER" }),
    { key: "RATE", type: "PERCENTAGE", rate: "4.00" },
    { key: "DOLLARS", type: "FIXED", amount: { amount: "9.00", currency: "USD" } },
  ];
  expect(burden([item("X")], service("X", { fees })).fees).toEqual(aed("0.30"));
  expect(burden([item("X")], service("X", { fees, channels: [{ channel: "COUNTER" }] })).fees).toEqual(aed("5.30"));
  expect(burden([]).fees).toEqual(aed("0.00"));
});

test("what is conditional, is no longer charged, or belongs to another channel is not what every customer meets", () => {
  const condition = { en: "When late" };
  const everyone = service("X", {
    channels: [{ channel: "WEB" }, { channel: "COUNTER" }],
    steps: [
      { order: 1, actor: "CUSTOMER", requiresVisit: false, channel: "WEB", touchpoint: "WEB_FORM" },
      { order: 2, actor: "CUSTOMER", requiresVisit: true, channel: "COUNTER", touchpoint: "COUNTER" },
      { order: 3, actor: "CUSTOMER", requiresVisit: true, condition },
    ],
    documents: [needs("PASSPORT"), needs("FORM", { channel: "COUNTER" })],
    fees: [
      { key: "A", type: "FIXED", amount: aed("10.00") },
      { key: "B", type: "FIXED", amount: aed("500.00"), condition },
      { key: "C", type: "FIXED", amount: aed("70.00"), effectiveTo: "2026-05-31" },
      { key: "D", type: "FIXED", amount: aed("80.00"), effectiveFrom: "2026-06-02" },
      { key: "E", type: "FIXED", amount: aed("1.00"), effectiveFrom: "2026-06-01", effectiveTo: "2026-06-01" },
    ],
  });
  expect(burden([item("X")], everyone)).toEqual({
    days: 0,
    steps: 1,
    visits: 0,
    touchpoints: 1,
    documents: 1,
    fees: aed("11.00"),
  });
});

describe("the items of a journey", () => {
  const problems = (...items: JourneyItem[]) =>
    journeyRules({ items } as Partial<Journey> as Journey).map(({ code, path }) => `${code} ${path}`);

  test("may wait for one another", () => {
    expect(problems(item("A"), item("B", ["A"]), item("C", ["A", "B"]))).toEqual([]);
  });

  test("wait for items of the same journey only", () => {
    expect(problems(item("A"), item("B", ["A", "Z"]))).toEqual(["UNKNOWN_ITEM $.items[1].dependsOn"]);
  });

  test("have keys of their own", () => {
    expect(problems(item("A"), item("B", [], { key: "A" }))).toEqual(["REPEATED $.items[1].key"]);
  });

  test("do not wait for themselves, however long the way", () => {
    expect(problems(item("A", ["A"]))).toEqual(["CYCLE $.items[0].dependsOn"]);
    expect(problems(item("A", ["C"]), item("B", ["A"]), item("C", ["B"]), item("D", ["C"]))).toEqual(
      [0, 1, 2].map((index) => `CYCLE $.items[${index}].dependsOn`),
    );
  });
});
