import { Directive, ObjectType } from "type-graphql";
import {
  ConceptMatch,
  enumeration,
  Flag,
  Localized,
  Nested,
  OneOf,
  PublishedRecord,
  Reference,
  type Texts,
} from "../../schema/vocabulary";
import { Expression } from "./expression.entity";

export const PartyType = enumeration("PartyType", "What kind of party a customer is.", {
  INDIVIDUAL: "A person, for themselves or their family.",
  BUSINESS: "A business, existing or being set up.",
  GOVERNMENT: "A government body.",
  NON_PROFIT: "An association or other non-profit organisation.",
});

@Directive(`@key(fields: "id")`)
@ObjectType({
  implements: PublishedRecord,
  description: "A group of customers with needs in common, for whom services are made.",
})
export class CustomerSegment extends PublishedRecord {
  @Localized("Its name.")
  name!: Texts;

  @Localized("Who belongs to it, in a sentence.")
  definition!: Texts;

  @OneOf(PartyType, "What kind of party its customers are.")
  party!: keyof typeof PartyType;

  @Reference(() => CustomerSegment, "The wider segment it is part of; null at the top.", { optional: true })
  parent?: string;

  @Nested(
    () => Expression,
    "Who belongs to it, as a condition on facts that is complete without its parent's; null when facts alone cannot tell.",
    { optional: true },
  )
  criteria?: Expression;

  @Flag("Whether its customers are served with priority.")
  isPriority!: boolean;

  @Localized("What its customers need of services.", { list: true })
  needs!: Texts[];

  @Nested(() => ConceptMatch, "The same segment in other classifications.", { list: true })
  exactMatch!: ConceptMatch[];
}
