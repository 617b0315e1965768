import { describeRules } from "../shared/editions/rules/described";
import { type Problem, problem, type RuleContext } from "../shared/editions/validation";
import { CodeList } from "./code-list.entity";
import type { CodeListItem } from "./code-list-item.entity";

describeRules("ERROR", ["CodeList"], {
  DOTTED_LIST_CODE: { en: "The code of a code list has a dot.", ar: "رمز قائمة يحتوي على نقطة." },
});
describeRules("ERROR", ["CodeListItem"], {
  UNKNOWN_CODE_LIST: { en: "An item is in no code list of the guide.", ar: "عنصر لا ينتمي إلى قائمة في الدليل." },
});

/** The two halves of the code of an item: its list, and its code within the list. */
export function partsOfItemCode(code: string): { readonly list: string; readonly item: string } {
  const dot = code.indexOf(".");
  return { list: code.slice(0, Math.max(dot, 0)), item: code.slice(dot + 1) };
}

/** A list's code has no dot, for a dot parts list and item in the codes of items. */
export function codeListRules({ code }: CodeList): Problem[] {
  if (!code.includes(".")) return [];
  return [
    problem(
      "DOTTED_LIST_CODE",
      "$.code",
      { en: `The code "${code}" of a code list has a dot.`, ar: `يحتوي رمز قائمة الرموز "${code}" على نقطة.` },
      { en: "Use a hyphen instead; the dot parts list and item.", ar: "استخدم شرطة بدلًا منها؛ فالنقطة تفصل القائمة عن العنصر." },
    ),
  ];
}

/** An item says its list in its code, and the list exists. */
export async function codeListItemRules({ code }: CodeListItem, { find }: RuleContext): Promise<Problem[]> {
  const { list } = partsOfItemCode(code);
  if (list !== "" && (await find(CodeList, list))) return [];
  return [
    problem(
      "UNKNOWN_CODE_LIST",
      "$.code",
      {
        en: `The item "${code}" is not in a code list of the guide.`,
        ar: `العنصر "${code}" لا ينتمي إلى قائمة رموز موجودة في الدليل.`,
      },
      {
        en: 'Write the code as list, dot, item, such as "PARTY.TENANT", and publish the list as well.',
        ar: 'اكتب الرمز على صورة القائمة ثم نقطة ثم العنصر مثل "PARTY.TENANT"، وانشر القائمة أيضًا.',
      },
    ),
  ];
}
