import { Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { CodeList } from "./code-list.entity";
import { codeListRules } from "./code-list.rules";

@Entity("code_list")
export class CodeListEdition extends EditionRow {}

export const codeListKind = defineKind<CodeList, CodeListEdition>({
  document: CodeList,
  edition: CodeListEdition,
  columns: () => ({}),
  rules: codeListRules,
});
