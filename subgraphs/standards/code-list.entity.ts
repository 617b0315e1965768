import { Directive, ObjectType } from "type-graphql";
import { Localized, PublishedRecord, type Texts } from "../../schema/vocabulary";

@Directive(`@key(fields: "id")`)
@ObjectType({
  implements: PublishedRecord,
  description: "A list of values that stewards keep as data, with labels in every official language (skos:ConceptScheme).",
})
export class CodeList extends PublishedRecord {
  @Localized("Its name.")
  name!: Texts;

  @Localized("What its items say, and of what.")
  definition!: Texts;
}
