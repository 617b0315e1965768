import { Directive, ObjectType } from "type-graphql";
import { ForeignReference, Localized, Nested, PublishedRecord, type Texts } from "../../schema/vocabulary";
import { Expression } from "./expression.entity";
import { EvidenceType, LegalResource } from "./stubs";

@Directive(`@key(fields: "id")`)
@ObjectType({
  implements: PublishedRecord,
  description:
    "A condition that a customer must meet to be eligible for a service, kept once for all services (CCCEV Requirement).",
})
export class Requirement extends PublishedRecord {
  @Localized("Its name.")
  name!: Texts;

  @Localized("What it means for a customer; null when the name says enough.", { optional: true })
  description?: Texts;

  @Nested(() => Expression, "The condition on facts about the customer.")
  expression!: Expression;

  @ForeignReference(() => LegalResource, "The law or decision it rests on; null when none is named.", { optional: true })
  legalBasis?: string;

  @ForeignReference(() => EvidenceType, "The documents that can prove it.", { list: true })
  evidence!: string[];
}
