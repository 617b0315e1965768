import sql, { raw } from "sql-template-tag";
import { isLive } from "../edition.entity";
import { type Kind, nameOf, tableName, typenameOf } from "../kind";
import { type Problem, problem, type Survey } from "../validation";
import { describeRules } from "./described";
import { likeness } from "./likeness";

describeRules("ERROR", [], {
  REUSED_CODE: { en: "A code is used again for something else.", ar: "رمز أُعيد استخدامه لأمر آخر." },
});
describeRules("WARNING", [], {
  SIMILAR_CODE: {
    en: "A code differs from another in its separators only.",
    ar: "رمز لا يختلف عن رمز آخر إلا في الفواصل.",
  },
});

/** Separators that tell codes apart to programs and not to people; the dot parts list and item. */
const SEPARATORS = "-_";
/** Names of withdrawn and of new records that are less alike than this mean different things. */
const SAME_MEANING = 0.4;

/** The SQL expression by which codes that look alike are equal. */
export const bareCode = (column: string): string => `translate(${column}, '${SEPARATORS}', '')`;
const bare = (code: string): string => code.replace(new RegExp(`[${SEPARATORS}]`, "g"), "");

interface Row {
  readonly code: string;
  readonly kind: "ALIKE" | "WITHDRAWN";
  readonly name_ar: string;
  readonly name_en: string;
}

/** A code is never that of something else, past or present, nor easily mistaken for one. */
export function codeSurvey(kind: Kind): Survey {
  return async (documents, { database }) => {
    const codes = documents.map(({ code }) => code);
    const statement = sql`
      SELECT alike.code, 'ALIKE' AS kind, alike.name_ar, alike.name_en FROM unnest(${codes.map(bare)}::text[]) AS c(bare)
      CROSS JOIN LATERAL (
        SELECT e.code, e.name_ar, e.name_en FROM ${raw(tableName(kind))} e
        WHERE ${raw(bareCode("e.code"))} = c.bare AND ${raw(isLive("e."))} AND e.code <> ALL(${codes}::text[]) LIMIT 1
      ) alike
      UNION ALL
      SELECT c.code, 'WITHDRAWN', last.name_ar, last.name_en FROM unnest(${codes}::text[]) AS c(code)
      CROSS JOIN LATERAL (
        SELECT e.name_ar, e.name_en, e.valid_to FROM ${raw(tableName(kind))} e
        WHERE e.code = c.code ORDER BY e.number DESC LIMIT 1
      ) last WHERE last.valid_to IS NOT NULL`;
    const rows = await database.query<Row>(statement, "for its values");
    const alike = new Map(rows.filter((row) => row.kind === "ALIKE").map(({ code }) => [bare(code), code]));
    const withdrawn = new Map(rows.filter((row) => row.kind === "WITHDRAWN").map((row) => [row.code, row]));
    const together = new Map<string, string>();
    return documents.flatMap((document, index) => {
      const { code } = document;
      const past = withdrawn.get(code);
      const name = nameOf(kind, document);
      const other = alike.get(bare(code)) ?? together.get(bare(code));
      together.set(bare(code), code);
      return [
        ...(past && name && !meansTheSame(name, past) ? [reused(kind, past)] : []),
        ...(other !== undefined && other !== code ? [similar(kind, code, other)] : []),
      ].map((found) => ({ index, problem: found }));
    });
  };
}

const meansTheSame = (name: Readonly<Record<string, string>>, past: Row): boolean =>
  likeness(name["en"] ?? "", past.name_en) >= SAME_MEANING || likeness(name["ar"] ?? "", past.name_ar) >= SAME_MEANING;

const reused = (kind: Kind, { code, name_ar, name_en }: Row): Problem =>
  problem(
    "REUSED_CODE",
    "$.code",
    {
      en: `"${code}" was the code of the ${typenameOf(kind)} "${name_en}", which was withdrawn.`,
      ar: `الرمز "${code}" كان للسجل "${name_ar || name_en}" الذي سُحب من الدليل.`,
    },
    {
      en: "Choose a code that was never used; or restore the withdrawn record, if it is meant.",
      ar: "اختر رمزًا لم يُستخدم من قبل، أو استعد السجل المسحوب إن كان هو المقصود.",
    },
  );

const similar = (kind: Kind, code: string, other: string): Problem =>
  problem(
    "SIMILAR_CODE",
    "$.code",
    {
      en: `"${code}" is easily mistaken for the ${typenameOf(kind)} "${other}".`,
      ar: `يسهل الخلط بين الرمز "${code}" والسجل "${other}".`,
    },
    { en: "Choose a code that differs in letters or digits.", ar: "اختر رمزًا يختلف عنه في الحروف أو الأرقام." },
  );
