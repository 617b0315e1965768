import { Directive, ObjectType } from "type-graphql";
import { Flag, LanguageTag, Localized, PublishedRecord, Scalar, type Texts } from "../../schema/vocabulary";

/** What `languages` says; its field resolver repeats it, as type-graphql asks for. */
export const LANGUAGES = "The languages in which every official text of the guide is given.";

@Directive(`@key(fields: "id")`)
@ObjectType({ implements: PublishedRecord, description: "The guide itself: what it is, and how far it may be relied on." })
export class Guide extends PublishedRecord {
  @Localized("Its name.")
  name!: Texts;

  @Localized("What readers must know before they rely on it.")
  notice!: Texts;

  @Flag("Whether its contents are samples written for the project rather than official text.", { required: true })
  isSample!: boolean;

  @Scalar(LanguageTag, LANGUAGES, { list: true })
  languages!: string[];
}

/** The code of the one record of this kind. */
export const GUIDE_CODE = "GUIDE";
