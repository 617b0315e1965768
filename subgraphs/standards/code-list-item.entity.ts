import { Column, Entity } from "typeorm";
import { Directive, ObjectType } from "type-graphql";
import { ConceptMatch, Flag, Integer, Localized, Nested, PublishedRecord, type Texts } from "../../schema/vocabulary";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { codeListItemRules, partsOfItemCode } from "./code-list.rules";

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

@Entity("code_list_item")
export class CodeListItemEdition extends EditionRow {
  @Column("text")
  list!: string;
}

export const codeListItemKind = defineKind<CodeListItem, CodeListItemEdition>({
  document: CodeListItem,
  edition: CodeListItemEdition,
  columns: ({ code }) => ({ list: partsOfItemCode(code).list }),
  name: ({ label }) => label,
  rules: codeListItemRules,
});
