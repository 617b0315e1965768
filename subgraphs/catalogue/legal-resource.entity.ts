import { Directive, ObjectType } from "type-graphql";
import {
  enumeration,
  ForeignReference,
  Integer,
  LocalDate,
  Localized,
  OneOf,
  PublishedRecord,
  Scalar,
  Text,
  type Texts,
  Url,
} from "../../schema/vocabulary";
import { GovernmentEntity } from "./stubs";

export const LegalResourceType = enumeration("LegalResourceType", "What kind of legal instrument it is.", {
  LAW: "A law.",
  DECREE: "A decree.",
  EXECUTIVE_REGULATION: "Regulations that carry out a law.",
  COUNCIL_DECISION: "A decision of the Executive Council.",
  POLICY: "A policy the government has bound itself to.",
  CIRCULAR: "A circular to entities.",
});

export const LegalStatus = enumeration("LegalStatus", "Whether a legal instrument is in force.", {
  IN_FORCE: "It is in force.",
  AMENDED: "It is in force as amended.",
  REPEALED: "It is no longer in force.",
});

@Directive(`@key(fields: "id")`)
@ObjectType({
  implements: PublishedRecord,
  description: "A law, decision or policy on which services rest (CPSV-AP LegalResource, ELI).",
})
export class LegalResource extends PublishedRecord {
  @OneOf(LegalResourceType, "What kind of instrument it is.")
  type!: keyof typeof LegalResourceType;

  @Text('Its number, such as "5"; null when it has none.', { optional: true, maxLength: 20 })
  number?: string;

  @Integer("The year of issue; null when not known.", { optional: true, minimum: 1900, maximum: 2200 })
  year?: number;

  @Localized("Its title.")
  title!: Texts;

  @Text('The article meant, such as "12"; null for the whole.', { optional: true, maxLength: 40 })
  article?: string;

  @ForeignReference(() => GovernmentEntity, "The entity that issued it; null when another body did.", { optional: true })
  issuedBy?: string;

  @Scalar(LocalDate, "The day of issue; null when not known.", { optional: true })
  issuedOn?: string;

  @Scalar(LocalDate, "The day it took effect; null when not known.", { optional: true })
  effectiveFrom?: string;

  @OneOf(LegalStatus, "Whether it is in force.")
  status!: keyof typeof LegalStatus;

  @Scalar(Url, "Where its text is published; null when not known.", { optional: true })
  url?: string;
}
