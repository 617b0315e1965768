import { Directive, ObjectType } from "type-graphql";
import { ConceptMatch, Flag, Integer, Localized, Nested, PublishedRecord, type Texts } from "../../schema/vocabulary";

@Directive(`@key(fields: "id")`)
@ObjectType({ implements: PublishedRecord, description: "One value of a code list (skos:Concept)." })
export class CodeListItem extends PublishedRecord {
  @Localized("What it is called.")
  label!: Texts;

  @Localized("What it means; null when the label says enough.", { optional: true })
  definition?: Texts;

  @Flag("Whether new records may use it; records that already do keep it.", { default: true })
  isActive!: boolean;

  @Integer("Its place in the list, counted from 1; null when it has none and goes by its code.", { optional: true })
  order?: number;

  @Nested(() => ConceptMatch, "The same value in other classifications.", { list: true })
  exactMatch!: ConceptMatch[];
}
