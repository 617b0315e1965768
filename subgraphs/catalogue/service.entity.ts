import { Directive, ObjectType } from "type-graphql";
import {
  Aliases,
  CodeListed,
  Duration,
  enumeration,
  Flag,
  ForeignReference,
  LocalDate,
  Localized,
  Nested,
  OneOf,
  PublishedRecord,
  Reference,
  Scalar,
  type Texts,
} from "../../schema/vocabulary";
import { Fee } from "./fee";
import { LegalResource } from "./legal-resource.entity";
import { LifeEvent } from "./life-event.entity";
import { Participation } from "./participation";
import { RequiredDocument } from "./required-document";
import { FrequentQuestion, OnlineStatus, Output } from "./service-parts";
import { ServiceChannel, TimeBasis } from "./service-channel";
import { Step } from "./step";
import { CodeListItem, CustomerSegment, GovernmentEntity, OrganizationalUnit, Requirement } from "./stubs";

export const DeliveryScope = enumeration("DeliveryScope", "For whom a service is.", {
  EXTERNAL: "For residents, visitors and businesses.",
  INTERNAL: "For government bodies themselves.",
});

export const ServiceStatus = enumeration("ServiceStatus", "Whether a service can be had.", {
  ACTIVE: "It can be had.",
  PLANNED: "It is going to be offered.",
  SUSPENDED: "It cannot be had for the time being.",
  DISCONTINUED: "It is no longer offered.",
});

@Directive(`@key(fields: "id")`)
@ObjectType({
  implements: PublishedRecord,
  description: "What an entity does for its customers, and all they need to know about it (CPSV-AP PublicService).",
})
export class Service extends PublishedRecord {
  @Localized("Its name.")
  name!: Texts;

  @Aliases("Names people also use.")
  alternateNames!: Texts[];

  @Localized("What it is, in one sentence for lists.")
  shortDescription!: Texts;

  @Localized("What it is, for whom and what comes of it.")
  description!: Texts;

  @Aliases("Words people look for it by.")
  keywords!: Texts[];

  @CodeListed(() => CodeListItem, "SERVICE-CATEGORY", "Its category.")
  category!: string;

  @CodeListed(() => CodeListItem, "SERVICE-TYPE", "Its type.")
  type!: string;

  @Reference(() => Service, "The main service it is part of; null unless it is a subsidiary service.", { optional: true })
  parentService?: string;

  @OneOf(DeliveryScope, "For whom it is: customers, or government itself.")
  deliveryScope!: keyof typeof DeliveryScope;

  @ForeignReference(() => GovernmentEntity, "The entity that answers for it (cv:hasCompetentAuthority).")
  competentAuthority!: string;

  @ForeignReference(() => GovernmentEntity, "The entity that carries it out, when it is another; null otherwise.", {
    optional: true,
  })
  executingAuthority?: string;

  @ForeignReference(() => OrganizationalUnit, "The unit that owns it; null when not said.", { optional: true })
  owningUnit?: string;

  @Nested(() => Participation, "Other entities that take part.", { list: true })
  participations!: Participation[];

  @ForeignReference(() => CustomerSegment, "The customers it is for.", { list: true, minItems: 1 })
  audience!: string[];

  @Reference(() => LifeEvent, "The life and business events in which it is needed.", { list: true })
  lifeEvents!: string[];

  @Reference(() => Service, "Services one needs first.", { list: true })
  requires!: string[];

  @Reference(() => Service, "Services that are often of interest beside it.", { list: true })
  relatedServices!: string[];

  @ForeignReference(() => Requirement, "Who is entitled to it: all of these must be met (CCCEV).", { list: true })
  requirements!: string[];

  @Reference(() => LegalResource, "The laws and decisions it rests on.", { list: true })
  legalResources!: string[];

  @Scalar(Duration, "How long processing takes; null when not said.", { optional: true })
  processingTime?: string;

  @OneOf(TimeBasis, "How that time is counted; null without one.", { optional: true })
  processingTimeBasis?: keyof typeof TimeBasis;

  @Scalar(Duration, "How long it takes at the counter; null when not said.", { optional: true })
  serviceTimeAtCounter?: string;

  @Nested(() => OnlineStatus, "Which of its interaction points can be done online.")
  onlineStatus!: OnlineStatus;

  @CodeListed(() => CodeListItem, "AUTHENTICATION-LEVEL", "How customers must prove who they are.", { optional: true })
  authenticationLevel?: string;

  @CodeListed(() => CodeListItem, "PAYMENT-METHOD", "How its fees can be paid.", { list: true })
  paymentMethods!: string[];

  @Localized("How to object to a decision; null when not said (SDGR Article 10).", { optional: true })
  redress?: Texts;

  @Scalar(Duration, "How long one has to object; null when not said.", { optional: true })
  redressDeadline?: string;

  @Flag("Whether silence of the entity past its time means approval (SDGR Article 10).")
  hasTacitApproval!: boolean;

  @Reference(() => LifeEvent, "The event upon which it is offered without being asked for; null when it must be asked for.", {
    optional: true,
  })
  proactiveTrigger?: string;

  @Localized("What it does not cover; null when nothing in particular.", { optional: true })
  limitations?: Texts;

  @Nested(() => FrequentQuestion, "What customers often ask.", { list: true })
  faq!: FrequentQuestion[];

  @OneOf(ServiceStatus, "Whether it can be had.")
  status!: keyof typeof ServiceStatus;

  @Scalar(LocalDate, "The day by which its description is to be reviewed; null when not planned.", { optional: true })
  reviewDue?: string;

  @Nested(() => ServiceChannel, "The channels through which it is offered, and what differs there.", { list: true, minItems: 1 })
  channels!: ServiceChannel[];

  @Nested(() => Step, "What is done, step by step.", { list: true, minItems: 1 })
  steps!: Step[];

  @Nested(() => RequiredDocument, "The documents it asks for.", { list: true })
  documents!: RequiredDocument[];

  @Nested(() => Fee, "What it costs; a free service has one fee that says so.", { list: true, minItems: 1 })
  fees!: Fee[];

  @Nested(() => Output, "What it results in.", { list: true, minItems: 1 })
  outputs!: Output[];
}
