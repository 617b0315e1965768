import { Field, InputType, Int, ObjectType } from "type-graphql";
import { Code, connectionOf, DateTime, LanguageTag, Localized, Node, Scalar, Text, type Texts } from "../../schema/vocabulary";

@ObjectType({
  implements: Node,
  description:
    "An edition of the guide: an instant with a name, such as the second edition. It never changes, and neither does what the guide was then; send its code as `Guide-As-Of` to read it.",
})
export class GuideEdition extends Node {
  @Field(() => Int, { description: "The number of the edition, counted from 1." })
  number!: number;

  @Scalar(Code, 'The code by which it is read and compared, such as "SECOND-EDITION".')
  code!: string;

  @Localized("Its name.")
  name!: Texts;

  @Field(() => DateTime, { description: "The instant it names: the guide as it was then is this edition." })
  instant!: Date;

  @Text("What was said when it was published; null when nothing.", { optional: true, maxLength: 2_000 })
  note?: string;

  @Field(() => DateTime, { description: "When it was published: at its instant or later." })
  publishedAt!: Date;
}

export const GuideEditionConnection = connectionOf(() => GuideEdition, "GuideEdition", "editions of the guide");

@InputType({ description: "A text in one more language." })
export class TranslationInput {
  @Field(() => LanguageTag, { description: "The language the text is written in." })
  language!: string;

  @Field(() => String, { description: "The text itself." })
  value!: string;
}

@InputType({ description: "A text in several languages. It must have every official language of the guide." })
export class LocalizedTextInput {
  @Field(() => String, { nullable: true, description: "In Arabic." })
  ar?: string;

  @Field(() => String, { nullable: true, description: "In English." })
  en?: string;

  @Field(() => [TranslationInput], { nullable: true, description: "In other languages." })
  translations?: TranslationInput[];
}

@InputType({ description: "An edition of the guide to publish." })
export class PublishGuideEditionInput {
  @Field(() => Code, {
    nullable: true,
    description: 'Its code, which is never used again, such as "SECOND-EDITION"; made of its name when absent.',
  })
  code?: string;

  @Field(() => LocalizedTextInput, { description: "Its name in every official language." })
  name!: LocalizedTextInput;

  @Field(() => DateTime, {
    nullable: true,
    description: "The instant it names, after that of the edition before and not in the future; now when absent.",
  })
  at?: Date;

  @Field(() => String, { nullable: true, description: "What is to be said about it." })
  note?: string;
}

/** The texts of an input by language, as they are stored. */
export function textsOf({ ar, en, translations }: LocalizedTextInput): Texts {
  const others = (translations ?? []).map(({ language, value }) => [language, value] as const);
  return Object.fromEntries([["ar", ar] as const, ["en", en] as const, ...others].filter(([, value]) => value != null)) as Texts;
}
