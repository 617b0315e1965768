import { Directive, Field, Float, Int, ObjectType } from "type-graphql";
import {
  Code,
  Flag,
  ForeignReference,
  Integer,
  LocalDate,
  Localized,
  Money,
  Nested,
  PublishedRecord,
  Quantity,
  Reference,
  Scalar,
  type Texts,
} from "../../schema/vocabulary";
import { LifeEvent } from "./life-event.entity";
import { Participation } from "./participation";
import { Service } from "./service.entity";
import { GovernmentEntity } from "./stubs";

@ObjectType({ description: "One service in a journey, and what must come before it." })
export class JourneyItem {
  @Scalar(Code, "What other items of the same journey call it.")
  key!: string;

  @Reference(() => Service, "The service.")
  service!: string;

  @Integer("Its place when the journey is told in a row.", { minimum: 1, maximum: 200 })
  order!: number;

  @Scalar(Code, "The keys of the items that must come before it.", { list: true })
  dependsOn!: string[];

  @Flag("Whether one may do without it.")
  isOptional!: boolean;

  @Localized("When it is needed; null when always.", { optional: true })
  condition?: Texts;
}

@ObjectType({ description: "What a journey asks of a customer, as its owner measured it or aims at." })
export class Burden {
  @Scalar(LocalDate, "The day it was measured; null for an aim.", { optional: true })
  measuredOn?: string;

  @Quantity("Days from beginning to end.", { minimum: 0, maximum: 10_000 })
  days!: number;

  @Integer("Steps the customer takes.")
  steps!: number;

  @Integer("Documents the customer brings.")
  documents!: number;

  @Integer("Times the customer must go somewhere.")
  visits!: number;

  @Integer("Times customer and government meet, in person or not.")
  touchpoints!: number;

  @Nested(() => Money, "What the customer pays.")
  fees!: Money;

  @Localized("Where the figures come from; null when not said.", { optional: true })
  note?: Texts;
}

@ObjectType({
  description:
    "What a journey asks of every customer now, computed from the services in it that are not optional, each through the first channel it names and without what is conditional.",
})
export class ComputedBurden {
  @Field(() => Float, {
    description:
      "Calendar days along the longest chain of services that wait for one another; working days are those of a four-day week.",
  })
  days!: number;

  @Field(() => Int, { description: "Steps in which the customer acts." })
  steps!: number;

  @Field(() => Int, {
    description: "Different documents that are mandatory, without those a service of the journey itself issues.",
  })
  documents!: number;

  @Field(() => Int, { description: "Steps for which the customer must go somewhere." })
  visits!: number;

  @Field(() => Int, { description: "Steps in which customer and government meet." })
  touchpoints!: number;

  @Field(() => Money, {
    description: "The sum of the fixed fees in force; percentages, units and deposits depend on the case and are left out.",
  })
  fees!: Money;
}

@Directive(`@key(fields: "id")`)
@ObjectType({
  implements: PublishedRecord,
  description: "Services of several entities that a customer needs for one purpose, with one owner.",
})
export class Journey extends PublishedRecord {
  @Localized("Its name.")
  name!: Texts;

  @Localized("What it leads to.")
  description!: Texts;

  @ForeignReference(() => GovernmentEntity, "The entity that answers for the journey as a whole.")
  owner!: string;

  @Nested(() => Participation, "Other entities that take part.", { list: true })
  participants!: Participation[];

  @Reference(() => LifeEvent, "The event it belongs to; null when none.", { optional: true })
  event?: string;

  @Nested(() => JourneyItem, "The services in it.", { list: true, minItems: 1 })
  items!: JourneyItem[];

  @Nested(() => Burden, "What it asked of customers before it was improved; null when not measured.", { optional: true })
  baseline?: Burden;

  @Nested(() => Burden, "What it is to ask of customers; null when not set.", { optional: true })
  target?: Burden;
}
