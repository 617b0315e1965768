import { Directive, ObjectType } from "type-graphql";
import {
  CodeListed,
  enumeration,
  ForeignReference,
  LocalDate,
  Localized,
  Nested,
  OneOf,
  PublishedRecord,
  Reference,
  Scalar,
  Text,
  type Texts,
} from "../../schema/vocabulary";
import { CodeListItem } from "./code-list-item.entity";
import { GovernmentEntity } from "./stubs";

export const PolicyDocumentKind = enumeration("PolicyDocumentKind", "What kind of document sets out how services are to be.", {
  POLICY: "A policy: what entities are bound to.",
  GUIDE: "A guide: how to do what a policy asks.",
  MANUAL: "A manual: step by step.",
  CHARTER: "A charter: what people may expect.",
});

export const PolicyPillar = enumeration("PolicyPillar", "The pillar of service work that a document or criterion belongs to.", {
  STRATEGIC_DIRECTION: "Goals, ownership and priorities.",
  DESIGN: "How services are designed.",
  DEVELOPMENT: "How services are measured and improved.",
  DELIVERY: "How services are delivered.",
});

@ObjectType({ description: "A numbered section of a policy document." })
export class PolicyDocumentSection {
  @Text('Its number, such as "1.2".', { maxLength: 20 })
  number!: string;

  @Localized("Its title.")
  title!: Texts;

  @Localized("Its text; null when only its title is published.", { optional: true })
  text?: Texts;
}

@Directive(`@key(fields: "id")`)
@ObjectType({ implements: PublishedRecord, description: "A policy, guide, manual or charter that says how services are to be." })
export class PolicyDocument extends PublishedRecord {
  @OneOf(PolicyDocumentKind, "What kind of document it is.")
  kind!: keyof typeof PolicyDocumentKind;

  @Text('Which version of the document it is, such as "1.0".', { maxLength: 20 })
  version!: string;

  @OneOf(PolicyPillar, "The pillar it belongs to; null when it covers all.", { optional: true })
  pillar?: keyof typeof PolicyPillar;

  @Localized("Its title.")
  title!: Texts;

  @Localized("What it is about, in short; null when not published.", { optional: true })
  summary?: Texts;

  @ForeignReference(() => GovernmentEntity, "Who approved it; null when not published.", { optional: true })
  approvedBy?: string;

  @Scalar(LocalDate, "The day it was approved; null when not published.", { optional: true })
  approvedOn?: string;

  @Scalar(LocalDate, "The day from which it is to be followed; null when not published.", { optional: true })
  effectiveFrom?: string;

  @Reference(() => PolicyDocument, "The document it takes the place of; null when there is none.", { optional: true })
  supersedes?: string;

  @CodeListed(() => CodeListItem, "ENTITY-KIND", "The kinds of entity it binds.", { list: true })
  appliesTo!: string[];

  @Nested(() => PolicyDocumentSection, "Its sections, in their order.", { list: true })
  sections!: PolicyDocumentSection[];
}
