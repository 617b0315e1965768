import type { EntityManager } from "typeorm";
import { appendAudit, type AuditEvent } from "../audit/audit-chain";
import { announceUpcoming, retractUpcoming } from "../changes/upcoming";
import { type Kind, typenameOf } from "../editions/kind";
import { publishLocked, type Publishing, withdrawLocked } from "../editions/store";
import type { Step } from "./decisions";
import { keepDrafts } from "./draft";

/** Statuses in which others may prepare to refer to a record. */
const UPCOMING: readonly string[] = ["IN_REVIEW", "APPROVED", "SCHEDULED"];

/** Writes steps that were decided on, with their entries in change log and audit chain. The log is held. */
export async function takeSteps(
  manager: EntityManager,
  kind: Kind,
  now: Date,
  steps: readonly Step[],
  publishing: Publishing,
): Promise<void> {
  const isUpcoming = ({ draft }: Step) => UPCOMING.includes(draft.status);
  const typename = typenameOf(kind);
  await announceUpcoming(manager, typename, codesOf(steps.filter(isUpcoming)));
  await retractUpcoming(manager, typename, codesOf(steps.filter((step) => !isUpcoming(step))));
  // Before their drafts are closed, whose documents it takes.
  const publications = steps.flatMap(({ publication }) => publication ?? []);
  if (publications.length > 0) await publishLocked(manager, now, kind, publications, publishing);
  await keepDrafts(
    manager,
    steps.map(({ draft }) => draft),
  );
  for (const { draft, reason } of steps.filter(({ action }) => action === "WITHDRAW"))
    await withdrawLocked(manager, now, kind, [draft.code], { ...publishing, note: reason });
  const others = steps.filter(({ action }) => action !== "PUBLISH" && action !== "WITHDRAW");
  await appendAudit(
    manager,
    now,
    others.map((step) => eventOf(step, publishing)),
  );
}

const codesOf = (steps: readonly Step[]): string[] => steps.map(({ draft }) => draft.code);

function eventOf({ action, draft, before, after, reason }: Step, { by, requestId }: Publishing): AuditEvent {
  return {
    action,
    by,
    kind: draft.kind,
    code: draft.code,
    edition: draft.number,
    entity: draft.entity,
    before,
    after,
    ...(reason !== undefined && { reason }),
    ...(requestId !== undefined && { requestId }),
  };
}
