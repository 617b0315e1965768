import { Directive, ObjectType } from "type-graphql";
import {
  enumeration,
  ForeignReference,
  Localized,
  OneOf,
  PublishedRecord,
  Reference,
  Scalar,
  Stored,
  type Texts,
  Url,
} from "../../schema/vocabulary";
import { Criterion } from "./criterion.entity";
import { Indicator } from "./indicator.entity";
import { Channel, GovernmentEntity } from "./stubs";
import { Subject } from "./subject";

export const ServiceStandardType = enumeration(
  "ServiceStandardType",
  "What a service standard promises (Government of Canada Service Inventory).",
  {
    ACCESS: "How easily the service is reached.",
    ACCURACY: "How right its results are.",
    TIMELINESS: "How long it takes.",
    OTHER: "Something else.",
  },
);

@Directive(`@key(fields: "id")`)
@ObjectType({
  implements: PublishedRecord,
  description: "A public promise of how well something is done, and what shows whether it is kept.",
})
export class ServiceStandard extends PublishedRecord {
  @Localized("The promise, in words people can hold the entity to.")
  text!: Texts;

  @OneOf(ServiceStandardType, "What it promises.")
  type!: keyof typeof ServiceStandardType;

  @ForeignReference(() => GovernmentEntity, "The entity that promises.")
  entity!: string;

  @Stored(() => Subject, { list: true, minItems: 1 })
  subjects!: Subject[];

  @ForeignReference(() => Channel, "The channel it is for; null when it holds for all channels together.", { optional: true })
  channel?: string;

  @Reference(() => Indicator, "The indicator that measures it; null when it is not measured.", { optional: true })
  indicator?: string;

  @Reference(() => Criterion, "The criterion it answers; null when it answers none.", { optional: true })
  criterion?: string;

  @Scalar(Url, "The page where it is published; null when it has none.", { optional: true })
  url?: string;
}
