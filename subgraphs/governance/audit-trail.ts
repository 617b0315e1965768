import sql, { empty, join, type Sql } from "sql-template-tag";
import type { Connection } from "../../schema/vocabulary";
import type { Records } from "../shared/editions/records";
import { badUserInput } from "../shared/errors";
import { connectionOfPage, pageOf } from "../shared/keyset";
import type { AuditEntry, AuditFilter } from "./audit-trail.entity";

interface Row extends Omit<AuditEntry, "sequence" | "person"> {
  readonly sequence: string;
  readonly person: string | null;
  readonly name: string | null;
  readonly issuer: string | null;
  readonly subject: string | null;
}

/** A page of the chain in its order, with what may be told of people and reasons as long as it was not erased. */
export async function auditTrail(
  records: Records,
  filter: AuditFilter,
  { first, after }: { readonly first: number; readonly after: string | undefined },
): Promise<Connection<AuditEntry>> {
  const conditions = conditionsOf(filter);
  const page = pageOf(["auditTrail", filter], first, after);
  const behind = page.position ? sql`AND e.sequence > ${sequenceOf(page.position.code)}` : empty;
  const rows = await records.query<Row>(sql`
    SELECT e.sequence, e.occurred_at AS "occurredAt", e.action, e.person, e.role, e.system, e.kind, e.code, e.edition, e.entity,
      e.before_hash AS before, e.after_hash AS after, e.previous_hash AS previous, e.hash,
      d.reason, d.request_id AS "requestId", d.count, e.detail_hash IS NOT NULL AND d.sequence IS NULL AS "isErased",
      p.name, p.issuer, p.subject
    FROM governance.audit_entry e
      LEFT JOIN governance.audit_detail d USING (sequence) LEFT JOIN governance.person p ON p.id = e.person
    WHERE ${conditions} ${behind} ORDER BY e.sequence LIMIT ${page.first + 1}`);
  return connectionOfPage(
    page,
    rows.map((row) => ({ position: { sort: null, code: row.sequence }, node: entryOf(row) })),
    async () => {
      const statement = sql`SELECT count(*) AS count FROM governance.audit_entry e WHERE ${conditions}`;
      const [row] = await records.query<{ count: string }>(statement);
      return Number(row?.count);
    },
  );
}

function entryOf({ person, name, issuer, subject, ...row }: Row): AuditEntry {
  return { ...row, sequence: Number(row.sequence), person: person === null ? null : { id: person, name, issuer, subject } };
}

/** Instants grow along the chain, so a span of time is a span of entries. */
function conditionsOf({ person, entity, kind, code, action, from, to }: AuditFilter): Sql {
  return join(
    [
      sql`true`,
      ...(person ? [sql`e.person = ${pseudonym(person)}::uuid`] : []),
      ...(entity ? [sql`e.entity = ${entity}`] : []),
      ...(kind ? [sql`e.kind = ${kind}`] : []),
      ...(code ? [sql`e.code = ${code}`] : []),
      ...(action ? [sql`e.action = ${action}`] : []),
      ...(from
        ? [
            sql`e.sequence >= (SELECT sequence FROM governance.audit_entry WHERE occurred_at >= ${from}
              ORDER BY occurred_at, sequence LIMIT 1)`,
          ]
        : []),
      ...(to
        ? [
            sql`e.sequence <= (SELECT sequence FROM governance.audit_entry WHERE occurred_at < ${to}
              ORDER BY occurred_at DESC, sequence DESC LIMIT 1)`,
          ]
        : []),
    ],
    " AND ",
  );
}

function pseudonym(id: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return id;
  throw badUserInput("`person` expects the id of a person as the audit trail shows it.");
}

function sequenceOf(text: string): string {
  if (/^[1-9]\d{0,17}$/.test(text)) return text;
  throw badUserInput("The cursor in `after` is malformed. Use an `endCursor` or `cursor` that this list returned.");
}
