import { Field, ObjectType } from "type-graphql";
import { LocalizedText, type Texts, Url } from "../../schema/vocabulary";
import { ServiceStandard, ServiceStandardType } from "./service-standard.entity";
import type { Subject } from "./subject";
import type { TargetPlace } from "./target.rules";

@ObjectType({ description: "A service standard as it applies to one of its subjects." })
export class AppliedStandard {
  @Field(() => ServiceStandard, { description: "The standard, with everything else it applies to." })
  standard!: ServiceStandard;

  @Field(() => LocalizedText, { description: "The promise, in words people can hold the entity to." })
  text!: Texts;

  @Field(() => ServiceStandardType, { description: "What it promises." })
  type!: keyof typeof ServiceStandardType;

  @Field(() => Url, { nullable: true, description: "The page where it is published; null when it has none." })
  url?: string | undefined;

  subject!: Subject;
}

/** A standard as it applies to one of its subjects. */
export function applied(standard: ServiceStandard, subject: Subject): AppliedStandard {
  const { text, type, url } = standard;
  return { standard, text, type, url, subject };
}

/** Where targets for an applied standard are looked for. */
export function placeOf({ standard, subject }: AppliedStandard): TargetPlace {
  return { subject, entity: standard.entity, channel: standard.channel };
}
