import { ask } from "../../support/ask";
import type { TestGuide } from "../../support/guide";
import { aCentre, regularHours, startWorld } from "../../support/world";

const RAMADAN = { effectiveFrom: "2026-02-18", effectiveTo: "2026-03-19" };
let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(
    aCentre("CENTRE", {
      schedules: [
        regularHours,
        { season: "RAMADAN", byDay: ["MO", "TU", "WE", "TH"], opensAt: "09:00", closesAt: "14:30", ...RAMADAN },
        { season: "HOLIDAY", isClosed: true, effectiveFrom: "2026-03-19", effectiveTo: "2026-03-23" },
        {
          season: "EXCEPTION",
          byDay: ["MO"],
          opensAt: "10:00",
          closesAt: "12:00",
          effectiveFrom: "2026-03-23",
          effectiveTo: "2026-03-23",
        },
        { season: "EXCEPTION", isClosed: true, effectiveFrom: "2026-04-01", effectiveTo: "2026-04-01" },
      ],
    }),
    aCentre("CLOSED-FOR-GOOD", { schedules: [{ season: "REGULAR", isClosed: true }] }),
    aCentre("SPLIT-DAY", {
      schedules: [
        { season: "REGULAR", byDay: ["SU"], opensAt: "16:00", closesAt: "20:00" },
        { season: "REGULAR", byDay: ["SU"], opensAt: "08:00", closesAt: "12:00" },
      ],
    }),
    aCentre("LONDON", {
      schedules: [{ season: "REGULAR", byDay: ["MO"], opensAt: "09:00", closesAt: "17:00", timezone: "Europe/London" }],
    }),
  );
});
afterAll(() => guide.stop());

const QUERY = `query ($code: Code!, $at: DateTime!) { serviceCentreByCode(code: $code) { isOpen(at: $at) nextOpening(at: $at) } }`;

/** Hours are told in Sharjah's time. */
async function hoursAt(local: string, code = "CENTRE"): Promise<string> {
  type Hours = { serviceCentreByCode: { isOpen: boolean; nextOpening: string | null } };
  const { serviceCentreByCode: hours } = await ask<Hours>(guide, QUERY, { code, at: `${local}:00+04:00` });
  const next = hours.nextOpening && new Date(Date.parse(hours.nextOpening) + 4 * 3_600_000).toISOString().slice(0, 16);
  return `${hours.isOpen ? "open" : "closed"}, then ${next ?? "never"}`;
}

test.each([
  ["in the morning of a working day", "2026-02-02T10:00", "open, then 2026-02-03T07:30"],
  ["before it opens", "2026-02-02T06:00", "closed, then 2026-02-02T07:30"],
  ["the very instant it opens", "2026-02-02T07:30", "open, then 2026-02-03T07:30"],
  ["a minute before it closes", "2026-02-02T15:29", "open, then 2026-02-03T07:30"],
  ["the very instant it closes", "2026-02-02T15:30", "closed, then 2026-02-03T07:30"],
  ["on Thursday, the last day of the four-day week", "2026-02-05T10:00", "open, then 2026-02-09T07:30"],
  ["on Friday, across the weekend", "2026-02-06T10:00", "closed, then 2026-02-09T07:30"],
  ["on Sunday", "2026-02-08T23:59", "closed, then 2026-02-09T07:30"],
])("in an ordinary week, %s", async (_, at, hours) => {
  expect(await hoursAt(at)).toBe(hours);
});

test.each([
  ["the eve of Ramadan leads to its hours", "2026-02-17T16:00", "closed, then 2026-02-18T09:00"],
  ["Ramadan hours win over regular ones in the morning", "2026-02-18T08:00", "closed, then 2026-02-18T09:00"],
  ["Ramadan hours win over regular ones in the afternoon", "2026-02-18T15:00", "closed, then 2026-02-19T09:00"],
  ["a holiday closes, also within Ramadan", "2026-03-19T10:00", "closed, then 2026-03-23T10:00"],
  ["an exception opens on a holiday", "2026-03-23T11:00", "open, then 2026-03-24T07:30"],
  ["an exception has hours of its own", "2026-03-23T13:00", "closed, then 2026-03-24T07:30"],
  ["an exception closes an ordinary day", "2026-04-01T10:00", "closed, then 2026-04-02T07:30"],
])("%s", async (_, at, hours) => {
  expect(await hoursAt(at)).toBe(hours);
});

test("a day may have several openings, in whatever order they were written", async () => {
  expect(await hoursAt("2026-02-01T07:00", "SPLIT-DAY")).toBe("closed, then 2026-02-01T08:00");
  expect(await hoursAt("2026-02-01T13:00", "SPLIT-DAY")).toBe("closed, then 2026-02-01T16:00");
  expect(await hoursAt("2026-02-01T21:00", "SPLIT-DAY")).toBe("closed, then 2026-02-08T08:00");
});

test("hours are those of the place's own time zone, summer time included", async () => {
  expect(await hoursAt("2026-02-02T12:59", "LONDON")).toBe("closed, then 2026-02-02T13:00");
  expect(await hoursAt("2026-07-06T11:59", "LONDON")).toBe("closed, then 2026-07-06T12:00");
});

test("a place that is closed for good never opens", async () => {
  expect(await hoursAt("2026-02-02T10:00", "CLOSED-FOR-GOOD")).toBe("closed, then never");
});

test("without an instant, the hours are those of the instant that is read", async () => {
  const query = `{ serviceCentreByCode(code: "CENTRE") { isOpen nextOpening } }`;
  const { serviceCentreByCode: now } = await ask<{ serviceCentreByCode: { nextOpening: string } }>(guide, query);
  expect(Date.parse(now.nextOpening)).toBeGreaterThan(Date.now());
});

test("a malformed instant is refused where it stands", async () => {
  const { errors } = await guide.query(QUERY, { code: "CENTRE", at: "tomorrow" });
  expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" }, message: expect.stringContaining("RFC 3339") }]);
});
