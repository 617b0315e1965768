import sql, { raw } from "sql-template-tag";
import type { DocumentClass, PublishedRecord, Texts } from "../../../../schema/vocabulary";
import { isLive } from "../edition.entity";
import { type Kind, nameOf, requireKind, tableName, typenameOf } from "../kind";
import { type Problem, problem, type Survey, type SurveyContext } from "../validation";
import { describeRules } from "./described";

describeRules("WARNING", [], {
  SAME_NAME: { en: "Another record of the same entity has the same name.", ar: "سجل آخر للجهة نفسها يحمل الاسم نفسه." },
  COPIED_TEXT: { en: "A text is the same in another record.", ar: "نص مكرر في سجل آخر." },
});

/** What a record has that another may have as well; undefined when it has nothing to compare. */
interface Compared {
  readonly code: string;
  readonly parts: readonly (string | null)[];
}

/** For each document, the code of another one that has the same: among those checked together, or live. */
async function othersWithTheSame(
  compared: readonly (Compared | undefined)[],
  { database }: SurveyContext,
  kind: Kind,
  condition: string,
): Promise<{ readonly index: number; readonly other: string }[]> {
  const first = new Map<string, string>();
  const found: { index: number; other: string }[] = [];
  const open: { index: number; parts: Compared["parts"] }[] = [];
  compared.forEach((each, index) => {
    if (!each) return;
    const other = first.get(JSON.stringify(each.parts));
    if (other === undefined) {
      first.set(JSON.stringify(each.parts), each.code);
      open.push({ index, parts: each.parts });
    } else if (other !== each.code) found.push({ index, other });
  });
  if (open.length === 0) return found;
  const codes = compared.flatMap((each) => (each ? [each.code] : []));
  const column = (place: number) => open.map(({ parts }) => parts[place] ?? null);
  const statement = sql`
    SELECT q.index, same.code AS other
    FROM unnest(${open.map(({ index }) => index)}::integer[], ${column(0)}::text[], ${column(1)}::text[], ${column(2)}::text[])
      AS q(index, a, b, c)
    CROSS JOIN LATERAL (
      SELECT e.code FROM ${raw(tableName(kind))} e
      WHERE ${raw(condition)} AND ${raw(isLive("e."))} AND e.code <> ALL(${codes}::text[]) LIMIT 1
    ) same`;
  const rows = await database.query<{ index: number; other: string }>(statement, "for its values");
  return [...found, ...rows];
}

/** No two records of an entity have the same name in every language; `entity` is the column that says whose they are. */
export function sameNameSurvey<Document extends PublishedRecord>(
  type: DocumentClass<Document>,
  entity?: { readonly column: string; readonly of: (document: Document) => string | undefined },
): Survey<Document> {
  const condition = `e.name_en = q.a AND e.name_ar = q.b AND ${entity ? `e.${entity.column} IS NOT DISTINCT FROM q.c` : "q.c IS NULL"}`;
  return async (documents, context) => {
    const kind = requireKind(type);
    const compared = documents.map((document) => {
      const { en = "", ar = "" } = nameOf(kind, document) ?? {};
      return en + ar === "" ? undefined : { code: document.code, parts: [en, ar, entity?.of(document) ?? null] };
    });
    const found = await othersWithTheSame(compared, context, kind, condition);
    return found.map(({ index, other }) => ({ index, problem: sameName(kind, other) }));
  };
}

/** Shorter texts are alike without having been copied. */
const COPIED_LENGTH = 40;

/** The SQL expression by which equal texts are found. */
export const textHash = (property: string, alias = ""): string => `md5(${alias}document ->> '${property}')`;

/** What is said of a record at length is not the same as what is said of another. */
export function copiedTextSurvey<Document extends PublishedRecord>(
  type: DocumentClass<Document>,
  property: string & keyof Document,
): Survey<Document> {
  // The database writes the texts in its own way before it compares them.
  const condition = `${textHash(property, "e.")} = md5((q.a::jsonb)::text)`;
  return async (documents, context) => {
    const compared = documents.map((document) => {
      const texts = document[property] as Texts | undefined;
      const isLong = texts && Object.values(texts).some((text) => text.length >= COPIED_LENGTH);
      return isLong ? { code: document.code, parts: [JSON.stringify(texts)] } : undefined;
    });
    const kind = requireKind(type);
    const found = await othersWithTheSame(compared, context, kind, condition);
    return found.map(({ index, other }) => ({ index, problem: copied(kind, property, other) }));
  };
}

const sameName = (kind: Kind, other: string): Problem =>
  problem(
    "SAME_NAME",
    "$.name",
    {
      en: `The ${typenameOf(kind)} "${other}" of the same entity has the same name.`,
      ar: `السجل "${other}" التابع للجهة نفسها يحمل الاسم نفسه.`,
    },
    { en: "Say in the name what tells the two apart, or keep one.", ar: "أضف إلى الاسم ما يميز بينهما، أو أبقِ سجلًا واحدًا." },
  );

const copied = (kind: Kind, property: string, other: string): Problem =>
  problem(
    "COPIED_TEXT",
    `$.${property}`,
    {
      en: `The same text stands in the ${typenameOf(kind)} "${other}".`,
      ar: `النص نفسه موجود في السجل "${other}".`,
    },
    { en: "Say what is particular to this one.", ar: "اكتب ما يخص هذا السجل." },
  );
