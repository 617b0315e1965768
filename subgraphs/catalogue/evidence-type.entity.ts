import { Directive, ObjectType } from "type-graphql";
import {
  Duration,
  Flag,
  ForeignReference,
  Localized,
  PublishedRecord,
  Reference,
  Scalar,
  type Texts,
} from "../../schema/vocabulary";
import { Service } from "./service.entity";
import { GovernmentEntity } from "./stubs";

@Directive(`@key(fields: "id")`)
@ObjectType({
  implements: PublishedRecord,
  description: "A kind of document that services ask for, kept once for all of them (CCCEV EvidenceType).",
})
export class EvidenceType extends PublishedRecord {
  @Localized("Its name.")
  name!: Texts;

  @Localized("What it is; null when the name says enough.", { optional: true })
  description?: Texts;

  @ForeignReference(() => GovernmentEntity, "The entity of the guide that issues it; null when another body does.", {
    optional: true,
  })
  issuingEntity?: string;

  @Localized("The name of the issuer when it is not an entity of the guide; null otherwise.", { optional: true })
  issuerName?: Texts;

  @Reference(
    () => Service,
    "The service of the guide that issues it; null when none does. A customer need not be asked for such a document: see the once-only report.",
    { optional: true },
  )
  producedBy?: string;

  @Flag("Whether government can obtain it without the customer.", { required: true })
  isObtainableByGovernment!: boolean;

  @Scalar(Duration, "How long it is valid after issue; null when without end.", { optional: true })
  validity?: string;
}
