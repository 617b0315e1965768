import { Directive, ObjectType } from "type-graphql";
import { enumeration } from "./enumeration";
import { Flag, OneOf, Scalar } from "./fields";
import { Localized, type Texts } from "./localized-text";
import { LocalDate, LocalTime, TimeZone } from "./scalars";

export const Weekday = enumeration("Weekday", "A day of the week, as RFC 5545 (iCalendar) writes it.", {
  MO: "Monday.",
  TU: "Tuesday.",
  WE: "Wednesday.",
  TH: "Thursday.",
  FR: "Friday; part of the weekend in Sharjah, whose government week has four days.",
  SA: "Saturday; part of the weekend.",
  SU: "Sunday; part of the weekend.",
});

export const Season = enumeration(
  "Season",
  "Which time of the year a schedule is for. On a day that several schedules cover, the one named last here holds.",
  {
    REGULAR: "The ordinary weeks of the year.",
    RAMADAN: "The month of Ramadan, with its shorter hours.",
    HOLIDAY: "A public holiday.",
    EXCEPTION: "A single occasion, such as maintenance or an event.",
  },
);

/** The time zone of hours that name none. */
export const DEFAULT_TIME_ZONE = "Asia/Dubai";

@Directive("@shareable")
@ObjectType({
  description: "When something is open: days and hours of a week, in a season (Open Referral HSDS schedule, RFC 5545).",
})
export class Schedule {
  @OneOf(Season, "The season it is for.")
  season!: keyof typeof Season;

  @OneOf(Weekday, "The days on which it opens; empty for a closure.", { list: true })
  byDay!: (keyof typeof Weekday)[];

  @Scalar(LocalTime, "When it opens on those days, local time; null for a closure.", { optional: true })
  opensAt?: string;

  @Scalar(LocalTime, "When it closes on those days, local time; null for a closure.", { optional: true })
  closesAt?: string;

  @Flag("Whether it is closed all the time this schedule covers.")
  isClosed!: boolean;

  @Scalar(LocalDate, "The first day it covers; null for no beginning.", { optional: true })
  effectiveFrom?: string;

  @Scalar(LocalDate, "The last day it covers; null for no end.", { optional: true })
  effectiveTo?: string;

  @Scalar(TimeZone, 'The time zone of its hours; "Asia/Dubai" when null.', { optional: true })
  timezone?: string;

  @Localized("What people should know about it.", { optional: true })
  note?: Texts;
}
