import fc from "fast-check";
import { type Schedule, Season, Weekday } from "../../../schema/vocabulary";
import { isOpen, nextOpening } from "../../../subgraphs/entities/opening-hours.rules";

/** Hours worked out in another way: Sharjah is four hours ahead of UTC all the year. */
function isOpenByHand(schedules: readonly Schedule[], at: Date): boolean {
  const local = new Date(at.getTime() + 4 * 3_600_000);
  const [date, time] = local.toISOString().split("T") as [string, string];
  const weekday = (["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const)[local.getUTCDay()] as keyof typeof Weekday;
  const today = schedules.filter(
    ({ effectiveFrom, effectiveTo }) => !(effectiveFrom && effectiveFrom > date) && !(effectiveTo && effectiveTo < date),
  );
  const season = Object.keys(Season).findLast((each) => today.some((schedule) => schedule.season === each));
  return today.some(
    (schedule) =>
      schedule.season === season &&
      schedule.byDay.includes(weekday) &&
      time.slice(0, 5) >= (schedule.opensAt ?? "99") &&
      time.slice(0, 5) < (schedule.closesAt ?? ""),
  );
}

const FIRST_DAY = Date.parse("2026-02-01T00:00:00Z");
const DAY = 86_400_000;
const MINUTE = 60_000;
const dayNumber = fc.integer({ min: 0, max: 40 });
const day = (index: number) => new Date(FIRST_DAY + index * DAY).toISOString().slice(0, 10);
const time = fc
  .integer({ min: 0, max: 95 })
  .map((quarter) => `${String(Math.floor(quarter / 4)).padStart(2, "0")}:${String((quarter % 4) * 15).padStart(2, "0")}`);
const minute = fc.integer({ min: 0, max: 41 * 24 * 60 }).map((minutes) => new Date(FIRST_DAY + minutes * MINUTE));

const hours = fc
  .record({
    byDay: fc.subarray(Object.keys(Weekday) as (keyof typeof Weekday)[], { minLength: 1 }),
    times: fc.uniqueArray(time, { minLength: 2, maxLength: 2 }),
  })
  .map(({ byDay, times }) => {
    const [opensAt, closesAt] = [...times].sort() as [string, string];
    return { byDay, opensAt, closesAt, isClosed: false };
  });
const closure = fc.constant({ byDay: [] as (keyof typeof Weekday)[], isClosed: true });
const span = fc
  .tuple(dayNumber, dayNumber)
  .map(([a, b]) => ({ effectiveFrom: day(Math.min(a, b)), effectiveTo: day(Math.max(a, b)) }));
const regular = fc.record({ season: fc.constant("REGULAR" as const) });
const special = fc
  .tuple(fc.constantFrom("RAMADAN" as const, "HOLIDAY" as const, "EXCEPTION" as const), span)
  .map(([season, days]) => ({ season, ...days }));

const schedules: fc.Arbitrary<Schedule[]> = fc.array(
  fc
    .tuple(fc.oneof(hours, hours, closure), fc.oneof(regular, special))
    .map(([when, season]): Schedule => ({ ...when, ...season })),
  { minLength: 1, maxLength: 5 },
);

test("a place is open exactly when its hours, worked out by hand, say so", () => {
  fc.assert(
    fc.property(schedules, minute, (given, at) => isOpen(given, at) === isOpenByHand(given, at)),
    { numRuns: 300 },
  );
});

test("the next opening is later, and the place is open then", () => {
  fc.assert(
    fc.property(schedules, minute, (given, at) => {
      const next = nextOpening(given, at);
      return next === undefined || (next > at && isOpen(given, next));
    }),
  );
});

test("a place that is closed stays closed until its next opening", () => {
  fc.assert(
    fc.property(
      schedules,
      minute,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 10, maxLength: 10 }),
      (given, at, parts) => {
        fc.pre(!isOpen(given, at));
        const end = nextOpening(given, at)?.getTime() ?? at.getTime() + 60 * DAY;
        const between = [end - MINUTE, ...parts.map((part) => at.getTime() + part * (end - at.getTime()))].filter(
          (instant) => instant > at.getTime() && instant < end,
        );
        return between.every((instant) => !isOpenByHand(given, new Date(instant)));
      },
    ),
  );
});

test("an opening more than a year away is not looked for", () => {
  const once: Schedule = {
    season: "EXCEPTION",
    byDay: ["MO"],
    opensAt: "08:00",
    closesAt: "09:00",
    isClosed: false,
    effectiveFrom: "2026-02-02",
    effectiveTo: "2026-02-02",
  };
  expect(nextOpening([once], new Date("2025-03-01T00:00:00Z"))).toEqual(new Date("2026-02-02T04:00:00Z"));
  expect(nextOpening([once], new Date("2025-01-01T00:00:00Z"))).toBeUndefined();
  expect(nextOpening([once], new Date("2026-02-02T04:00:00Z"))).toBeUndefined();
});
