import { Directive, ObjectType } from "type-graphql";
import {
  Decimal,
  enumeration,
  Localized,
  OneOf,
  PublishedRecord,
  Reference,
  Scalar,
  Text,
  type Texts,
} from "../../schema/vocabulary";
import { PolicyDocument, PolicyPillar } from "./policy-document.entity";

export const CriterionLevel = enumeration("CriterionLevel", "How strongly a criterion binds.", {
  MANDATORY: "It must be met.",
  RECOMMENDED: "It should be met.",
});

@Directive(`@key(fields: "id")`)
@ObjectType({
  implements: PublishedRecord,
  description: "One thing a policy document asks for, by which entities and centres are assessed (CCCEV Criterion).",
})
export class Criterion extends PublishedRecord {
  @Reference(() => PolicyDocument, "The document that asks for it.")
  document!: string;

  @Text("The number of the section of that document it comes from; null when it comes from the whole.", {
    optional: true,
    maxLength: 20,
  })
  section?: string;

  @OneOf(PolicyPillar, "The pillar it belongs to.")
  pillar!: keyof typeof PolicyPillar;

  @Localized("What is asked for.")
  text!: Texts;

  @Scalar(Decimal, 'How much it counts within its document, in percent, such as "15.00".')
  weight!: string;

  @OneOf(CriterionLevel, "How strongly it binds.")
  level!: keyof typeof CriterionLevel;

  @Localized("What shows that it is met; null when not laid down.", { optional: true })
  evidenceRequired?: Texts;
}
