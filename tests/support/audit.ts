import { Client } from "pg";
import type { EntityManager } from "typeorm";
import { appendAudit, type AuditEvent } from "../../subgraphs/shared/audit/audit-chain";
import { lockChangeLog } from "../../subgraphs/shared/changes/change-log";
import type { TestDatabase } from "./database";
import type { TestGuide } from "./guide";

/** The connections of a running subgraph, as it has them itself. */
export async function sourceOf(guide: TestGuide, subgraph: string) {
  const running = guide.running.subgraphs.find(({ name }) => name === subgraph);
  if (!running) throw new Error(`There is no subgraph ${subgraph}.`);
  return running.database.source();
}

export const anEvent = (code: string, more: Partial<AuditEvent> = {}): AuditEvent => ({
  action: "SAVE",
  by: { role: "author", person: { issuer: "https://id.example", subject: "mariam", name: "Mariam" } },
  kind: "Service",
  code,
  edition: 1,
  entity: "ENTITY",
  ...more,
});

/** Appends events as a subgraph does, or at an instant of one's own. */
export async function append(
  guide: TestGuide,
  subgraph: string,
  events: readonly AuditEvent[],
  occurredAt?: Date,
  meanwhile: (manager: EntityManager) => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  const source = await sourceOf(guide, subgraph);
  await source.transaction(async (manager) => {
    const now = await lockChangeLog(manager);
    await appendAudit(manager, occurredAt ?? now, events);
    await meanwhile(manager);
  });
}

/** Changes a database behind its back, as only its superuser can: no trigger and no key stands in the way. */
export async function tamper({ url }: TestDatabase, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`SET session_replication_role = replica; ${statement}`);
  } finally {
    await client.end();
  }
}
