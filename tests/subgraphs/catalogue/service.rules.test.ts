import type { TestGuide } from "../../support/guide";
import {
  aChannel,
  aed,
  aLifeEvent,
  aService,
  aStep,
  free,
  problemsOf,
  regularHours,
  startWorld,
  text,
} from "../../support/world";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(
    aChannel("COUNTER"),
    aService("MAIN"),
    aService("PART", { category: "SUBSIDIARY", parentService: "MAIN" }),
    aLifeEvent("HOME"),
    aLifeEvent("MOVING", { parent: "HOME" }),
  );
});
afterAll(() => guide.stop());

const problems = (more: Record<string, unknown>) => problemsOf(guide, aService("SERVICE", more));
const amount = aed("10.00");
const base = text("Annual rent");
const tier = (from: string, to?: string) => ({ from, ...(to !== undefined && { to }), amount });

test.each([
  ["free", { type: "FREE", amount: aed("0") }],
  ["fixed", { type: "FIXED", amount }],
  ["per unit", { type: "PER_UNIT", amount, unit: "PAGE" }],
  ["a percentage with bounds", { type: "PERCENTAGE", rate: "4.00", base, minimum: aed("100.00"), maximum: aed("5000.00") }],
  ["in tiers", { type: "TIERED", unit: "SQUARE_METRE", tiers: [tier("0", "100"), tier("100", "1000.0"), tier("1000")] }],
  ["in tiers that all end", { type: "TIERED", unit: "SQUARE_METRE", tiers: [tier("0", "9"), tier("9", "10")] }],
  ["a deposit", { type: "DEPOSIT", amount, isRefundable: true }],
  ["for a time", { type: "FIXED", amount, effectiveFrom: "2025-01-01", effectiveTo: "2025-12-31" }],
])("a fee may be %s", async (_, fee) => {
  expect(await problems({ fees: [{ key: "FEE", ...fee }] })).toEqual([]);
});

test.each([
  ["free without saying zero", { type: "FREE" }],
  ["free and cost something", { type: "FREE", amount }],
  ["fixed without an amount", { type: "FIXED" }],
  ["fixed with a rate", { type: "FIXED", amount, rate: "4.00" }],
  ["fixed and negative", { type: "FIXED", amount: aed("-10.00") }],
  ["per unit without a unit", { type: "PER_UNIT", amount }],
  ["a percentage of nothing", { type: "PERCENTAGE", rate: "4.00" }],
  ["a percentage without a rate", { type: "PERCENTAGE", base }],
  ["a percentage with an amount", { type: "PERCENTAGE", rate: "4.00", base, amount }],
  ["a percentage with a negative minimum", { type: "PERCENTAGE", rate: "4.00", base, minimum: aed("-1") }],
  ["a negative percentage", { type: "PERCENTAGE", rate: "-4.00", base }],
  [
    "a percentage whose least is more than its most",
    { type: "PERCENTAGE", rate: "4.00", base, minimum: aed("100.00"), maximum: aed("50.00") },
  ],
  ["in tiers without tiers", { type: "TIERED", unit: "PAGE" }],
  ["in tiers without a unit", { type: "TIERED", tiers: [tier("0")] }],
  ["in tiers with a negative amount", { type: "TIERED", unit: "PAGE", tiers: [{ from: "0", amount: aed("-1") }] }],
  ["a deposit without an amount", { type: "DEPOSIT" }],
])("a fee cannot be %s", async (_, fee) => {
  expect(await problems({ fees: [{ key: "FEE", ...fee }] })).toEqual(["UNSOUND_FEE $.fees[0]"]);
});

test.each([
  ["leave a gap", [tier("0", "100"), tier("101")]],
  ["overlap", [tier("0", "100"), tier("99")]],
  ["end before they begin", [tier("100", "0")]],
  ["be empty", [tier("0", "0"), tier("0")]],
  ["go on behind one without an end", [tier("0"), tier("100")]],
  ["descend", [tier("100"), tier("0", "100")]],
])("tiers cannot %s", async (_, tiers) => {
  expect(await problems({ fees: [{ key: "FEE", type: "TIERED", unit: "PAGE", tiers }] })).toEqual([
    "UNSOUND_FEE $.fees[0].tiers",
  ]);
});

test("a fee does not end before it begins", async () => {
  const fee = { key: "FEE", type: "FIXED", amount, effectiveFrom: "2025-02-01", effectiveTo: "2025-01-31" };
  expect(await problems({ fees: [fee] })).toEqual(["ENDS_BEFORE_BEGINNING $.fees[0].effectiveTo"]);
});

test("a step pays a fee of the service", async () => {
  expect(await problems({ steps: [aStep(1, { fee: "FREE" })] })).toEqual([]);
  expect(await problems({ steps: [aStep(1), aStep(2, { fee: "OTHER" })] })).toEqual(["UNKNOWN_FEE $.steps[1].fee"]);
});

test("what is narrowed to a channel is narrowed to one the service is offered through", async () => {
  const channel = "COUNTER";
  const parts = { steps: [aStep(1, { channel })], fees: [{ ...free, channel }] };
  expect(await problems(parts)).toEqual(["CHANNEL_NOT_OFFERED $.steps[0].channel", "CHANNEL_NOT_OFFERED $.fees[0].channel"]);
  expect(await problems({ ...parts, channels: [{ channel }] })).toEqual([]);
});

test("a channel, a fee key and the place of a step are there once", async () => {
  expect(await problems({ channels: [{ channel: "PORTAL" }, { channel: "PORTAL" }] })).toEqual([
    "REPEATED $.channels[1].channel",
  ]);
  expect(await problems({ fees: [free, free] })).toEqual(["REPEATED $.fees[1].key"]);
  expect(await problems({ steps: [aStep(1), aStep(2), aStep(1)] })).toEqual(["REPEATED $.steps[2].order"]);
});

test("a processing time and how it is counted go together, for the service and for a channel", async () => {
  expect(await problems({ processingTime: "P3D" })).toEqual(["TIME_WITHOUT_BASIS $.processingTimeBasis"]);
  expect(await problems({ processingTimeBasis: "MINUTES" })).toEqual(["TIME_WITHOUT_BASIS $.processingTimeBasis"]);
  expect(await problems({ channels: [{ channel: "PORTAL", processingTime: "PT10M" }] })).toEqual([
    "TIME_WITHOUT_BASIS $.channels[0].processingTimeBasis",
  ]);
});

test("the hours of a channel are sound, for the channel and for a service on it", async () => {
  const schedules = [regularHours, { season: "REGULAR" }];
  expect(await problems({ channels: [{ channel: "PORTAL", schedules }] })).toEqual([
    "UNSOUND_SCHEDULE $.channels[0].schedules[1]",
  ]);
  expect(await problemsOf(guide, aChannel("COUNTER", { schedules }))).toEqual(["UNSOUND_SCHEDULE $.schedules[1]"]);
});

test("a subsidiary service has a main service, which is not subsidiary itself; others have none", async () => {
  const wrong = ["WRONG_PLACE_IN_TREE $.parentService"];
  expect(await problems({ category: "SUBSIDIARY" })).toEqual(wrong);
  expect(await problems({ parentService: "MAIN" })).toEqual(wrong);
  expect(await problems({ category: "SUBSIDIARY", parentService: "PART" })).toEqual(wrong);
  expect(await problems({ category: "SUBSIDIARY", parentService: "SERVICE" })).toEqual(wrong);
  expect(await problems({ category: "SUBSIDIARY", parentService: "MAIN" })).toEqual([]);
});

test("a main service and its subsidiary may be published together, and judged as they will be", async () => {
  const part = aService("SERVICE", { category: "SUBSIDIARY", parentService: "NEW" });
  expect(await problemsOf(guide, part, aService("NEW"))).toEqual([]);
  expect(await problemsOf(guide, part, aService("NEW", { category: "SUBSIDIARY", parentService: "MAIN" }))).toEqual([
    "WRONG_PLACE_IN_TREE $.parentService",
  ]);
});

test("a life event is not part of itself", async () => {
  expect(await problemsOf(guide, aLifeEvent("HOME", { parent: "MOVING" }))).toEqual(["CYCLE $.parent"]);
});
