import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { CodeListItem } from "./code-list-item.entity";
import { codeListItemRules, partsOfItemCode } from "./code-list.rules";

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
