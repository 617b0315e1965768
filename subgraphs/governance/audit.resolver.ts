import sql, { empty } from "sql-template-tag";
import { Arg, Authorized, Ctx, Query, Resolver } from "type-graphql";
import { type Connection, LocalDate } from "../../schema/vocabulary";
import { actorOf } from "../shared/audit/actor";
import { After, First } from "../shared/editions/queries";
import { badUserInput } from "../shared/errors";
import { connectionOfPage, pageOf } from "../shared/keyset";
import type { SubgraphContext } from "../shared/request";
import { auditTrail } from "./audit-trail";
import { type AuditEntry, AuditEntryConnection, AuditFilter } from "./audit-trail.entity";
import { type AuditCheckpoint, AuditCheckpointConnection, AuditKey } from "./checkpoint.entity";

@Resolver()
export class AuditResolver {
  @Authorized("auditor", "secretariat")
  @Query(() => AuditEntryConnection, {
    nullable: true,
    description: "Who did what, when and why, from the beginning. Reading it is an entry itself.",
  })
  auditTrail(
    @First() first: number,
    @After() after: string | undefined,
    @Arg("filter", () => AuditFilter, { nullable: true, description: "Only entries that meet every condition given." })
    filter: AuditFilter | undefined,
    @Ctx() { records, audit, caller, requestId }: SubgraphContext,
  ): Promise<Connection<AuditEntry>> {
    audit.note({ action: "READ", by: actorOf(caller), kind: "Field", code: "Query.auditTrail", requestId });
    return auditTrail(records, filter ?? {}, { first, after });
  }

  @Query(() => AuditCheckpointConnection, {
    nullable: true,
    description: "The signed checkpoints of the audit chain, the newest first. They are public, so that anyone can note them.",
  })
  async auditCheckpoints(
    @First() first: number,
    @After() after: string | undefined,
    @Ctx() { records, clock }: SubgraphContext,
  ): Promise<Connection<AuditCheckpoint>> {
    // A checkpoint is no change of the guide, so an answer may not be kept for as long as there is none.
    clock.minute();
    const page = pageOf("auditCheckpoints", first, after);
    // An answer about the past is kept for ever, so what was signed since is no part of it.
    const signed = sql`FROM governance.checkpoint c WHERE c.signed_at <= ${records.asOf ?? "infinity"}::timestamptz`;
    const behind = page.position ? sql`AND c.day < ${dayOf(page.position.code)}::date` : empty;
    const rows = await records.query<AuditCheckpoint>(sql`
      SELECT to_char(day, 'YYYY-MM-DD') AS day, sequence::integer, hash, key_id AS "keyId", signature,
        to_char(signed_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "signedAt"
      ${signed} ${behind} ORDER BY c.day DESC LIMIT ${page.first + 1}`);
    return connectionOfPage(
      page,
      rows.map((node) => ({ position: { sort: null, code: node.day }, node })),
      async () => {
        const [row] = await records.query<{ count: string }>(sql`SELECT count(*) AS count ${signed}`);
        return Number(row?.count);
      },
    );
  }

  @Query(() => [AuditKey], {
    nullable: true,
    description: "The public keys of the checkpoints, the newest first. Note them too: who keeps one need not trust the guide.",
  })
  auditKeys(@Ctx() { records, clock }: SubgraphContext): Promise<AuditKey[]> {
    clock.minute();
    return records.query<AuditKey>(sql`
      SELECT id, public_key AS "publicKey", first_used_at AS "firstUsedAt" FROM governance.audit_key
      WHERE first_used_at <= ${records.asOf ?? "infinity"}::timestamptz ORDER BY first_used_at DESC, id`);
  }
}

function dayOf(text: string): string {
  try {
    return LocalDate.parseValue(text) as string;
  } catch {
    throw badUserInput("The cursor in `after` is malformed. Use an `endCursor` or `cursor` that this list returned.");
  }
}
