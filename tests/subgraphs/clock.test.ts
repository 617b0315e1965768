import { Clock } from "../../subgraphs/shared/request";

const at = (instant: string, stands = false) => new Clock(new Date(instant), stands);

test("the day is the day in Sharjah, and an answer that asked for it holds until it ends there", () => {
  for (const [instant, day, end] of [
    ["2025-12-31T19:59:59Z", "2025-12-31", "2025-12-31T20:00:00.000Z"],
    ["2025-12-31T20:00:00Z", "2026-01-01", "2026-01-01T20:00:00.000Z"],
  ] as const) {
    const clock = at(instant);
    expect(clock.changesAt).toBeUndefined();
    expect(clock.today()).toBe(day);
    expect(clock.changesAt?.toISOString()).toBe(end);
  }
});

test("an answer that asked for the minute holds until it ends, also when it asked for the day", () => {
  const clock = at("2026-03-01T10:15:42.5Z");
  clock.today();
  expect(clock.minute().toISOString()).toBe("2026-03-01T10:15:00.000Z");
  clock.today();
  expect(clock.changesAt?.toISOString()).toBe("2026-03-01T10:16:00.000Z");
});

test("a past instant never changes, whatever is asked of it", () => {
  const clock = at("2020-05-05T05:05:05Z", true);
  clock.minute();
  clock.today();
  expect(clock.changesAt).toBeUndefined();
});
