import { ObjectType } from "type-graphql";
import {
  CodeListed,
  EmailAddress,
  Localized,
  Nested,
  PhoneNumber,
  Scalar,
  Schedule,
  type Texts,
  Url,
} from "../../schema/vocabulary";
import { CodeListItem } from "./stubs";

@ObjectType({ description: "A way to reach someone (CPOV ContactPoint)." })
export class ContactPoint {
  @CodeListed(() => CodeListItem, "CONTACT-ROLE", "What it is for.")
  role!: string;

  @Localized("Who answers; null when the role says enough.", { optional: true })
  name?: Texts;

  @Scalar(EmailAddress, "E-mail address; null when there is none.", { optional: true })
  email?: string;

  @Scalar(PhoneNumber, "Telephone number; null when there is none.", { optional: true })
  telephone?: string;

  @Scalar(Url, "Page with a form or more ways; null when there is none.", { optional: true })
  page?: string;

  @Nested(() => Schedule, "When someone answers; empty when always or unknown.", { list: true })
  schedules!: Schedule[];
}
