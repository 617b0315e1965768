import { DEFAULT_TIME_ZONE, type DocumentClass, type PublishedRecord, type Schedule } from "../../../schema/vocabulary";
import { type Problem, problem, type RuleContext } from "./validation";

/** Rules that several kinds share. */

/**
 * A tree has no cycle: following `parentOf` from a record never comes back to it. Reports at `path`.
 */
export async function noCycle<T extends PublishedRecord>(
  type: DocumentClass<T>,
  document: T,
  parentOf: (document: T) => string | undefined,
  path: string,
  { find }: RuleContext,
): Promise<Problem[]> {
  const seen = new Set<string>();
  for (let code = parentOf(document); code !== undefined && !seen.has(code);) {
    if (code === document.code) {
      return [
        problem(
          "CYCLE",
          path,
          { en: `${document.code} would stand above itself.`, ar: `سيصبح السجل ${document.code} أعلى من نفسه في التسلسل.` },
          { en: "Choose a parent that is not below this record.", ar: "اختر سجلًا أعلى لا يقع تحت هذا السجل." },
        ),
      ];
    }
    seen.add(code);
    const parent: T | undefined = await find(type, code);
    code = parent && parentOf(parent);
  }
  return [];
}

/** A span of days does not end before it begins. */
export function daysInOrder(from: string | undefined, to: string | undefined, path: string): Problem[] {
  if (from === undefined || to === undefined || from <= to) return [];
  return [
    problem(
      "ENDS_BEFORE_BEGINNING",
      path,
      { en: `It ends on ${to}, before it begins on ${from}.`, ar: `ينتهي في ${to} قبل أن يبدأ في ${from}.` },
      { en: "Correct one of the two days.", ar: "صحّح أحد التاريخين." },
    ),
  ];
}

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
  return [...inThemselves, ...inZones];
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

/** Both are of the same entity, or the problem says so. */
export function sameEntity(mine: string, other: string | undefined, path: string): Problem[] {
  if (other === undefined || other === mine) return [];
  return [
    problem(
      "OTHER_ENTITY",
      path,
      { en: `It belongs to ${other}, not to ${mine}.`, ar: `يتبع هذا السجل الجهة ${other} لا الجهة ${mine}.` },
      { en: "Refer to a record of the same entity.", ar: "أشر إلى سجل يتبع الجهة نفسها." },
    ),
  ];
}
