import { Arg, Directive, Field, ObjectType } from "type-graphql";
import { enumeration } from "./enumeration";
import { CLEAN_TEXT, Nested, type JsonSchema, type SchemaSettings, StoredAs } from "./fields";
import { LanguageTag, textFormat } from "./scalars";

export const TextDirection = enumeration("TextDirection", "The base direction in which a text is written and shown.", {
  LTR: "Left to right, as English is.",
  RTL: "Right to left, as Arabic is.",
});

const RIGHT_TO_LEFT = new Set(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

@Directive("@shareable")
@ObjectType({ description: "One text in one language, with what is needed to show it properly." })
export class Translation {
  @Field(() => LanguageTag, { description: "The language the text is written in." })
  language!: string;

  @Field(() => TextDirection, { description: "The base direction to show it in." })
  direction!: keyof typeof TextDirection;

  @Field(() => String, { description: "The text itself." })
  value!: string;
}

/** The stored form: texts by language tag, such as `{ "ar": "…", "en": "…" }`. */
export type Texts = Readonly<Record<string, string>>;

const textsSchema = (required: readonly string[]): JsonSchema => ({
  type: "object",
  required,
  minProperties: 1,
  propertyNames: { pattern: textFormat(LanguageTag).pattern.source },
  additionalProperties: { type: "string", maxLength: 8000, pattern: CLEAN_TEXT },
});

@Directive("@shareable")
@ObjectType({
  description:
    "Text in the languages it was published in. Arabic and English are the official languages; a language that is missing is null, never another language in its place.",
})
@StoredAs(({ officialLanguages }: SchemaSettings) => textsSchema(officialLanguages))
export class LocalizedText {
  @Field(() => String, { nullable: true, description: "Arabic, written right to left; null when not translated." })
  ar?: string;

  @Field(() => String, { nullable: true, description: "English, written left to right; null when not translated." })
  en?: string;

  @Field(() => [Translation], { description: "Every language it was published in, in the order of their tags." })
  translations(): Translation[] {
    return Object.entries(this as unknown as Texts)
      .filter(([, value]) => typeof value === "string")
      .map(([language, value]) => translation(language, value))
      .sort((a, b) => (a.language < b.language ? -1 : 1));
  }

  @Field(() => Translation, {
    nullable: true,
    description: "The first of the given languages that exists, with its tag and direction; null when none does.",
  })
  best(
    @Arg("languages", () => [LanguageTag], { description: 'Languages in order of preference, such as ["ar", "en"].' })
    languages: string[],
  ): Translation | undefined {
    const texts = this as unknown as Texts;
    const language = languages.find((tag) => typeof texts[tag] === "string");
    return language === undefined ? undefined : translation(language, texts[language] as string);
  }
}

function translation(language: string, value: string): Translation {
  const direction = RIGHT_TO_LEFT.has(language.split("-")[0] as string) ? "RTL" : "LTR";
  return { language, direction, value };
}

/** A text that need not exist in every official language, such as an alias that people use in one of them. */
@StoredAs(() => textsSchema([]))
class AliasText extends LocalizedText {}

type TextOptions = { optional?: boolean; list?: boolean };

/** A text that must be present in every official language. */
export function Localized(description: string, options: TextOptions = {}): PropertyDecorator {
  return Nested(() => LocalizedText, description, options);
}

/** Texts that may exist in one language only: aliases, keywords. */
export function Aliases(description: string): PropertyDecorator {
  return Nested(() => LocalizedText, description, { list: true, storedAs: () => AliasText });
}
