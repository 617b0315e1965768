import sql, { raw, type Sql } from "sql-template-tag";
import { enumeration } from "../../../schema/vocabulary";
import { badUserInput } from "../errors";
import type { Position } from "../keyset";

export const RecordOrder = enumeration("RecordOrder", "The order of a list of records. Ties are broken by code.", {
  CODE_ASC: "By code, A first.",
  CODE_DESC: "By code, A last.",
  NAME_AR_ASC: "By Arabic name in the order of the Arabic alphabet, alef first.",
  NAME_AR_DESC: "By Arabic name in the order of the Arabic alphabet, alef last.",
  NAME_EN_ASC: "By English name in the order of the English alphabet, A first.",
  NAME_EN_DESC: "By English name in the order of the English alphabet, A last.",
  DATE_MODIFIED_ASC: "By date of the last change, oldest first.",
  DATE_MODIFIED_DESC: "By date of the last change, newest first.",
  QUALITY_ASC: "By quality score, lowest first; what was never judged is last.",
});
export type RecordOrder = keyof typeof RecordOrder;

/** How one order is written in SQL. Every one ends with the code, so that it is total. */
export interface OrderTerm {
  readonly order: Sql;
  /** The value a cursor keeps, as text. */
  readonly value: Sql;
  /** The condition that a row comes behind a position. */
  readonly behind: (position: Position) => Sql;
}

/** How Postgres writes an instant as text in UTC. */
const TIMESTAMP = /^([1-9]\d{3}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,6})?)\+00$/;

function isTimestamp(text: string): boolean {
  const [, day = "", time] = TIMESTAMP.exec(text) ?? [];
  return day !== "" && JSON.stringify(new Date(`${day}T${time}Z`)).startsWith(`"${day}`);
}

const malformedCursor = () =>
  badUserInput("The cursor in `after` is malformed. Use an `endCursor` or `cursor` that this list returned.");

/** Column and code in one direction. */
function term(column: string, type: "text" | "timestamptz", direction: "ASC" | "DESC"): OrderTerm {
  const key = raw(`e.${column}`);
  const comparison = raw(direction === "ASC" ? ">" : "<");
  return {
    order: sql`${key} ${raw(direction)}, e.code ${raw(direction)}`,
    value: sql`${key}::text`,
    behind: ({ sort, code }) => {
      if (type === "timestamptz" && !isTimestamp(sort ?? "")) {
        throw malformedCursor();
      }
      return sql`(${key}, e.code) ${comparison} (${sort ?? ""}::${raw(type)}, ${code}::text)`;
    },
  };
}

export const orderTerms: Readonly<Record<RecordOrder, OrderTerm>> = {
  CODE_ASC: codeTerm("ASC"),
  CODE_DESC: codeTerm("DESC"),
  NAME_AR_ASC: term("name_ar", "text", "ASC"),
  NAME_AR_DESC: term("name_ar", "text", "DESC"),
  NAME_EN_ASC: term("name_en", "text", "ASC"),
  NAME_EN_DESC: term("name_en", "text", "DESC"),
  DATE_MODIFIED_ASC: term("valid_from", "timestamptz", "ASC"),
  DATE_MODIFIED_DESC: term("valid_from", "timestamptz", "DESC"),
  QUALITY_ASC: qualityTerm(),
};

function qualityTerm(): OrderTerm {
  const score = raw("coalesce(e.quality, 100)");
  return {
    order: sql`${score}, e.code`,
    value: sql`${score}::text`,
    behind: ({ sort, code }) => {
      if (!/^\d{1,3}$/.test(sort ?? "")) throw malformedCursor();
      return sql`(${score}, e.code) > (${sort ?? ""}::integer, ${code}::text)`;
    },
  };
}

function codeTerm(direction: "ASC" | "DESC"): OrderTerm {
  return {
    order: raw(`e.code ${direction}`),
    value: raw("NULL::text"),
    behind: ({ code }) => sql`e.code ${raw(direction === "ASC" ? ">" : "<")} ${code}::text`,
  };
}
