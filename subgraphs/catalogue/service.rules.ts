import { describeRules } from "../shared/editions/rules/described";
import { unique } from "../shared/editions/rules/repeated";
import { schedulesSound } from "../shared/editions/rules/schedules";
import { type Problem, problem, type RuleContext } from "../shared/editions/validation";
import { feeRules } from "./fee.rules";
import { completenessRules } from "./service.completeness.rules";
import { documentRules } from "./service.documents.rules";
import type { Service } from "./service.entity";
import type { InteractionPoint, OnlineStatus } from "./service-parts";
import { timeRules } from "./service.time.rules";
import { treeRules } from "./service.tree.rules";

describeRules("ERROR", ["Service"], {
  CHANNEL_NOT_OFFERED: {
    en: "A step, fee or document is for a channel the service is not offered through.",
    ar: "خطوة أو رسم أو مستند لقناة لا تُقدَّم الخدمة عبرها.",
  },
});

const POINTS: Readonly<Record<keyof OnlineStatus, keyof typeof InteractionPoint>> = {
  accountRegistration: "ACCOUNT_REGISTRATION",
  authentication: "AUTHENTICATION",
  application: "APPLICATION",
  decision: "DECISION",
  issuance: "ISSUANCE",
  issueResolution: "ISSUE_RESOLUTION",
};

/** The interaction points that can be done online. */
export function onlinePoints({ onlineStatus }: Service): (keyof typeof InteractionPoint)[] {
  return (Object.keys(POINTS) as (keyof OnlineStatus)[])
    .filter((each) => onlineStatus[each] === "YES")
    .map((each) => POINTS[each]);
}

/** The kinds of document it asks for, each once. */
export function requestedEvidence({ documents }: Service): string[] {
  return [...new Set(documents.map(({ evidence }) => evidence))];
}

/** What the schema cannot say of a service. */
export async function serviceRules(service: Service, context: RuleContext): Promise<Problem[]> {
  return [
    ...(await treeRules(service, context)),
    ...timeRules(service),
    ...service.channels.flatMap(({ schedules }, index) => schedulesSound(schedules, `$.channels[${index}].schedules`)),
    ...unique(
      service.channels.map(({ channel }) => channel),
      (index) => `$.channels[${index}].channel`,
    ),
    ...unique(
      service.steps.map(({ order }) => String(order)),
      (index) => `$.steps[${index}].order`,
    ),
    ...feeRules(service, context.today),
    ...knownChannels(service),
    ...(await documentRules(service, context)),
    ...completenessRules(service, context.today),
  ];
}

/** What is narrowed to a channel is narrowed to one the service is offered through. */
function knownChannels({ channels, steps, documents, fees }: Service): Problem[] {
  const known = new Set(channels.map(({ channel }) => channel));
  const narrowed = { steps, documents, fees };
  return Object.entries(narrowed).flatMap(([part, items]) =>
    items.flatMap(({ channel }, index) =>
      channel === undefined || known.has(channel)
        ? []
        : [
            problem(
              "CHANNEL_NOT_OFFERED",
              `$.${part}[${index}].channel`,
              { en: `The service is not offered through ${channel}.`, ar: `لا تُقدَّم الخدمة عبر القناة ${channel}.` },
              { en: "Add the channel to the service, or name one it has.", ar: "أضف القناة إلى الخدمة أو اذكر قناة من قنواتها." },
            ),
          ],
    ),
  );
}
