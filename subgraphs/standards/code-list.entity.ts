import { Entity } from "typeorm";
import { Directive, ObjectType } from "type-graphql";
import { Localized, PublishedRecord, type Texts } from "../../schema/vocabulary";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { codeListRules } from "./code-list.rules";

@Directive(`@key(fields: "id")`)
@ObjectType({ implements: PublishedRecord, description: "A list of values that stewards keep as data, with labels in every official language (skos:ConceptScheme)." })
export class CodeList extends PublishedRecord {
  @Localized("Its name.")
  name!: Texts;

  @Localized("What its items say, and of what.")
  definition!: Texts;
}

@Entity("code_list")
export class CodeListEdition extends EditionRow {}

export const codeListKind = defineKind<CodeList, CodeListEdition>({
  document: CodeList,
  edition: CodeListEdition,
  columns: () => ({}),
  rules: codeListRules,
});
