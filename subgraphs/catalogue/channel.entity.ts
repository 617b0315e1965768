import { Directive, ObjectType } from "type-graphql";
import {
  CodeListed,
  EmailAddress,
  enumeration,
  Flag,
  ForeignReference,
  LanguageTag,
  Localized,
  Nested,
  OneOf,
  PhoneNumber,
  PublishedRecord,
  Scalar,
  Schedule,
  type Texts,
  Url,
} from "../../schema/vocabulary";
import { CodeListItem, GovernmentEntity, ServiceCentre } from "./stubs";

export const ChannelType = enumeration("ChannelType", "How people reach a service through a channel.", {
  WEBSITE: "A web site or portal.",
  MOBILE_APP: "An app on a phone or tablet.",
  SERVICE_CENTRE: "Counters in service centres.",
  PHONE: "A telephone line.",
  KIOSK: "A self-service machine.",
  EMAIL: "An e-mail address.",
  MAIL: "The post.",
  PARTNER_CENTRE: "Counters of a partner, such as an accredited typing office.",
  HOME_VISIT: "A visit to the customer's home.",
  CHAT: "A conversation in writing, with a person or an assistant.",
});

@Directive(`@key(fields: "id")`)
@ObjectType({
  implements: PublishedRecord,
  description: "A way to a service, shared by the services that use it (CPSV-AP Channel).",
})
export class Channel extends PublishedRecord {
  @Localized("Its name.")
  name!: Texts;

  @OneOf(ChannelType, "How people reach services through it.")
  type!: keyof typeof ChannelType;

  @Localized("What people should know about it; null when the name says enough.", { optional: true })
  description?: Texts;

  @ForeignReference(() => GovernmentEntity, "The entity that runs it; null when it is shared by all.", { optional: true })
  operator?: string;

  @Scalar(Url, "Its web address; null when it has none.", { optional: true })
  url?: string;

  @Scalar(PhoneNumber, "Its telephone number; null when it has none.", { optional: true })
  telephone?: string;

  @Scalar(EmailAddress, "Its e-mail address; null when it has none.", { optional: true })
  email?: string;

  @Flag("Whether it is open at all hours of every day.")
  isAlwaysAvailable!: boolean;

  @Nested(() => Schedule, "When it is open; empty when always open, or when its centres say.", { list: true })
  schedules!: Schedule[];

  @Scalar(LanguageTag, "The languages it serves in.", { list: true })
  languages!: string[];

  @ForeignReference(() => ServiceCentre, "The centres whose counters it is.", { list: true })
  centres!: string[];

  @CodeListed(() => CodeListItem, "ACCESSIBILITY", "What makes it accessible.", { list: true })
  accessibility!: string[];
}
