import { Directive, ObjectType } from "type-graphql";
import { enumeration, Localized, OneOf, PublishedRecord, Reference, type Texts } from "../../schema/vocabulary";

export const LifeEventType = enumeration("LifeEventType", "Whose event it is.", {
  LIFE_EVENT: "An event in the life of a person, such as renting a home (CPSV-AP LifeEvent).",
  BUSINESS_EVENT: "An event in the life of a business, such as hiring staff (CPSV-AP BusinessEvent).",
});

@Directive(`@key(fields: "id")`)
@ObjectType({
  implements: PublishedRecord,
  description: "A situation in which people or businesses need several services (CPSV-AP Event).",
})
export class LifeEvent extends PublishedRecord {
  @OneOf(LifeEventType, "Whose event it is.")
  type!: keyof typeof LifeEventType;

  @Localized("Its name.")
  name!: Texts;

  @Localized("What happens in it.")
  description!: Texts;

  @Reference(() => LifeEvent, "The event it is part of; null when it stands alone.", { optional: true })
  parent?: string;
}
