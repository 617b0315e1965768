import { Temporal } from "@js-temporal/polyfill";
import { LRUCache } from "lru-cache";
import { describeRules } from "../shared/editions/rules/described";
import { type Problem, problem } from "../shared/editions/validation";
import type { Service } from "./service.entity";

describeRules("ERROR", ["Service"], {
  TIME_WITHOUT_BASIS: {
    en: "A processing time and how it is counted are not both there.",
    ar: "مدة إنجاز دون أساس احتساب أو العكس.",
  },
});
describeRules("SUGGESTION", ["Service"], {
  SLOWER_CHANNEL: { en: "A channel takes longer than the service promises.", ar: "قناة تستغرق أكثر مما تعد به الخدمة." },
});
describeRules("WARNING", ["Service"], {
  NO_CHANNEL_IN_TIME: {
    en: "No channel keeps the time that the service promises.",
    ar: "لا تفي أي قناة بالمدة التي تعد بها الخدمة.",
  },
  STEPS_TAKE_LONGER: { en: "Its steps take longer than the service promises.", ar: "خطوات الخدمة تستغرق أكثر مما تعد به." },
});

type Timed = Pick<Service, "processingTime" | "processingTimeBasis">;

/** Sharjah's government week has four working days. */
const WORKING_DAYS_PER_WEEK = 4;
const DAYS_PER_WEEK = 7;

/** Processing times say how they are counted, and neither a channel nor the steps take longer than promised. */
export function timeRules(service: Service): Problem[] {
  return [
    ...timeWithBasis(service, "$"),
    ...service.channels.flatMap((channel, index) => timeWithBasis(channel, `$.channels[${index}]`)),
    ...slowerChannels(service),
    ...slowSteps(service),
  ];
}

/** Calendar days of a processing time; working days are those of a four-day week. */
export function calendarDays({ processingTime, processingTimeBasis }: Timed): number {
  if (processingTime === undefined) return 0;
  const days = daysOf(processingTime);
  return processingTimeBasis === "WORKING_DAYS" ? (days * DAYS_PER_WEEK) / WORKING_DAYS_PER_WEEK : days;
}

/** Durations are few and computed again and again; computing with calendars is slow. */
const durations = new LRUCache<string, number>({ max: 5_000 });

function daysOf(duration: string): number {
  let days = durations.get(duration);
  if (days === undefined) {
    days = Temporal.Duration.from(duration).total({ unit: "days", relativeTo: "2025-01-01" });
    durations.set(duration, days);
  }
  return days;
}

function timeWithBasis(
  { processingTime, processingTimeBasis }: Pick<Service, "processingTime" | "processingTimeBasis">,
  path: string,
): Problem[] {
  if ((processingTime === undefined) === (processingTimeBasis === undefined)) return [];
  return [
    problem(
      "TIME_WITHOUT_BASIS",
      `${path}.processingTimeBasis`,
      { en: "A processing time and how it is counted go together.", ar: "مدة الإنجاز وأساس احتسابها متلازمان." },
      {
        en: "Give both processingTime and processingTimeBasis, or neither.",
        ar: "اذكر المدة وأساس الاحتساب معًا أو احذفهما معًا.",
      },
    ),
  ];
}

/** A channel may take its own time; that none keeps what the service promises cannot be. */
function slowerChannels(service: Service): Problem[] {
  const { channels, processingTime } = service;
  if (processingTime === undefined) return [];
  const promised = calendarDays(service);
  const isSlower = (channel: Timed) => calendarDays(channel) > promised;
  if (channels.every(isSlower)) return [noChannelInTime(processingTime)];
  return channels.flatMap((channel, index) =>
    isSlower(channel) ? [slowerChannel(`$.channels[${index}].processingTime`, channel, service)] : [],
  );
}

const noChannelInTime = (promised: string): Problem =>
  problem(
    "NO_CHANNEL_IN_TIME",
    "$.processingTime",
    {
      en: `The service promises ${promised}, and every channel of it takes longer.`,
      ar: `تعد الخدمة بمدة ${promised}، وكل قناة من قنواتها تستغرق أطول منها.`,
    },
    { en: "Correct the promise, or the times of the channels.", ar: "صحّح المدة الموعودة أو مدد القنوات." },
  );

const slowerChannel = (path: string, { processingTime }: Timed, service: Service): Problem =>
  problem(
    "SLOWER_CHANNEL",
    path,
    {
      en: `${processingTime} is longer than the ${service.processingTime} that the service promises.`,
      ar: `المدة ${processingTime} أطول من المدة ${service.processingTime} التي تعد بها الخدمة.`,
    },
    {
      en: "Say in the note of the channel why, or promise what every channel keeps.",
      ar: "بيّن السبب في ملاحظة القناة، أو اجعل الوعد مما تفي به كل القنوات.",
    },
  );

/** What an entity does for everyone, through one channel or another, fits in the time it promises. */
function slowSteps(service: Service): Problem[] {
  const { processingTime, processingTimeBasis, channels, steps } = service;
  // A promise in minutes is one of the counter, not of what follows.
  if (processingTime === undefined || processingTimeBasis === "MINUTES") return [];
  const office = steps.filter(
    ({ phase, actor, condition }) => phase === "PROCESS" && actor !== "CUSTOMER" && condition === undefined,
  );
  const longest = Math.max(
    ...channels.map(({ channel }) =>
      office
        .filter((step) => step.channel === undefined || step.channel === channel)
        .reduce((days, { duration, waitingTime }) => days + daysOf(duration ?? "PT0S") + daysOf(waitingTime ?? "PT0S"), 0),
    ),
  );
  // Steps are counted as the promise is, so a day of work is a day of it; hours on top of full days are not held against it.
  return Math.floor(longest) > daysOf(processingTime) ? [stepsTakeLonger(longest, processingTime)] : [];
}

const stepsTakeLonger = (days: number, promised: string): Problem =>
  problem(
    "STEPS_TAKE_LONGER",
    "$.processingTime",
    {
      en: `The steps while the entity decides take ${rounded(days)} days, more than the ${promised} promised.`,
      ar: `خطوات المعالجة تستغرق ${rounded(days)} يومًا، وهي أطول من المدة الموعودة ${promised}.`,
    },
    { en: "Correct the promise, or the times of the steps.", ar: "صحّح المدة الموعودة أو أزمنة الخطوات." },
  );

const rounded = (days: number): number => Math.round(days * 100) / 100;
