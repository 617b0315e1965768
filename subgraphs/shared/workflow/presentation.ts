import { mayRead } from "../../../identity/caller";
import type { PublishedRecord } from "../../../schema/vocabulary";
import { actorOf } from "../audit/actor";
import { namesOf } from "../audit/people";
import { type Kind, typenameOf } from "../editions/kind";
import { toRecord } from "../editions/records";
import type { SubgraphContext } from "../request";
import type { Draft } from "./draft";
import type { Outcome } from "./outcome";
import type { WorkflowProblem } from "./problems";

/** What the workflow knows, as GraphQL shows it. */

type Shown = Omit<Draft, "document"> & Partial<Pick<Draft, "document">>;

/** A draft as those see it who may; its problems are looked for when they are asked for. */
export async function shownEdition(kind: Kind, draft: Shown, { workflow }: SubgraphContext): Promise<object> {
  const { document, authors, approved_by: approvedBy, changed_by: changedBy } = draft;
  const people = await namesOf(workflow.database, [...authors, ...[approvedBy, changedBy].flatMap((each) => each ?? [])]);
  const nameOf = (id: string | null): string | null => (id === null ? null : (people.get(id) ?? null));
  return {
    ...draft,
    baseEdition: draft.base,
    publishAt: instantOf(draft.publish_at),
    changedAt: instantOf(draft.changed_at),
    authors: authors.flatMap((id) => nameOf(id) ?? []),
    approvedBy: nameOf(approvedBy),
    changedBy: nameOf(changedBy),
    record: document ? recordOf(kind, { ...draft, document }) : null,
    problems: async () => (document ? (await workflow.validate(kind, document)).problems : []),
  };
}

/** The record that a draft would be; null for a kind of which the API shows no record by itself. */
function recordOf(
  kind: Kind,
  { code, number, status, changed_at: since, document }: Draft & { document: object },
): PublishedRecord | null {
  if (kind.derivedCode) return null;
  return toRecord(kind, { code, number, status, valid_from: instantOf(since) as Date, note: null, document });
}

/** An answer that was kept has its instants as text. */
const instantOf = (value: Date | string | null): Date | null => (value === null ? null : new Date(value));

export async function shownPayload(kind: Kind, outcome: Outcome, context: SubgraphContext): Promise<object> {
  noteRefusal(kind, outcome, context);
  // An answer that was given before may be asked for by somebody who has lost the role since.
  const isVisible = outcome.draft !== undefined && seesDraft(outcome.draft, context);
  const draft = isVisible ? await withDocument(kind, outcome.draft, context) : undefined;
  return {
    edition: draft ? await shownEdition(kind, draft, context) : null,
    problems: await shownWorkflowProblems(outcome.problems, context),
  };
}

/** The document of a draft that was written, where it is still what the table has. */
async function withDocument(kind: Kind, draft: Shown, { workflow }: SubgraphContext): Promise<Shown> {
  const now = (await workflow.standings(kind, [draft.code])).get(draft.code)?.draft;
  return now?.number === draft.number && now.status === draft.status ? { ...draft, document: now.document } : draft;
}

export async function shownBulk(kind: Kind, outcomes: readonly Outcome[], context: SubgraphContext): Promise<object> {
  const results = outcomes.map(async (outcome, index) => {
    noteRefusal(kind, outcome, context);
    return {
      index,
      code: outcome.code ?? null,
      outcome: outcome.result,
      number: outcome.number ?? null,
      problems: await shownWorkflowProblems(outcome.problems, context),
    };
  });
  return { results: await Promise.all(results) };
}

async function shownWorkflowProblems(problems: readonly WorkflowProblem[], { workflow }: SubgraphContext): Promise<object[]> {
  const ids = problems.flatMap(({ stale }) => stale?.changedBy ?? []);
  const people = ids.length > 0 ? await namesOf(workflow.database, ids) : new Map<string, string>();
  return problems.map(({ stale, ...problem }) =>
    stale
      ? {
          ...problem,
          ...stale,
          stale: true,
          changedBy: stale.changedBy === undefined ? null : (people.get(stale.changedBy) ?? null),
          changedAt: stale.changedAt === undefined ? null : new Date(stale.changedAt),
        }
      : problem,
  );
}

/** What somebody tried who may not is an entry of the audit chain. */
function noteRefusal(kind: Kind, { code, problems }: Outcome, { audit, caller, requestId }: SubgraphContext): void {
  const refusal = problems.find((problem) => REFUSALS.has(problem.code));
  if (refusal)
    audit.note({
      action: "REFUSED",
      by: actorOf(caller),
      kind: typenameOf(kind),
      ...(code !== undefined && { code }),
      reason: refusal.code,
      requestId,
    });
}

/** Reading what is not public is an entry of the audit chain too. */
export function noteRead(kind: Kind, code: string, { audit, caller, requestId }: SubgraphContext): void {
  audit.note({ action: "READ", by: actorOf(caller), kind: typenameOf(kind), code, requestId });
}

/** Whether the caller sees what is prepared of an entity's records. */
export const seesDraft = (draft: Pick<Draft, "entity">, { caller }: SubgraphContext): boolean =>
  mayRead(caller, draft.entity ?? undefined);

const REFUSALS = new Set(["NOT_YOUR_ENTITY", "SAME_PERSON", "CODE_TAKEN"]);
