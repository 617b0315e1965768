import { subgraphs } from "../../subgraphs";
import { Checker } from "../../subgraphs/shared/editions/checker";
import type { TestGuide } from "../support/guide";
import {
  aCentre,
  aDocument,
  aed,
  aService,
  aStep,
  aUnit,
  findingsOf,
  free,
  needs,
  problemsOf,
  regularHours,
  startWorld,
  text,
} from "../support/world";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(
    aDocument("DEED", { producedBy: "DEEDS" }),
    aService("DEEDS", { outputs: [{ name: text("Deed"), type: "CERTIFICATE", form: "DIGITAL", usedAs: "DEED" }] }),
  );
});
afterAll(() => guide.stop());

/** What is found of a record, of the codes given. */
async function found(record: object, ...codes: string[]): Promise<string[]> {
  return (await findingsOf(guide, record)).filter((finding) => codes.includes(finding.split(" ")[0] ?? ""));
}

/** What is found of a record on a day. */
async function foundOn(day: string, record: object): Promise<string[]> {
  const owners = subgraphs.flatMap(({ name, kinds }) => {
    const { database } = guide.running.subgraphs.find((each) => each.name === name) as TestGuide["running"]["subgraphs"][number];
    return kinds.map((kind) => ({ kind, database }));
  });
  const log = owners[0]?.database as (typeof owners)[number]["database"];
  const checker = new Checker(owners, log, { officialLanguages: ["ar", "en"] }, () => new Date(`${day}T12:00:00+04:00`));
  const [checked] = await checker.check([{ place: "here", value: record }]);
  return (checked?.problems ?? []).map(({ code, path }) => `${code} ${path}`);
}

describe("the time a service promises", () => {
  const TIMES = ["SLOWER_CHANNEL", "NO_CHANNEL_IN_TIME", "STEPS_TAKE_LONGER"];
  const days = (processingTime: string, processingTimeBasis = "WORKING_DAYS") => ({ processingTime, processingTimeBasis });
  const step = (duration: string, more: object = {}) => aStep(1, { actor: "ENTITY", phase: "PROCESS", duration, ...more });

  test.each([
    ["as long as the service", days("P2D"), [{ channel: "PORTAL", ...days("P2D") }], []],
    ["longer than the service", days("P2D"), [{ channel: "PORTAL", ...days("P3D") }], ["NO_CHANNEL_IN_TIME $.processingTime"]],
    [
      "longer by the calendar",
      days("P2D", "CALENDAR_DAYS"),
      [{ channel: "PORTAL", ...days("P2D") }],
      ["NO_CHANNEL_IN_TIME $.processingTime"],
    ],
    ["in minutes", days("P2D"), [{ channel: "PORTAL", ...days("PT30M", "MINUTES") }], []],
  ])("a channel may not take longer: %s", async (_, promise, channels, findings) => {
    expect(await found(aService("X", { ...promise, channels }), ...TIMES)).toEqual(findings);
  });

  test("one channel of several may take longer, which is told", async () => {
    await guide.publish({ __typename: "Channel", code: "COUNTER", name: text("Counter"), type: "SERVICE_CENTRE" });
    const channels = [{ channel: "PORTAL" }, { channel: "COUNTER", ...days("P3D") }];
    expect(await found(aService("X", { ...days("P2D"), channels }), ...TIMES)).toEqual([
      "SLOWER_CHANNEL $.channels[1].processingTime",
    ]);
  });

  test.each([
    ["that fit", [step("P1D")], []],
    ["whose hours go beyond full days", [step("P2D"), step("PT4H", { order: 2 })], []],
    ["that take longer", [step("P2D"), step("P1D", { order: 2 })], ["STEPS_TAKE_LONGER $.processingTime"]],
    ["before which one waits", [step("P1D", { waitingTime: "P2D" })], ["STEPS_TAKE_LONGER $.processingTime"]],
    ["that are needed sometimes", [step("P9D", { condition: text("Sometimes.") })], []],
    ["of the customer", [step("P9D", { actor: "CUSTOMER" })], []],
    ["before applying", [step("P9D", { phase: "BEFORE" })], []],
  ])("has room for steps %s", async (_, steps, findings) => {
    expect(await found(aService("X", { ...days("P2D"), steps }), ...TIMES)).toEqual(findings);
  });
});

test("a document that an active service of the guide issues is not to be asked for again", async () => {
  const { records } = await guide.running.publisher.check([
    { place: "here", value: aService("X", { documents: [needs("DEED")] }) },
  ]);
  expect(records[0]?.problems.find(({ code }) => code === "ASKED_AGAIN")).toMatchObject({
    severity: "SUGGESTION",
    path: "$.documents[0].evidence",
    message: { en: "DEED is issued by the service DEEDS (DEEDS), so government has it already." },
  });
  const planned = aService("X", { documents: [needs("DEED")], status: "PLANNED" });
  expect(await found(planned, "ASKED_AGAIN")).toEqual([]);
  const usedAs = { name: text("Deed"), type: "CERTIFICATE", form: "DIGITAL", usedAs: "DEED" };
  expect(await found(aService("DEEDS", { documents: [needs("DEED")], outputs: [usedAs] }), "ASKED_AGAIN")).toEqual([]);
});

test("a review is overdue from the day after it was due, in the time of the guide", async () => {
  const record = aService("X", { reviewDue: "2026-05-31" });
  expect(await foundOn("2026-05-31", record)).not.toContain("REVIEW_OVERDUE $.reviewDue");
  expect(await foundOn("2026-06-01", record)).toContain("REVIEW_OVERDUE $.reviewDue");
});

test("what is over is told: a fee, a unit", async () => {
  const fee = { key: "OLD", type: "FIXED", amount: aed("5"), effectiveTo: "2026-05-31" };
  expect(await foundOn("2026-05-31", aUnit("X", { effectiveTo: "2026-05-31" }))).toEqual([]);
  expect(await foundOn("2026-06-01", aUnit("X", { effectiveTo: "2026-05-31" }))).toEqual(["ENDED $.effectiveTo"]);
  expect(await foundOn("2026-06-01", aService("X", { fees: [free, fee] }))).toContain("ENDED $.fees[1].effectiveTo");
});

test("what serves customers is missed when it is not there, and not when it is", async () => {
  const bare = await findingsOf(guide, aService("X", { fees: [{ key: "FEE", type: "FIXED", amount: aed("5") }] }));
  expect(bare).toEqual([
    "NO_PAYMENT_METHOD $.paymentMethods",
    "NO_KEYWORDS $.keywords",
    "NO_OTHER_NAMES $.alternateNames",
    "NO_LEGAL_BASIS $.legalResources",
    "NO_REDRESS $.redress",
    "NO_PROCESSING_TIME $.processingTime",
    "NO_REVIEW_DAY $.reviewDue",
  ]);
  await guide.publish({ __typename: "LegalResource", code: "LAW", type: "LAW", title: text("Law"), status: "IN_FORCE" });
  const complete = aService("X", {
    keywords: [text("word", "كلمة")],
    alternateNames: [text("Other name", "اسم آخر")],
    legalResources: ["LAW"],
    redress: text("Write to the entity.", "راسل الجهة."),
    processingTime: "P1D",
    processingTimeBasis: "WORKING_DAYS",
    reviewDue: "9999-01-01",
  });
  expect(await findingsOf(guide, complete)).toEqual([]);
});

describe("opening hours", () => {
  const { season, byDay, opensAt, closesAt } = regularHours;
  const overlaps = (...schedules: object[]) =>
    found(aCentre("X", { schedules: [regularHours, ...schedules] }), "OVERLAPPING_HOURS");

  test.each([
    ["the same hours again", regularHours],
    ["hours that begin before others end", { season, byDay: ["TH", "FR"], opensAt: "15:00", closesAt: "18:00" }],
    ["a closure of the same season", { season, isClosed: true }],
  ])("do not overlap: %s", async (_, schedule) => {
    expect(await overlaps(schedule)).toEqual(["OVERLAPPING_HOURS $.schedules[1]"]);
  });

  test.each([
    ["an afternoon after the morning", { season, byDay, opensAt: closesAt, closesAt: "18:00" }],
    ["other days", { season, byDay: ["FR"], opensAt, closesAt }],
    ["another season", { season: "RAMADAN", byDay, opensAt, closesAt, effectiveFrom: "2026-02-18", effectiveTo: "2026-03-19" }],
  ])("may be told apart: %s", async (_, schedule) => {
    expect(await overlaps(schedule)).toEqual([]);
  });

  test("may follow one another by date", async () => {
    const until = { ...regularHours, effectiveTo: "2026-06-30" };
    expect(
      await found(aCentre("X", { schedules: [until, { ...regularHours, effectiveFrom: "2026-07-01" }] }), "OVERLAPPING_HOURS"),
    ).toEqual([]);
    expect(
      await found(aCentre("X", { schedules: [until, { ...regularHours, effectiveFrom: "2026-06-30" }] }), "OVERLAPPING_HOURS"),
    ).toEqual(["OVERLAPPING_HOURS $.schedules[1]"]);
  });
});

describe("coordinates", () => {
  test.each([
    ["nowhere", 0, 0],
    ["exchanged", 55.39, 25.35],
  ])("are refused when they are %s", async (_, latitude, longitude) => {
    expect(await problemsOf(guide, aCentre("X", { latitude, longitude }))).toEqual(["WRONG_COORDINATES $.latitude"]);
  });

  test("outside the country of the emirate are told, and may be right", async () => {
    const london = aCentre("X", { latitude: 51.5, longitude: -0.1 });
    expect(await problemsOf(guide, london)).toEqual([]);
    expect(await found(london, "FAR_COORDINATES")).toEqual(["FAR_COORDINATES $.latitude"]);
    expect(await found(aCentre("X"), "FAR_COORDINATES")).toEqual([]);
  });
});
