import { ObjectType } from "type-graphql";
import {
  CodeListed,
  Duration,
  enumeration,
  Flag,
  ForeignReference,
  Integer,
  Localized,
  OneOf,
  Reference,
  Scalar,
  StoredKey,
  type Texts,
} from "../../schema/vocabulary";
import { Channel } from "./channel.entity";
import { EvidenceType } from "./evidence-type.entity";
import { CodeListItem, GovernmentEntity } from "./stubs";

export const StepActor = enumeration("StepActor", "Who acts in a step.", {
  CUSTOMER: "The customer.",
  ENTITY: "The entity that offers the service.",
  PARTNER_ENTITY: "Another entity or a partner.",
  SYSTEM: "A system, without anyone.",
});

export const StepPhase = enumeration("StepPhase", "When in the course of a service a step comes.", {
  BEFORE: "Before applying.",
  APPLY: "Applying.",
  PROCESS: "While the entity decides.",
  RECEIVE: "Receiving the result.",
});

@ObjectType({
  description: "One step of a service, by whom and for how long. It holds for every channel and party unless it names one.",
})
export class Step {
  @Integer("Its place in the course of the service, counted from 1.", { minimum: 1, maximum: 200 })
  order!: number;

  @Localized("What is done, in a few words.")
  name!: Texts;

  @Localized("How it is done; null when the name says enough.", { optional: true })
  description?: Texts;

  @OneOf(StepActor, "Who acts.")
  actor!: keyof typeof StepActor;

  @CodeListed(() => CodeListItem, "PARTY", "The party that acts; null when there is one party only.", { optional: true })
  party?: string;

  @OneOf(StepPhase, "When it comes.")
  phase!: keyof typeof StepPhase;

  @ForeignReference(
    () => GovernmentEntity,
    "The entity that acts, when it is not the one that offers the service; null otherwise.",
    { optional: true },
  )
  performedBy?: string;

  @Reference(() => Channel, "The channel it is for; null for all.", { optional: true })
  channel?: string;

  @Scalar(Duration, "How long it takes; null when not known.", { optional: true })
  duration?: string;

  @Scalar(Duration, "How long one waits before it; null when not known.", { optional: true })
  waitingTime?: string;

  @Localized("When it is needed; null when always.", { optional: true })
  condition?: Texts;

  @Reference(() => EvidenceType, "Documents handled in it.", { list: true })
  documents!: string[];

  @StoredKey({ optional: true })
  fee?: string;

  @Flag("Whether the customer must go somewhere.")
  requiresVisit!: boolean;

  @CodeListed(() => CodeListItem, "TOUCHPOINT", "Where customer and government meet in it; null when they do not.", {
    optional: true,
  })
  touchpoint?: string;
}
