import { Temporal } from "@js-temporal/polyfill";
import { RRuleTemporal } from "rrule-temporal";
import { DEFAULT_TIME_ZONE, type Schedule, type Season } from "../../schema/vocabulary";

/** Which season holds on a day that several cover. */
const PRECEDENCE: readonly (keyof typeof Season)[] = ["EXCEPTION", "HOLIDAY", "RAMADAN", "REGULAR"];
/** How far ahead an opening is looked for. */
const HORIZON_DAYS = 366;

/** Whether a place with these schedules is open at an instant. */
export function isOpen(schedules: readonly Schedule[], at: Date): boolean {
  const now = zoned(schedules, at);
  return openingsOn(schedules, now.toPlainDate()).some(
    ({ from, to }) => from.epochMilliseconds <= at.getTime() && at.getTime() < to.epochMilliseconds,
  );
}

/** When it next opens, strictly after an instant; undefined when not within a year. */
export function nextOpening(schedules: readonly Schedule[], at: Date): Date | undefined {
  const today = zoned(schedules, at).toPlainDate();
  for (let days = 0; days <= HORIZON_DAYS; days++) {
    const next = openingsOn(schedules, today.add({ days }))
      .map(({ from }) => from.epochMilliseconds)
      .filter((start) => start > at.getTime())
      .sort((a, b) => a - b)[0];
    if (next !== undefined) return new Date(next);
  }
  return undefined;
}

function zoned([first]: readonly Schedule[], at: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(first?.timezone ?? DEFAULT_TIME_ZONE);
}

/** The hours of one day: those of the highest season that covers the day, and of no other. */
function openingsOn(
  schedules: readonly Schedule[],
  day: Temporal.PlainDate,
): { from: Temporal.ZonedDateTime; to: Temporal.ZonedDateTime }[] {
  const date = day.toString();
  const covering = schedules.filter(
    ({ effectiveFrom = "", effectiveTo = "9999" }) => effectiveFrom <= date && date <= effectiveTo,
  );
  const season = PRECEDENCE.find((each) => covering.some((schedule) => schedule.season === each));
  return covering
    .filter((schedule) => schedule.season === season && !schedule.isClosed)
    .flatMap(({ byDay, opensAt = "", closesAt = "", timezone = DEFAULT_TIME_ZONE }) => {
      const from = day.toZonedDateTime({ timeZone: timezone, plainTime: opensAt });
      const occurs = new RRuleTemporal({ freq: "WEEKLY", byDay, dtstart: from, count: 1 }).all();
      return occurs.some((start) => start.epochMilliseconds === from.epochMilliseconds)
        ? [{ from, to: day.toZonedDateTime({ timeZone: timezone, plainTime: closesAt }) }]
        : [];
    });
}
