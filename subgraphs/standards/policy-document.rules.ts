import sql, { raw } from "sql-template-tag";
import { isLive } from "../shared/editions/edition.entity";
import { describeRules } from "../shared/editions/rules/described";
import { noCycle } from "../shared/editions/rules/tree";
import { type Problem, problem, type RuleContext, type Survey } from "../shared/editions/validation";
import { unknownSection } from "./criterion.rules";
import { Criterion } from "./criterion.entity";
import { PolicyDocument } from "./policy-document.entity";

describeRules("ERROR", ["PolicyDocument"], {
  DUPLICATE_SECTION: { en: "Two sections have the same number.", ar: "قسمان بالرقم نفسه." },
});

/** A document does not supersede itself, however many lie between, and numbers each section once. */
export async function policyDocumentRules(document: PolicyDocument, context: RuleContext): Promise<Problem[]> {
  return [
    ...(await noCycle(PolicyDocument, document, ({ supersedes }) => supersedes, "$.supersedes", context)),
    ...sectionsNumberedOnce(document),
  ];
}

/** No criterion is left with a section that its document lost. */
export const policyDocumentSurveys: readonly Survey<PolicyDocument>[] = [
  async (documents, { database, find }) => {
    const codes = documents.map(({ code }) => code);
    const rows = await database.query<{ code: string; document: string; section: string }>(sql`
      SELECT e.code, e.policy_document AS document, e.document ->> 'section' AS section FROM criterion e
      WHERE e.policy_document = ANY(${codes}::text[]) AND e.document ? 'section' AND ${raw(isLive("e."))} ORDER BY e.code`);
    const found = await Promise.all(
      rows.map(async ({ code, document, section }) => {
        const index = codes.indexOf(document);
        // A criterion that comes with its document is judged by its own rules.
        const criterion = await find(Criterion, code);
        const isKept = documents[index]?.sections.some(({ number }) => number === section);
        return criterion?.section !== section || isKept
          ? []
          : [{ index, problem: unknownSection("$.sections", document, section, code) }];
      }),
    );
    return found.flat();
  },
];

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
