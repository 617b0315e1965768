import sql, { empty, type Sql } from "sql-template-tag";
import { type Connection, DateTime, globalId, type Texts } from "../../schema/vocabulary";
import { hashOf } from "../shared/editions/hash";
import type { Records } from "../shared/editions/records";
import { badUserInput } from "../shared/errors";
import { connectionOfPage, pageOf } from "../shared/keyset";
import type { GuideEdition } from "./guide-edition.entity";

/** A row of the table of editions. */
export interface GuideEditionRow {
  readonly number: number;
  readonly code: string;
  readonly name: Texts;
  readonly instant: Date;
  readonly note: string | null;
  readonly published_at: Date;
}

export const GUIDE_EDITION = "GuideEdition";

export function guideEditionOf({ published_at: publishedAt, note, ...row }: GuideEditionRow): GuideEdition {
  const id = globalId(GUIDE_EDITION, row.code);
  return { __typename: GUIDE_EDITION, id, ...row, ...(note !== null && { note }), publishedAt } as GuideEdition;
}

/** SHA-256 of everything that an edition says, for the audit chain. */
export const hashOfGuideEdition = ({ number, code, name, instant, note }: GuideEditionRow): string =>
  hashOf({ number, code, name, instant: instant.toISOString(), note });

/** What was published by the instant that is read. */
const known = ({ asOf }: Records): Sql => sql`published_at <= ${asOf ?? "infinity"}::timestamptz`;

export async function guideEdition(records: Records, code: string): Promise<GuideEdition | null> {
  const [row] = await records.query<GuideEditionRow>(sql`SELECT * FROM guide_edition WHERE code = ${code} AND ${known(records)}`);
  return row ? guideEditionOf(row) : null;
}

/** The editions of the guide, the newest first. */
export async function guideEditions(
  records: Records,
  first: number,
  after: string | undefined,
): Promise<Connection<GuideEdition>> {
  const page = pageOf(["guide-editions"], first, after);
  const { position } = page;
  const behind = position ? sql`AND number < (SELECT number FROM guide_edition WHERE code = ${position.code})` : empty;
  const rows = await records.query<GuideEditionRow>(
    sql`SELECT * FROM guide_edition WHERE ${known(records)} ${behind} ORDER BY number DESC LIMIT ${page.first + 1}`,
  );
  const entries = rows.map((row) => ({ position: { sort: null, code: row.code }, node: guideEditionOf(row) }));
  return connectionOfPage(page, entries, async () => {
    const [row] = await records.query<{ count: string }>(
      sql`SELECT count(*) AS count FROM guide_edition WHERE ${known(records)}`,
    );
    return Number(row?.count);
  });
}

/** The instant that a text names: by the code of an edition, or as it is. */
export async function namedInstant(records: Records, argument: string, text: string): Promise<Date> {
  const instant = parsed(text) ?? (await guideEdition(records, text))?.instant;
  if (!instant)
    throw badUserInput(
      `\`${argument}\` names "${text.slice(0, 64)}", which is neither an edition of the guide nor an RFC 3339 instant. Use a \`code\` of \`guideEditions\`, or an instant such as "2026-01-31T12:00:00Z".`,
    );
  if (instant > (records.asOf ?? new Date()))
    throw badUserInput(`\`${argument}\` names an instant that is still to come. Use one of the past.`);
  return instant;
}

function parsed(text: string): Date | undefined {
  try {
    return DateTime.parseValue(text);
  } catch {
    return undefined;
  }
}
