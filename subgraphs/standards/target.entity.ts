import { Directive, ObjectType } from "type-graphql";
import {
  Decimal,
  enumeration,
  ForeignReference,
  LocalDate,
  Localized,
  OneOf,
  PublishedRecord,
  Reference,
  Scalar,
  type Texts,
} from "../../schema/vocabulary";
import { Indicator } from "./indicator.entity";
import { PolicyDocument } from "./policy-document.entity";
import { Channel, GovernmentEntity, Service } from "./stubs";

export const TargetScope = enumeration(
  "TargetScope",
  "How far a target reaches. Where several do, the nearest wins: the channel before the service, the entity and the policy.",
  {
    POLICY: "Everyone: a policy document sets it.",
    ENTITY: "All that one entity does.",
    SERVICE: "One service through all channels.",
    CHANNEL: "One service through one channel.",
  },
);
export type TargetScope = keyof typeof TargetScope;

@Directive(`@key(fields: "id")`)
@ObjectType({
  implements: PublishedRecord,
  description: "The value an indicator is to reach, for everyone or more narrowly, from a day on.",
})
export class Target extends PublishedRecord {
  @Reference(() => Indicator, "The indicator that is to reach it.")
  indicator!: string;

  @Scalar(Decimal, 'The value to reach, on the scale of numerator divided by denominator, such as "0.9500".')
  value!: string;

  @OneOf(TargetScope, "How far it reaches, and so where an applied target comes from.")
  scope!: TargetScope;

  @Reference(() => PolicyDocument, "The document that sets it; null for the other scopes.", { optional: true })
  document?: string;

  @ForeignReference(() => GovernmentEntity, "The entity it is for; null for the other scopes.", { optional: true })
  entity?: string;

  @ForeignReference(() => Service, "The service it is for, for the scopes SERVICE and CHANNEL; null otherwise.", {
    optional: true,
  })
  service?: string;

  @ForeignReference(() => Channel, "The channel it is for, for the scope CHANNEL; null otherwise.", { optional: true })
  channel?: string;

  @Scalar(LocalDate, "The first day it is to be reached.")
  effectiveFrom!: string;

  @Scalar(LocalDate, "The last day it holds; null while no end is set.", { optional: true })
  effectiveTo?: string;

  @Localized("Why it is as it is; null when not published.", { optional: true })
  note?: Texts;
}
