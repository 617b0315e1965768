import { type Caller, mayAct, mayRead } from "../../../identity/caller";
import type { PublishedRecord } from "../../../schema/vocabulary";
import type { AuditAction } from "../audit/audit-chain";
import { type Kind, typenameOf } from "../editions/kind";
import type { Publication } from "../editions/store";
import { isRefused, type Problem } from "../editions/validation";
import { type Draft, type DraftStatus, isOpen, newestNumber, type Standing } from "./draft";
import type { Result } from "./outcome";
import {
  codeTaken,
  commentNeeded,
  draftOpen,
  nothingOpen,
  notLive,
  notYours,
  reasonNeeded,
  samePerson,
  staleEdition,
  type WorkflowProblem,
  wrongStatus,
} from "./problems";

/** The steps of the workflow as pure decisions: from where a record stands to where it goes, or why it does not. */

/** Who takes a step, when. */
export interface Taker {
  readonly kind: Kind;
  readonly caller: Caller;
  /** The pseudonym of the caller. */
  readonly person: string;
  readonly now: Date;
}

/** A step that is taken. */
export interface Step {
  readonly result: Exclude<Result, "VALID" | "UNCHANGED" | "REFUSED">;
  readonly action: AuditAction;
  readonly draft: Draft;
  readonly before: string | null;
  readonly after: string | null;
  readonly reason?: string | undefined;
  readonly problems: readonly Problem[];
  readonly publication?: Publication;
}

export type Decision = Step | { readonly refused: readonly WorkflowProblem[] } | { readonly unchanged: true };

/** A document that was checked, with what was found. */
export type CheckedDocument = Omit<Publication, "number" | "note">;

const refuse = (...problems: WorkflowProblem[]): Decision => ({ refused: problems });

/** The entity whose people write and decide about a document; undefined where only the secretariat does. */
export const entityOf = (kind: Kind, document: PublishedRecord): string | undefined =>
  kind.keptBy === "secretariat" ? undefined : kind.entity?.(document);

/** Whether the caller may act for the entity of every document given. */
function authority(
  { kind, caller }: Taker,
  role: "author" | "approver",
  documents: readonly (PublishedRecord | null | undefined)[],
) {
  for (const document of documents) {
    if (!document) continue;
    const entity = entityOf(kind, document);
    if (!mayAct(caller, role, entity)) return notYours(entity);
  }
  return undefined;
}

/** Whether there is an open draft that the caller may know of; to anybody else there is none. */
function isVisible(
  { kind, caller }: Taker,
  draft: Draft | undefined,
): draft is Draft & { document: PublishedRecord; hash: string } {
  return isOpen(draft) && mayRead(caller, entityOf(kind, draft.document));
}

/** The statuses in which a draft is its authors'. */
const IN_WRITING: readonly DraftStatus[] = ["DRAFT", "CHANGES_REQUESTED"];
const isInWriting = ({ status }: Draft): boolean => IN_WRITING.includes(status);

const isStale = (standing: Standing, expected: number | undefined): boolean =>
  expected !== undefined && expected !== newestNumber(standing);

export interface SaveRequest {
  readonly document: PublishedRecord;
  readonly hash: string;
  readonly problems: readonly Problem[];
  readonly note: string | undefined;
  readonly expected: number | undefined;
  readonly action: "SAVE" | "RESTORE";
}

/** A next draft, whatever there was before: what was approved needs approval anew. */
export function save(taker: Taker, standing: Standing, request: SaveRequest): Decision {
  const { draft, published } = standing;
  const live = published?.isLive ? published.document : undefined;
  const notAllowed = authority(taker, "author", [request.document, live]);
  if (notAllowed) return refuse(notAllowed);
  if (isOpen(draft) && authority(taker, "author", [draft.document])) return refuse(codeTaken(draft.code));
  if (isStale(standing, request.expected)) return refuse(staleEdition(standing));
  return {
    result: "SAVED",
    action: request.action,
    draft: nextDraft(taker, standing, request),
    before: draft?.hash ?? (published?.isLive ? published.hash : null),
    after: request.hash,
    reason: request.note,
    problems: request.problems,
  };
}

function nextDraft(
  { kind, person, now }: Taker,
  standing: Standing,
  { document, hash, note }: Pick<SaveRequest, "document" | "hash" | "note">,
): Draft {
  const { code, draft, published } = standing;
  const open = isOpen(draft) ? draft : undefined;
  return {
    kind: typenameOf(kind),
    code,
    number: newestNumber(standing) + 1,
    status: "DRAFT",
    base: published?.isLive ? published.number : null,
    entity: entityOf(kind, document) ?? null,
    document,
    hash,
    note: note ?? null,
    reason: null,
    comment: open?.comment ?? null,
    publish_at: null,
    authors: withPerson(open?.authors ?? [], person),
    approved_by: null,
    changed_by: person,
    changed_at: now,
  };
}

export interface ImportRequest {
  readonly document: PublishedRecord;
  readonly hash: string;
  readonly problems: readonly Problem[];
  readonly note: string | undefined;
  readonly reason: string | undefined;
  readonly isSubmitted: boolean;
}

/** A draft from a file: saved and submitted at once, or left alone where nothing would change. */
export function importRecord(taker: Taker, standing: Standing, request: ImportRequest): Decision {
  const { draft, published } = standing;
  const open = isOpen(draft) ? draft : undefined;
  const saved = save(taker, standing, { ...request, expected: undefined, action: "SAVE" });
  if (!("draft" in saved)) return saved;
  const isOnItsWay = open?.hash === request.hash && (!request.isSubmitted || !isInWriting(open));
  if (isOnItsWay || (!open && published?.isLive && published.hash === request.hash)) return { unchanged: true };
  // What somebody else is writing is not for a file to replace.
  if (open && !open.authors.includes(taker.person)) return refuse(draftOpen());
  if (!request.isSubmitted) return saved;
  const unexplained = warningsWithoutReason(request.problems, request.reason);
  if (unexplained) return refuse(unexplained, ...request.problems);
  return {
    ...saved,
    result: "SUBMITTED",
    action: "SUBMIT",
    draft: { ...saved.draft, status: "IN_REVIEW", reason: request.reason ?? null },
    reason: request.reason ?? request.note,
  };
}

export function submit(
  taker: Taker,
  standing: Standing,
  {
    checked,
    reason,
    expected,
  }: { checked: CheckedDocument | undefined; reason: string | undefined; expected: number | undefined },
): Decision {
  const { draft } = standing;
  if (!isVisible(taker, draft)) return refuse(nothingOpen());
  const notAllowed = authority(taker, "author", [draft.document]);
  if (notAllowed) return refuse(notAllowed);
  if (isStale(standing, expected) || !checked) return refuse(staleEdition(standing));
  if (!isInWriting(draft)) return refuse(wrongStatus(draft.status, IN_WRITING));
  const unexplained = warningsWithoutReason(checked.problems, reason);
  if (isRefused(checked.problems)) return refuse(...checked.problems);
  if (unexplained) return refuse(unexplained, ...checked.problems);
  const authors = withPerson(draft.authors, taker.person);
  return moved(taker, draft, "IN_REVIEW", {
    result: "SUBMITTED",
    action: "SUBMIT",
    change: { reason: reason ?? null, authors },
    reason,
    problems: checked.problems,
  });
}

export function review(
  taker: Taker,
  standing: Standing,
  { isApproved, comment, expected }: { isApproved: boolean; comment: string | undefined; expected: number | undefined },
): Decision {
  const { draft } = standing;
  if (!isVisible(taker, draft)) return refuse(nothingOpen());
  const notAllowed = authority(taker, "approver", [draft.document]) ?? notTheAuthor(taker, draft);
  if (notAllowed) return refuse(notAllowed);
  if (isStale(standing, expected)) return refuse(staleEdition(standing));
  const allowed: DraftStatus[] = isApproved ? ["IN_REVIEW"] : ["IN_REVIEW", "APPROVED", "SCHEDULED"];
  if (!allowed.includes(draft.status)) return refuse(wrongStatus(draft.status, allowed));
  if (!isApproved && comment === undefined) return refuse(commentNeeded());
  const change = { comment: comment ?? null, approved_by: isApproved ? taker.person : null, publish_at: null };
  return isApproved
    ? moved(taker, draft, "APPROVED", { result: "APPROVED", action: "APPROVE", change, reason: comment })
    : moved(taker, draft, "CHANGES_REQUESTED", {
        result: "CHANGES_REQUESTED",
        action: "REQUEST_CHANGES",
        change,
        reason: comment,
      });
}

export interface PublishRequest {
  readonly checked: CheckedDocument | undefined;
  readonly publishAt: Date | undefined;
  readonly expected: number | undefined;
  /** The statuses from which it may be published. */
  readonly from: readonly DraftStatus[];
}

/** Into the guide, or onto the schedule. */
export function publish(taker: Taker, standing: Standing, { checked, publishAt, expected, from }: PublishRequest): Decision {
  const { draft, published } = standing;
  const live = published?.isLive ? published : undefined;
  // Somebody else was faster: who may know of the record is told who.
  if (draft?.status === "PUBLISHED" && live && !authority(taker, "approver", [live.document]))
    return refuse(staleEdition(standing));
  if (!isVisible(taker, draft)) return refuse(nothingOpen());
  const notAllowed = authority(taker, "approver", [draft.document, live?.document]) ?? notTheAuthor(taker, draft);
  if (notAllowed) return refuse(notAllowed);
  if (isStale(standing, expected) || !checked) return refuse(staleEdition(standing));
  if (!from.includes(draft.status)) return refuse(wrongStatus(draft.status, from));
  // What came into the guide since the draft was begun would be lost.
  if (draft.base !== (live?.number ?? null)) return refuse(staleEdition(standing));
  if (isRefused(checked.problems)) return refuse(...checked.problems);
  const unexplained = warningsWithoutReason(checked.problems, draft.reason ?? undefined);
  if (unexplained) return refuse(unexplained, ...checked.problems);
  const approved = { approved_by: draft.approved_by ?? taker.person };
  if (publishAt && publishAt > taker.now) {
    const change = { ...approved, publish_at: publishAt };
    return moved(taker, draft, "SCHEDULED", { result: "SCHEDULED", action: "SCHEDULE", change, problems: checked.problems });
  }
  return intoTheGuide(taker, draft, checked, approved);
}

/** The step into the guide; the schedule takes it without a person. */
export function intoTheGuide(
  { person, now }: Pick<Taker, "now"> & { readonly person: string | null },
  draft: Draft & { hash: string },
  checked: CheckedDocument,
  change: Partial<Draft> = {},
): Step {
  return {
    result: "PUBLISHED",
    action: "PUBLISH",
    draft: {
      ...draft,
      ...change,
      status: "PUBLISHED",
      document: null,
      hash: null,
      publish_at: null,
      changed_by: person,
      changed_at: now,
    },
    before: null,
    after: draft.hash,
    problems: checked.problems,
    // A draft that was approved is published also when it only says that the record was looked at again.
    publication: { ...checked, number: draft.number, note: draft.note ?? draft.reason ?? undefined, isReviewed: true },
  };
}

export function discard(taker: Taker, standing: Standing, expected: number | undefined): Decision {
  const { draft } = standing;
  if (!isVisible(taker, draft)) return refuse(nothingOpen());
  const notAllowed = authority(taker, "author", [draft.document]) && authority(taker, "approver", [draft.document]);
  if (notAllowed) return refuse(notAllowed);
  if (isStale(standing, expected)) return refuse(staleEdition(standing));
  return moved(taker, draft, "DISCARDED", {
    result: "DISCARDED",
    action: "DISCARD",
    change: { document: null, hash: null, publish_at: null },
  });
}

/** Whether a record may be taken out of the guide. */
export function withdraw(
  taker: Taker,
  standing: Standing,
  { reason, expected, problems }: { reason: string; expected: number | undefined; problems: readonly Problem[] },
): Decision {
  const { code, draft, published } = standing;
  if (!published?.isLive) return refuse(notLive());
  const notAllowed = authority(taker, "approver", [published.document]);
  if (notAllowed) return refuse(notAllowed);
  if (isStale(standing, expected)) return refuse(staleEdition(standing));
  if (isOpen(draft)) return refuse(draftOpen());
  return {
    result: "WITHDRAWN",
    action: "WITHDRAW",
    draft: {
      ...nextDraft(taker, standing, { document: published.document, hash: published.hash, note: reason }),
      code,
      number: newestNumber(standing),
      status: "WITHDRAWN",
      document: null,
      hash: null,
    },
    before: published.hash,
    after: null,
    reason,
    problems,
  };
}

interface Move {
  readonly result: Step["result"];
  readonly action: AuditAction;
  readonly change: Partial<Draft>;
  readonly reason?: string | undefined;
  readonly problems?: readonly Problem[];
}

function moved(taker: Taker, draft: Draft, status: DraftStatus, { result, action, change, reason, problems = [] }: Move): Step {
  return {
    result,
    action,
    draft: { ...draft, ...change, status, changed_by: taker.person, changed_at: taker.now },
    before: draft.hash,
    after: status === "DISCARDED" ? null : draft.hash,
    reason,
    problems,
  };
}

const notTheAuthor = ({ person }: Taker, { authors }: Draft): WorkflowProblem | undefined =>
  authors.includes(person) ? samePerson() : undefined;

function warningsWithoutReason(problems: readonly Problem[], reason: string | undefined): WorkflowProblem | undefined {
  const warnings = problems.filter(({ severity }) => severity === "WARNING").map(({ code }) => code);
  return warnings.length > 0 && reason === undefined ? reasonNeeded([...new Set(warnings)]) : undefined;
}

const withPerson = (people: readonly string[], person: string): string[] => [...new Set([...people, person])];

/**
 * What becomes of a draft whose instant has come: it is published, or goes back to its authors when it cannot be any
 * more. Undefined when somebody else has dealt with it meanwhile.
 */
export function fall(
  standing: Standing,
  checked: (CheckedDocument & { number: number }) | undefined,
  now: Date,
): Step | undefined {
  const { draft, published } = standing;
  const isDue = isOpen(draft) && draft.status === "SCHEDULED" && draft.publish_at !== null && draft.publish_at <= now;
  if (!isDue || !checked || checked.number !== draft.number) return undefined;
  const errors = checked.problems.filter(({ severity }) => severity === "ERROR");
  const isOutrun = draft.base !== (published?.isLive ? published.number : null);
  if (errors.length === 0 && !isOutrun) return intoTheGuide({ person: null, now }, draft, checked);
  const why = isOutrun ? staleEdition(standing).message : errors[0]?.message;
  const comment = [why?.["ar"], why?.["en"]].filter(Boolean).join(" — ");
  return {
    result: "CHANGES_REQUESTED",
    action: "REQUEST_CHANGES",
    draft: { ...draft, status: "CHANGES_REQUESTED", publish_at: null, comment, changed_by: null, changed_at: now },
    before: draft.hash,
    after: draft.hash,
    reason: comment,
    problems: errors,
  };
}
