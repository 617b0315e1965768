import type { TestGuide } from "../../support/guide";
import { aCentre, anEntity, aUnit, problemsOf, regularHours, startWorld } from "../../support/world";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(
    anEntity("TOP"),
    anEntity("MIDDLE", { parent: "TOP" }),
    aUnit("UNIT-OF-TOP", { entity: "TOP" }),
    aUnit("UNIT-BELOW", { entity: "TOP", parent: "UNIT-OF-TOP" }),
  );
});
afterAll(() => guide.stop());

test("an entity cannot stand above itself, neither among those submitted nor with those published", async () => {
  expect(await problemsOf(guide, anEntity("ALONE", { parent: "ALONE" }))).toEqual(["CYCLE $.parent"]);
  expect(await problemsOf(guide, anEntity("TOP", { parent: "MIDDLE" }))).toEqual(["CYCLE $.parent"]);
  expect(await problemsOf(guide, anEntity("TOP", { parent: "BOTTOM" }), anEntity("BOTTOM", { parent: "MIDDLE" }))).toEqual([
    "CYCLE $.parent",
    "CYCLE $.parent",
  ]);
  expect(await problemsOf(guide, anEntity("TOP", { parent: "MIDDLE" }), anEntity("MIDDLE"))).toEqual([]);
});

test("a unit cannot stand above itself", async () => {
  expect(await problemsOf(guide, aUnit("UNIT-OF-TOP", { entity: "TOP", parent: "UNIT-BELOW" }))).toEqual(["CYCLE $.parent"]);
});

test("a unit stands below a unit of its own entity, and a centre is run by one", async () => {
  expect(await problemsOf(guide, aUnit("STRAY", { entity: "ENTITY", parent: "UNIT-OF-TOP" }))).toEqual(["OTHER_ENTITY $.parent"]);
  expect(await problemsOf(guide, aCentre("CENTRE", { entity: "ENTITY", unit: "UNIT-OF-TOP" }))).toEqual(["OTHER_ENTITY $.unit"]);
  expect(await problemsOf(guide, aCentre("CENTRE", { entity: "TOP", unit: "UNIT-OF-TOP" }))).toEqual([]);
});

test("a unit does not end before it begins", async () => {
  expect(await problemsOf(guide, aUnit("UNIT", { effectiveFrom: "2025-02-01", effectiveTo: "2025-01-31" }))).toEqual([
    "ENDS_BEFORE_BEGINNING $.effectiveTo",
  ]);
  expect(await problemsOf(guide, aUnit("UNIT", { effectiveFrom: "2025-02-01", effectiveTo: "2025-02-01" }))).toEqual([]);
});

const { byDay, opensAt, closesAt } = regularHours;
const spanned = { effectiveFrom: "2026-02-18", effectiveTo: "2026-03-19" };

test.each([
  ["days without hours", { season: "REGULAR", byDay }],
  ["hours without days", { season: "REGULAR", opensAt, closesAt }],
  ["an end before its beginning", { season: "REGULAR", byDay, opensAt: "15:00", closesAt: "08:00" }],
  ["an end at its beginning", { season: "REGULAR", byDay, opensAt: "08:00", closesAt: "08:00" }],
  ["a closure with hours", { season: "HOLIDAY", byDay, opensAt, closesAt, isClosed: true, ...spanned }],
  ["Ramadan without its days", { season: "RAMADAN", byDay, opensAt, closesAt }],
  ["a holiday without its last day", { season: "HOLIDAY", isClosed: true, effectiveFrom: "2026-03-20" }],
])("a schedule cannot have %s", async (_, schedule) => {
  expect(await problemsOf(guide, aCentre("CENTRE", { schedules: [regularHours, schedule] }))).toEqual([
    "UNSOUND_SCHEDULE $.schedules[1]",
  ]);
});

test("the hours of contact points are held to the same rules, of entities and centres alike", async () => {
  const contactPoints = [{ role: "GENERAL", schedules: [{ season: "REGULAR" }] }];
  const expected = ["UNSOUND_SCHEDULE $.contactPoints[0].schedules[0]"];
  expect(await problemsOf(guide, anEntity("OFFICE", { contactPoints }))).toEqual(expected);
  expect(await problemsOf(guide, aCentre("CENTRE", { contactPoints }))).toEqual(expected);
});

test("a schedule does not end before it begins", async () => {
  const schedules = [{ season: "REGULAR", byDay, opensAt, closesAt, effectiveFrom: "2026-02-02", effectiveTo: "2026-02-01" }];
  expect(await problemsOf(guide, aCentre("CENTRE", { schedules }))).toEqual(["ENDS_BEFORE_BEGINNING $.schedules[0]"]);
});

test("a schedule is in a time zone that exists, the same for all hours of a place", async () => {
  const inZone = (timezone: string) => ({ ...regularHours, timezone });
  expect(await problemsOf(guide, aCentre("CENTRE", { schedules: [inZone("Mars/Olympus")] }))).toEqual([
    "UNKNOWN_TIME_ZONE $.schedules[0].timezone",
  ]);
  expect(await problemsOf(guide, aCentre("CENTRE", { schedules: [regularHours, inZone("Europe/London")] }))).toEqual([
    "OTHER_TIME_ZONE $.schedules[1].timezone",
  ]);
  expect(await problemsOf(guide, aCentre("CENTRE", { schedules: [regularHours, inZone("Asia/Dubai")] }))).toEqual([]);
});
