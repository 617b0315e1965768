import { describeRules } from "../shared/editions/rules/described";
import { type Problem, problem } from "../shared/editions/validation";
import type { ServiceStandard } from "./service-standard.entity";
import { subjectKey } from "./subject";

describeRules("ERROR", ["ServiceStandard"], {
  DUPLICATE_SUBJECT: { en: "A standard names a subject twice.", ar: "معيار يذكر الموضوع نفسه مرتين." },
  CHANNEL_OF_JOURNEY: { en: "A standard of a journey names a channel.", ar: "معيار لرحلة يذكر قناة." },
});

/** A standard names each subject once, and is narrowed to a channel only where all its subjects are served through channels. */
export function serviceStandardRules({ subjects, channel }: ServiceStandard): Problem[] {
  const keys = subjects.map(subjectKey);
  return subjects.flatMap((subject, index) => [
    ...(keys.indexOf(subjectKey(subject)) === index
      ? []
      : [
          problem(
            "DUPLICATE_SUBJECT",
            `$.subjects[${index}]`,
            { en: `${subject.code} is named twice.`, ar: `ورد ${subject.code} مرتين.` },
            { en: "Name each subject once.", ar: "اذكر كل موضوع مرة واحدة." },
          ),
        ]),
    ...(channel !== undefined && subject.type === "JOURNEY"
      ? [
          problem(
            "CHANNEL_OF_JOURNEY",
            "$.channel",
            {
              en: `A journey such as ${subject.code} is not served through one channel.`,
              ar: `لا تُقدَّم رحلة مثل ${subject.code} عبر قناة واحدة.`,
            },
            {
              en: "Leave out the channel, or hold the services of the journey to the standard.",
              ar: "احذف القناة، أو اجعل المعيار للخدمات التي تتكون منها الرحلة.",
            },
          ),
        ]
      : []),
  ]);
}
