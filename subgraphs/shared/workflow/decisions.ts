import { type Caller, mayAct, mayRead } from "../../../identity/caller";
import type { PublishedRecord } from "../../../schema/vocabulary";
import type { AuditAction } from "../audit/audit-chain";
import { type Kind, typenameOf } from "../editions/kind";
import type { Publication } from "../editions/store";
import { type DocumentReference, isRefused, type Problem, refusedReference } from "../editions/validation";
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
  /** What the clock says: the instants of the log may be ahead of it when it was set back. */
  readonly clock: Date;
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
const isInWriting = ({ status }: Draft): boolean => status === "DRAFT" || status === "CHANGES_REQUESTED";

/** Who may not know of the draft learns only that the record has gone on. */
const stale = (taker: Taker, standing: Standing): WorkflowProblem =>
  staleEdition(standing, !isOpen(standing.draft) || isVisible(taker, standing.draft));

const isStale = (standing: Standing, expected: number | undefined): boolean =>
  expected !== undefined && expected !== newestNumber(standing);

export interface SaveRequest {
  readonly document: PublishedRecord;
  readonly hash: string;
  readonly problems: readonly Problem[];
  readonly note: string | undefined;
  readonly expected: number | undefined;
  /** The edition on top of which a patch was put. */
  readonly seen?: number | undefined;
  readonly action: "SAVE" | "RESTORE";
}

/** A next draft, whatever there was before: what was approved needs approval anew. */
export function save(taker: Taker, standing: Standing, request: SaveRequest): Decision {
  const { draft, published } = standing;
  // What was withdrawn is its entity's still.
  const notAllowed = authority(taker, "author", [request.document, published?.document]);
  if (notAllowed) return refuse(notAllowed);
  if (isOpen(draft) && authority(taker, "author", [draft.document])) return refuse(codeTaken(draft.code));
  if (isStale(standing, request.expected) || isStale(standing, request.seen)) return refuse(stale(taker, standing));
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
  if (isStale(standing, expected) || !checked) return refuse(stale(taker, standing));
  // After changes were asked for, something has to be saved first.
  if (draft.status !== "DRAFT") return refuse(wrongStatus(draft.status, ["DRAFT"]));
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
  if (isStale(standing, expected)) return refuse(stale(taker, standing));
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
  /** Why in spite of warnings, where its author gave no reason: what is live by now may have brought new ones. */
  readonly reason: string | undefined;
  readonly expected: number | undefined;
  /** The statuses from which it may be published. */
  readonly from: readonly DraftStatus[];
}

/** Into the guide, or onto the schedule. */
export function publish(
  taker: Taker,
  standing: Standing,
  { checked, publishAt, reason, expected, from }: PublishRequest,
): Decision {
  const { draft, published } = standing;
  const live = published?.isLive ? published : undefined;
  // Somebody else was faster: who may know of the record is told who.
  if (expected !== undefined && draft?.status === "PUBLISHED" && live && !authority(taker, "approver", [live.document]))
    return refuse(stale(taker, standing));
  if (!isVisible(taker, draft)) return refuse(nothingOpen());
  const notAllowed = authority(taker, "approver", [draft.document, published?.document]) ?? notTheAuthor(taker, draft);
  if (notAllowed) return refuse(notAllowed);
  if (isStale(standing, expected) || !checked) return refuse(stale(taker, standing));
  if (!from.includes(draft.status)) return refuse(wrongStatus(draft.status, from));
  // What came into the guide since the draft was begun would be lost.
  if (draft.base !== (live?.number ?? null)) return refuse(stale(taker, standing));
  if (isRefused(checked.problems)) return refuse(...checked.problems);
  const unexplained = warningsWithoutReason(checked.problems, draft.reason ?? reason);
  if (unexplained) return refuse(unexplained, ...checked.problems);
  const approved = { approved_by: draft.approved_by ?? taker.person, reason: draft.reason ?? reason ?? null };
  if (publishAt && publishAt > taker.clock) {
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
    publication: { ...checked, number: draft.number, note: draft.note ?? undefined, isReviewed: true },
  };
}

export function discard(taker: Taker, standing: Standing, expected: number | undefined): Decision {
  const { draft } = standing;
  if (!isVisible(taker, draft)) return refuse(nothingOpen());
  const notAllowed = authority(taker, "author", [draft.document]) && authority(taker, "approver", [draft.document]);
  if (notAllowed) return refuse(notAllowed);
  if (isStale(standing, expected)) return refuse(stale(taker, standing));
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
  if (isStale(standing, expected)) return refuse(stale(taker, standing));
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

/** A draft whose instant may have come, as it was checked. */
export interface DueDraft {
  readonly checked: CheckedDocument & { readonly number: number };
  /** Whether it only waits for others to be published, which may be a matter of moments. */
  readonly mayWait: boolean;
}

/** How long a draft that is due waits for what it refers to. */
const LONGEST_WAIT_MS = 600_000;

/**
 * What becomes of a draft whose instant has come: it is published, or goes back to its authors when it cannot be any
 * more. Undefined when somebody else has dealt with it meanwhile, and while it waits.
 */
export function fall(
  standing: Standing,
  due: DueDraft | undefined,
  { now, clock }: Pick<Taker, "now" | "clock">,
): Step | undefined {
  const { draft, published } = standing;
  const isDue = isOpen(draft) && draft.status === "SCHEDULED" && draft.publish_at !== null && draft.publish_at <= clock;
  if (!isDue || due?.checked.number !== draft.number) return undefined;
  const errors = due.checked.problems.filter(({ severity }) => severity === "ERROR");
  const isOutrun = draft.base !== (published?.isLive ? published.number : null);
  if (errors.length === 0 && !isOutrun) return intoTheGuide({ person: null, now }, draft, due.checked);
  const since = clock.getTime() - draft.publish_at.getTime();
  if (!isOutrun && due.mayWait && since < LONGEST_WAIT_MS) return undefined;
  const [first] = errors;
  const why = isOutrun || !first ? staleEdition(standing, true).message : first.message;
  const comment = `${why["ar"] ?? ""} — ${why["en"] ?? ""}`;
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

/** Something decided about a record of many, with what the record refers to. */
export interface OneOfMany {
  readonly standing: Standing;
  readonly decision: Decision;
  readonly references: readonly DocumentReference[];
}

/**
 * Refuses what refers to a record of the same request that was refused, and is not there otherwise: they were checked
 * as if all of them came into the guide.
 */
export function refuseDependants(kind: Kind, many: readonly OneOfMany[], isThere: (standing: Standing) => boolean): Decision[] {
  const decisions = many.map(({ decision }) => decision);
  for (let found = true; found;) {
    const missing = new Set(
      many.flatMap(({ standing }, index) =>
        "refused" in (decisions[index] as Decision) && !isThere(standing) ? [standing.code] : [],
      ),
    );
    found = false;
    many.forEach(({ references }, index) => {
      const refused = references.filter(({ typename, code }) => typename === typenameOf(kind) && missing.has(code));
      if (refused.length === 0 || "refused" in (decisions[index] as Decision)) return;
      decisions[index] = { refused: refused.map(refusedReference) };
      found = true;
    });
  }
  return decisions;
}
