import { DEFAULT_TIME_ZONE, type Schedule } from "../../../../schema/vocabulary";
import { type Problem, problem } from "../validation";
import { daysInOrder } from "./days";
import { describeRules } from "./described";

describeRules("ERROR", [], {
  UNSOUND_SCHEDULE: { en: "Opening hours say nothing, or contradict themselves.", ar: "أوقات دوام ناقصة أو متناقضة." },
  UNKNOWN_TIME_ZONE: { en: "A time zone does not exist.", ar: "منطقة زمنية غير موجودة." },
  OTHER_TIME_ZONE: { en: "The hours of one place are in several time zones.", ar: "أوقات المكان الواحد بمناطق زمنية مختلفة." },
});
describeRules("WARNING", [], {
  OVERLAPPING_HOURS: {
    en: "Two schedules hold at the same hour of the same day.",
    ar: "جدولان يسريان في الساعة نفسها من اليوم نفسه.",
  },
});

/** A schedule either closes for a span of days, or opens on some days for some hours; all of a place's are in its time zone. */
export function schedulesSound(schedules: readonly Schedule[], path: string): Problem[] {
  const inZones = schedules.flatMap((schedule, index) =>
    timeZoneSound(schedule, schedules[0] ?? schedule, `${path}[${index}].timezone`),
  );
  const inThemselves = schedules.flatMap((schedule, index) => {
    const at = `${path}[${index}]`;
    const { isClosed, byDay, opensAt, closesAt, effectiveFrom, effectiveTo } = schedule;
    const closure = isClosed && byDay.length === 0 && opensAt === undefined && closesAt === undefined;
    const opening = !isClosed && byDay.length > 0 && opensAt !== undefined && closesAt !== undefined && opensAt < closesAt;
    const spanned = schedule.season === "REGULAR" || (effectiveFrom !== undefined && effectiveTo !== undefined);
    return [
      ...(closure || opening
        ? []
        : [
            problem(
              "UNSOUND_SCHEDULE",
              at,
              {
                en: "A schedule has days with an opening before a closing time, or is closed and has neither.",
                ar: "يجب أن يتضمن الجدول أيامًا ووقت فتح يسبق وقت الإغلاق، أو أن يكون إغلاقًا دون أيام وأوقات.",
              },
              {
                en: "Give byDay, opensAt and a later closesAt; or isClosed alone.",
                ar: "اذكر الأيام ووقت الفتح ووقت إغلاق بعده، أو اجعله إغلاقًا فقط.",
              },
            ),
          ]),
      ...(spanned
        ? []
        : [
            problem(
              "UNSOUND_SCHEDULE",
              at,
              {
                en: "A schedule of Ramadan, a holiday or an exception needs its first and last day.",
                ar: "يحتاج جدول رمضان أو العطلة أو الاستثناء إلى أول يوم وآخر يوم.",
              },
              { en: "Give effectiveFrom and effectiveTo.", ar: "اذكر تاريخ البداية وتاريخ النهاية." },
            ),
          ]),
      ...daysInOrder(effectiveFrom, effectiveTo, at),
    ];
  });
  return [...inThemselves, ...inZones, ...overlaps(schedules, path)];
}

function timeZoneSound(
  { timezone = DEFAULT_TIME_ZONE }: Schedule,
  { timezone: first = DEFAULT_TIME_ZONE }: Schedule,
  path: string,
): Problem[] {
  if (!timeZoneExists(timezone)) {
    return [
      problem(
        "UNKNOWN_TIME_ZONE",
        path,
        { en: `There is no time zone "${timezone}".`, ar: `لا توجد منطقة زمنية باسم "${timezone}".` },
        {
          en: 'Use an IANA name such as "Asia/Dubai", or leave it out.',
          ar: 'استخدم اسمًا من قائمة IANA مثل "Asia/Dubai" أو احذفه.',
        },
      ),
    ];
  }
  if (timezone === first) return [];
  return [
    problem(
      "OTHER_TIME_ZONE",
      path,
      {
        en: `The hours of one place are in one time zone: ${first}, not ${timezone}.`,
        ar: `ساعات المكان الواحد تكون بمنطقة زمنية واحدة: ${first} لا ${timezone}.`,
      },
      { en: "Write all hours in the time zone of the place.", ar: "اكتب كل الأوقات بالمنطقة الزمنية للمكان." },
    ),
  ];
}

function timeZoneExists(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** No two schedules of one season hold at the same hour of the same day; seasons go before one another. */
function overlaps(schedules: readonly Schedule[], path: string): Problem[] {
  return schedules.flatMap((schedule, index) => {
    const other = schedules.slice(0, index).findIndex((earlier) => overlap(earlier, schedule));
    return other < 0 ? [] : [overlapping(`${path}[${index}]`, `${path}[${other}]`)];
  });
}

function overlap(a: Schedule, b: Schedule): boolean {
  if (a.season !== b.season) return false;
  const { effectiveFrom: fromA = "", effectiveTo: toA = "9999" } = a;
  const { effectiveFrom: fromB = "", effectiveTo: toB = "9999" } = b;
  if (fromA > toB || fromB > toA) return false;
  if (a.isClosed || b.isClosed) return true;
  const { opensAt: opensA = "", closesAt: closesA = "" } = a;
  const { opensAt: opensB = "", closesAt: closesB = "" } = b;
  return opensA < closesB && opensB < closesA && a.byDay.some((day) => b.byDay.includes(day));
}

const overlapping = (path: string, other: string): Problem =>
  problem(
    "OVERLAPPING_HOURS",
    path,
    {
      en: `It holds at the same time as ${other}, of the same season.`,
      ar: `يسري هذا الجدول في الوقت نفسه مع ${other} من الموسم ذاته.`,
    },
    {
      en: "Part the two by days, hours or dates, or keep one.",
      ar: "افصل بينهما بالأيام أو الساعات أو التواريخ، أو أبقِ واحدًا منهما.",
    },
  );
