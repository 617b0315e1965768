import { Directive, ObjectType } from "type-graphql";
import {
  Code,
  enumeration,
  Flag,
  Localized,
  Nested,
  OneOf,
  PublishedRecord,
  Scalar,
  Text,
  type Texts,
} from "../../schema/vocabulary";

export const ConceptValueType = enumeration(
  "ConceptValueType",
  "What kind of value answers the question of an information concept.",
  {
    BOOLEAN: 'Yes or no; written "true" or "false" in an expression.',
    NUMBER: 'A decimal number, such as "60".',
    DATE: 'A calendar date, such as "2024-09-19".',
    CODE: "One of the options of the concept, by its code.",
    TEXT: "Free text.",
  },
);

@ObjectType({ description: "One of the answers from which a customer chooses." })
export class ConceptOption {
  @Scalar(Code, "The code by which expressions name it; unique within its concept.")
  code!: string;

  @Localized("The answer as a customer reads it.")
  label!: Texts;
}

@Directive(`@key(fields: "id")`)
@ObjectType({
  implements: PublishedRecord,
  description:
    "A fact about a customer that can be asked for and on which segments and requirements depend (CCCEV InformationConcept).",
})
export class InformationConcept extends PublishedRecord {
  @Localized("The question that asks for it, as a customer reads it.")
  question!: Texts;

  @Localized("What helps to answer it; null when the question says enough.", { optional: true })
  help?: Texts;

  @OneOf(ConceptValueType, "What kind of value answers it.")
  valueType!: keyof typeof ConceptValueType;

  @Nested(() => ConceptOption, "The answers to choose from, as its publisher ordered them; empty unless its value is a CODE.", {
    list: true,
  })
  options!: ConceptOption[];

  @Text('The unit of its number (UCUM), such as "a" for years; null when it has none.', { optional: true, maxLength: 20 })
  unit?: string;

  @Flag("Whether the answer is sensitive personal data, to be asked for only when nothing else will do.")
  isSensitive!: boolean;
}
