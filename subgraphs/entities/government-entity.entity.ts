import { Directive, ObjectType } from "type-graphql";
import {
  Aliases,
  CodeListed,
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
  Url,
} from "../../schema/vocabulary";
import { ContactPoint } from "./contact-point";
import { CodeListItem, LegalResource } from "./stubs";

export const ChangeEventType = enumeration(
  "ChangeEventType",
  "How an organisation came to be, changed or ended (W3C ORG ChangeEvent).",
  {
    FOUNDATION: "It was founded.",
    RENAME: "It got another name.",
    MERGER: "Several became one.",
    SPLIT: "One became several.",
    TRANSFER: "It was placed under another organisation.",
    DISSOLUTION: "It ended.",
    RESTRUCTURE: "Its inner structure changed.",
  },
);

@ObjectType({ description: "A change in the life of a government entity, with the instrument that made it (CPOV ChangeEvent)." })
export class OrganizationChangeEvent {
  @OneOf(ChangeEventType, "What kind of change it was.")
  type!: keyof typeof ChangeEventType;

  @Scalar(LocalDate, "The day it took effect.")
  occurredOn!: string;

  @Localized("What happened, in a sentence.")
  description!: Texts;

  @Localized("The name before a rename; null for other changes.", { optional: true })
  formerName?: Texts;

  @Reference(() => GovernmentEntity, "The entities before the change.", { list: true })
  fromEntities!: string[];

  @Reference(() => GovernmentEntity, "The entities after the change.", { list: true })
  toEntities!: string[];

  @ForeignReference(() => LegalResource, "The law or decision that made the change; null when not known.", { optional: true })
  instrument?: string;
}

@Directive(`@key(fields: "id")`)
@ObjectType({
  implements: PublishedRecord,
  description:
    "A body of government that provides services, or is bound by the same policies without providing any (CPOV PublicOrganisation).",
})
export class GovernmentEntity extends PublishedRecord {
  @Localized("Its official name.")
  name!: Texts;

  @Aliases("Names people also use: former, short or differently spelt ones.")
  alternativeNames!: Texts[];

  @CodeListed(() => CodeListItem, "ENTITY-KIND", "What kind of body it is.")
  kind!: string;

  @Localized("What it is there for.")
  purpose!: Texts;

  @Reference(() => GovernmentEntity, "The entity it belongs to; null at the top.", { optional: true })
  parent?: string;

  @Flag("Whether it offers services; some entities offer none but are bound by the policy.", { required: true })
  isServiceProvider!: boolean;

  @Scalar(Url, "Its web site; null when it has none.", { optional: true })
  homepage?: string;

  @Nested(() => ContactPoint, "Ways to reach it.", { list: true })
  contactPoints!: ContactPoint[];

  @CodeListed(() => CodeListItem, "PLACE", "The area it is responsible for (dct:spatial).", { optional: true })
  spatial?: string;

  @ForeignReference(() => LegalResource, "The laws and decisions it rests on.", { list: true })
  legalBasis!: string[];

  @Nested(() => OrganizationChangeEvent, "How it came to be and changed, as its publisher ordered it.", { list: true })
  changeEvents!: OrganizationChangeEvent[];
}
