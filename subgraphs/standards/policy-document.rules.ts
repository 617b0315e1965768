import { noCycle } from "../shared/editions/rules";
import { type Problem, problem, type RuleContext } from "../shared/editions/validation";
import { PolicyDocument } from "./policy-document.entity";

/** A document does not supersede itself, however many lie between, and numbers each section once. */
export async function policyDocumentRules(document: PolicyDocument, context: RuleContext): Promise<Problem[]> {
  return [
    ...(await noCycle(PolicyDocument, document, ({ supersedes }) => supersedes, "$.supersedes", context)),
    ...sectionsNumberedOnce(document),
  ];
}

function sectionsNumberedOnce({ sections }: PolicyDocument): Problem[] {
  const numbers = sections.map(({ number }) => number);
  return numbers.flatMap((number, index) =>
    numbers.indexOf(number) === index
      ? []
      : [
          problem(
            "DUPLICATE_SECTION",
            `$.sections[${index}].number`,
            { en: `Two sections have the number ${number}.`, ar: `يحمل قسمان الرقم ${number}.` },
            {
              en: "Number each section once; criteria refer to sections by number.",
              ar: "رقّم كل قسم برقم لا يتكرر، فالمعايير تشير إلى الأقسام بأرقامها.",
            },
          ),
        ],
  );
}
