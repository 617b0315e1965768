import { ObjectType } from "type-graphql";
import {
  Code,
  CodeListed,
  Decimal,
  enumeration,
  Flag,
  ForeignReference,
  LocalDate,
  Localized,
  Money,
  Nested,
  OneOf,
  Reference,
  Scalar,
  type Texts,
} from "../../schema/vocabulary";
import { Channel } from "./channel.entity";
import { LegalResource } from "./legal-resource.entity";
import { CodeListItem, CustomerSegment } from "./stubs";

export const FeeType = enumeration("FeeType", "How a fee is computed.", {
  FREE: "Nothing is charged.",
  FIXED: "One amount.",
  PER_UNIT: "An amount for each unit, such as a page or a square metre.",
  PERCENTAGE: "A percentage of a sum, such as the annual rent.",
  TIERED: "An amount by band of a quantity.",
  DEPOSIT: "An amount that is held as security.",
});

@ObjectType({ description: "One band of a tiered fee." })
export class FeeTier {
  @Scalar(Decimal, "Where the band begins, included.")
  from!: string;

  @Scalar(Decimal, "Where the band ends, excluded; null when it has no end.", { optional: true })
  to?: string;

  @Nested(() => Money, "The fee in this band.")
  amount!: Money;
}

@ObjectType({ description: "What a service costs (CPSV-AP Cost). It holds for every channel and party unless it names one." })
export class Fee {
  @Scalar(Code, "What steps of the same service call it.")
  key!: string;

  @Localized("What it is for; null when the service has one fee only.", { optional: true })
  name?: Texts;

  @Localized("When it is charged; null when always.", { optional: true })
  condition?: Texts;

  @OneOf(FeeType, "How it is computed.")
  type!: keyof typeof FeeType;

  @Nested(() => Money, "The amount: the whole, or for one unit; zero when free; null when a rate or tiers say it.", {
    optional: true,
  })
  amount?: Money;

  @Scalar(Decimal, 'The percentage, such as "4.00" for 4 %; null for other types.', { optional: true })
  rate?: string;

  @Localized("What the percentage is taken of; null for other types.", { optional: true })
  base?: Texts;

  @Nested(() => Money, "The least that is charged; null when there is no least.", { optional: true })
  minimum?: Money;

  @Nested(() => Money, "The most that is charged; null when there is no most.", { optional: true })
  maximum?: Money;

  @CodeListed(() => CodeListItem, "FEE-UNIT", "What is counted.", { optional: true })
  unit?: string;

  @Nested(() => FeeTier, "The bands, lowest first; empty for other types.", { list: true })
  tiers!: FeeTier[];

  @ForeignReference(() => CustomerSegment, "Customers who do not pay it.", { list: true })
  exemptions!: string[];

  @Flag("Whether it is paid back in whole or part.")
  isRefundable!: boolean;

  @Reference(() => LegalResource, "The law or decision that sets it; null when none is named.", { optional: true })
  legalBasis?: string;

  @Reference(() => Channel, "The channel it is for; null for all.", { optional: true })
  channel?: string;

  @CodeListed(() => CodeListItem, "PARTY", "The party that pays it; null when there is one party only.", { optional: true })
  party?: string;

  @CodeListed(() => CodeListItem, "PAYMENT-METHOD", "How it can be paid; empty when as the service says.", { list: true })
  paymentMethods!: string[];

  @Scalar(LocalDate, "The first day it is charged; null when not said.", { optional: true })
  effectiveFrom?: string;

  @Scalar(LocalDate, "The last day it is charged; null while it is.", { optional: true })
  effectiveTo?: string;
}
