import { ObjectType } from "type-graphql";
import {
  Duration,
  enumeration,
  Flag,
  LanguageTag,
  Localized,
  Nested,
  OneOf,
  Reference,
  Scalar,
  Schedule,
  type Texts,
  Url,
} from "../../schema/vocabulary";
import { Channel } from "./channel.entity";

export const TimeBasis = enumeration("TimeBasis", "How the days of a processing time are counted.", {
  WORKING_DAYS: "Days of Sharjah's four-day working week.",
  CALENDAR_DAYS: "All days.",
  MINUTES: "Minutes at the counter, on the line or on the screen.",
});

@ObjectType({ description: "How a service is offered through one channel: what differs there from the service as a whole." })
export class ServiceChannel {
  @Reference(() => Channel, "The channel.")
  channel!: string;

  @Flag("Whether the service is open there at all hours of every day.")
  isAlwaysAvailable!: boolean;

  @Nested(() => Schedule, "When it is open there; empty when as the channel says.", { list: true })
  schedules!: Schedule[];

  @Scalar(Duration, "How long processing takes there; null when as the service says.", { optional: true })
  processingTime?: string;

  @OneOf(TimeBasis, "How that time is counted; null without one.", { optional: true })
  processingTimeBasis?: keyof typeof TimeBasis;

  @Scalar(LanguageTag, "The languages it is offered in there; empty when as the channel says.", { list: true })
  languages!: string[];

  @Scalar(Url, "Where it begins there; null when as the channel says.", { optional: true })
  url?: string;

  @Localized("What people should know about it there; null when nothing.", { optional: true })
  note?: Texts;
}
