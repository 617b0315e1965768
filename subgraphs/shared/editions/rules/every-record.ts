import type { DocumentClass } from "../../../../schema/vocabulary";
import type { Problem } from "../validation";
import { phoneRules, urlRules } from "./addresses";
import { valuesOf } from "./document-values";
import { textRules } from "./texts";

/** What is held against every record, of whatever kind: its texts, web addresses and telephone numbers. */
export function everyRecordRules(type: DocumentClass, document: object): Problem[] {
  const { texts, urls, phones } = valuesOf(type, document);
  return [...texts.flatMap(textRules), ...urls.flatMap(urlRules), ...phones.flatMap(phoneRules)];
}
