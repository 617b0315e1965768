import { Directive, Field, InputType, Int, InterfaceType, ObjectType } from "type-graphql";
import {
  Code,
  connectionOf,
  DateTime,
  EditionStatus,
  enumeration,
  JsonValue,
  LocalizedText,
  MergePatch,
  PublishedRecord,
  RecordCode,
  RecordDocument,
  type Texts,
} from "../../../schema/vocabulary";
import type { Severity as SeverityName } from "../editions/validation";
import type { DraftStatus } from "./draft";

/** What the workflow says in GraphQL. Every subgraph has these types for its own kinds of record. */

export const Severity = enumeration("Severity", "How much a problem weighs.", {
  ERROR: "The record cannot be published with it.",
  WARNING: "The record can be published with it when a reason is given.",
  SUGGESTION: "The record would be better without it.",
});

@InterfaceType({
  description:
    "What is wrong with a record or a request, told so that it can be mended. A request with problems of severity ERROR changed nothing, except that a draft is saved with the rules it breaks.",
  autoRegisterImplementations: false,
  resolveType: (value: object) => ("stale" in value && value.stale ? "StaleEdition" : "RecordProblem"),
})
export abstract class Problem {
  @Field(() => String, { description: 'A stable code, such as "UNKNOWN_REFERENCE".' })
  code!: string;

  @Field(() => Severity, { description: "How much it weighs." })
  severity!: SeverityName;

  @Field(() => String, { description: 'Where in the record, as a JSON path such as "$.fees[0].amount"; "$" for the whole.' })
  path!: string;

  @Field(() => LocalizedText, { description: "What is wrong." })
  message!: Texts;

  @Field(() => LocalizedText, { description: "What to do about it." })
  remedy!: Texts;
}

@Directive("@shareable")
@ObjectType({ implements: Problem, description: "A rule that a record breaks, or a step that cannot be taken." })
export class RecordProblem extends Problem {}

@Directive("@shareable")
@ObjectType({
  implements: Problem,
  description: "The record has gone on since it was read: somebody else has changed it. Nothing was written.",
})
export class StaleEdition extends Problem {
  @Field(() => Int, { description: "The newest edition of the record, whether it is public or not." })
  currentEdition!: number;

  @Field(() => EditionStatus, { nullable: true, description: "Where that edition stands; null for a record that is not there." })
  status?: DraftStatus;

  @Field(() => String, {
    nullable: true,
    description: "Who changed it last; null when it was no person, or is not known any more.",
  })
  changedBy?: string;

  @Field(() => DateTime, { nullable: true, description: "When it was changed last; null for a record that is not there." })
  changedAt?: Date;
}

@Directive("@shareable")
@ObjectType({
  description:
    "The edition of a record that is being prepared, or what became of it. Only people of its entity, the secretariat and auditors see one.",
})
export class WorkingEdition {
  @Field(() => String, { description: 'The type of the record, such as "Service".' })
  kind!: string;

  @Field(() => RecordCode, { description: "The code of the record." })
  code!: string;

  @Field(() => Int, { description: "The number of this edition. It grows with every save, and is what `expectedEdition` means." })
  number!: number;

  @Field(() => EditionStatus, { description: "Where it stands." })
  status!: DraftStatus;

  @Field(() => Int, { nullable: true, description: "The public edition it changes; null for a record that is not in the guide." })
  baseEdition?: number;

  @Field(() => Code, {
    nullable: true,
    description: "The entity (its code) whose record it is; null for records of the secretariat.",
  })
  entity?: string;

  @Field(() => RecordDocument, {
    nullable: true,
    description:
      "The record as it was written; null once it is published (the record itself has it then), withdrawn or discarded.",
  })
  document?: object;

  @Field(() => PublishedRecord, {
    nullable: true,
    description:
      "The record as the guide would answer it; null where `document` is, and for records that are shown by others only.",
  })
  record?: PublishedRecord;

  @Field(() => String, { nullable: true, description: "What its author said about the change; null when nothing." })
  note?: string;

  @Field(() => String, { nullable: true, description: "Why it is to be published in spite of its warnings; null when not said." })
  reason?: string;

  @Field(() => String, { nullable: true, description: "What its reviewer said; null when nothing." })
  comment?: string;

  @Field(() => DateTime, { nullable: true, description: "When it will be published; null unless it is scheduled." })
  publishAt?: Date;

  @Field(() => [String], { description: "Who wrote it; none of them may approve it." })
  authors!: string[];

  @Field(() => String, { nullable: true, description: "Who approved it; null while nobody has." })
  approvedBy?: string;

  @Field(() => String, { nullable: true, description: "Who took the last step; null when it was the schedule." })
  changedBy?: string;

  @Field(() => DateTime, { description: "When the last step was taken." })
  changedAt!: Date;

  @Field(() => [Problem], { simple: true, description: "What its rules find in it right now; empty once it is closed." })
  problems!: () => Promise<readonly Problem[]>;
}

export const WorkingEditionConnection = connectionOf(() => WorkingEdition, "WorkingEdition", "editions that are being prepared", {
  isShareable: true,
});

@Directive("@shareable")
@ObjectType({ description: "What came of a step of the workflow." })
export class WorkflowPayload {
  @Field(() => WorkingEdition, {
    nullable: true,
    description: "The edition as it stands after the step; null when nothing was done.",
  })
  edition?: WorkingEdition;

  @Field(() => [Problem], { description: "What was found: what kept the step from being taken, or what to know of the record." })
  problems!: Problem[];
}

export const BulkOutcome = enumeration("BulkOutcome", "What came of one record of many.", {
  VALID: "It would be accepted; nothing was written, as only that was asked.",
  UNCHANGED: "It is in the guide, or on its way into it, just so already.",
  SAVED: "It is a draft now.",
  SUBMITTED: "It waits for an approver now.",
  APPROVED: "It is approved now.",
  SCHEDULED: "It will be published at the instant given.",
  PUBLISHED: "It is in the guide now.",
  REFUSED: "It has problems, and nothing was done with it.",
});

@Directive("@shareable")
@ObjectType({ description: "What came of one record of many." })
export class BulkResult {
  @Field(() => Int, { description: "Which record of the request it is, counted from 0." })
  index!: number;

  @Field(() => RecordCode, { nullable: true, description: "Its code; null when it has none that can be read." })
  code?: string;

  @Field(() => BulkOutcome, { description: "What came of it." })
  outcome!: string;

  @Field(() => Int, { nullable: true, description: "The number of the edition that was made or moved; null when there is none." })
  number?: number;

  problems!: Problem[];
}

@Directive("@shareable")
@ObjectType({ description: "What came of many records; each stands for itself." })
export class BulkPayload {
  @Field(() => [BulkResult], { description: "One result for each record, in the order of the request." })
  results!: BulkResult[];
}

@Directive("@shareable")
@ObjectType({ description: "What checking a record found; nothing was written." })
export class ValidationReport {
  @Field(() => Boolean, { description: "Whether the record could be submitted: it has no problem of severity ERROR." })
  isValid!: boolean;

  @Field(() => Int, { nullable: true, description: "Its quality from 0 to 100; null when its form is wrong." })
  score?: number;

  @Field(() => [Problem], { description: "Everything that was found." })
  problems!: Problem[];
}

const EXPECTED = {
  nullable: true,
  description:
    "The newest edition of the record that you saw, 0 for none. When the record has gone on meanwhile, nothing is written and the problem is a `StaleEdition`. Without it the step is taken from wherever the record stands.",
} as const;
const KEY = {
  nullable: true,
  description:
    "Your own name for this request, at most 200 characters: the same request sent again under it has no further effect and gets the same answer, for 30 days.",
} as const;

@InputType()
abstract class WorkflowInput {
  @Field(() => String, KEY)
  idempotencyKey?: string | null;
}

@InputType()
abstract class RecordInput extends WorkflowInput {
  @Field(() => RecordCode, { description: "The code of the record." })
  code!: string;

  @Field(() => Int, EXPECTED)
  expectedEdition?: number | null;
}

@InputType({ description: "A draft to save: a whole record, or what is to change in one." })
export class SaveDraftInput extends WorkflowInput {
  @Field(() => RecordCode, { nullable: true, description: "The code of the record; needed with a patch." })
  code?: string | null;

  @Field(() => RecordDocument, { nullable: true, description: "The whole record." })
  record?: object | null;

  @Field(() => MergePatch, {
    nullable: true,
    description: "What is to change, in the draft that is open or else in the public edition.",
  })
  patch?: object | null;

  @Field(() => String, {
    nullable: true,
    description: "What you want to say about the change; it is public once the edition is.",
  })
  note?: string | null;

  @Field(() => Int, EXPECTED)
  expectedEdition?: number | null;
}

@InputType({ description: "A draft that is ready for review." })
export class SubmitDraftInput extends RecordInput {
  @Field(() => String, { nullable: true, description: "Why it is to be published in spite of its warnings." })
  reason?: string | null;
}

export const ReviewDecision = enumeration("ReviewDecision", "What an approver decides.", {
  APPROVE: "The draft may be published.",
  REQUEST_CHANGES: "Its authors are to change something first.",
});

@InputType({ description: "The decision on a draft in review." })
export class ReviewDraftInput extends RecordInput {
  @Field(() => ReviewDecision, { description: "The decision." })
  decision!: keyof typeof ReviewDecision;

  @Field(() => String, { nullable: true, description: "What its authors should know; needed when changes are asked for." })
  comment?: string | null;
}

@InputType({ description: "An approved draft to publish." })
export class PublishDraftInput extends RecordInput {
  @Field(() => DateTime, { nullable: true, description: "When to publish it; at once without it, or when it is past." })
  publishAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "Why in spite of its warnings, where its author gave no reason: what is published meanwhile may bring new ones.",
  })
  reason?: string | null;
}

@InputType({ description: "A record to take out of the guide." })
export class WithdrawRecordInput extends RecordInput {
  @Field(() => String, { description: "Why it is taken out." })
  reason!: string;
}

@InputType({ description: "A public edition of the past to make a draft of." })
export class RestoreEditionInput extends RecordInput {
  @Field(() => Int, { description: "The number of that edition." })
  number!: number;

  @Field(() => String, { nullable: true, description: "What you want to say about it; it is public once the edition is." })
  note?: string | null;
}

@InputType({ description: "A draft to give up." })
export class DiscardDraftInput extends RecordInput {}

@InputType({ description: "Records to save, and to submit for review, each for itself." })
export class ImportRecordsInput extends WorkflowInput {
  @Field(() => [RecordDocument], {
    description: "The records, from 1 to 500. They may refer to those among them that are not refused.",
  })
  records!: object[];

  @Field(() => Boolean, { defaultValue: true, description: "Whether they are submitted for review too." })
  submit!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: "Whether only to say what would come of them; nothing is written." })
  dryRun!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "What you want to say about the changes; it is public once the editions are.",
  })
  note?: string | null;

  @Field(() => String, { nullable: true, description: "Why they are to be published in spite of their warnings." })
  reason?: string | null;
}

@InputType({ description: "One draft of many." })
export class DraftReferenceInput {
  @Field(() => RecordCode, { description: "The code of the record." })
  code!: string;

  @Field(() => Int, { description: "The edition that is approved; one that was saved meanwhile is not." })
  expectedEdition!: number;
}

@InputType({ description: "Drafts to approve, and to publish together." })
export class ApproveDraftsInput extends WorkflowInput {
  @Field(() => [DraftReferenceInput], { description: "The drafts, from 1 to 500, each once." })
  drafts!: DraftReferenceInput[];

  @Field(() => Boolean, { defaultValue: true, description: "Whether they are published too." })
  publish!: boolean;

  @Field(() => DateTime, { nullable: true, description: "When to publish them; at once without it, or when it is past." })
  publishAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Why in spite of their warnings, where their authors gave no reason: what is published meanwhile may bring new ones.",
  })
  reason?: string | null;
}

@Directive("@shareable")
@ObjectType({ description: "One public edition of a record." })
export class PublicEdition {
  @Field(() => Int, { description: "Its number. Numbers grow; those of drafts that were not published are missing." })
  number!: number;

  @Field(() => EditionStatus, { description: "PUBLISHED, or WITHDRAWN when it was taken out and no edition followed at once." })
  status!: "PUBLISHED" | "WITHDRAWN";

  @Field(() => DateTime, { description: "Since when it was in force." })
  validFrom!: Date;

  @Field(() => DateTime, { nullable: true, description: "Until when it was in force; null while it is." })
  validTo?: Date;

  @Field(() => String, { nullable: true, description: "What its publisher said about the change; null when nothing." })
  note?: string;

  @Field(() => RecordDocument, { description: "The record as it was written." })
  document!: object;

  @Field(() => PublishedRecord, {
    nullable: true,
    description: "The record as the guide answers it; null for records that are shown by others only.",
  })
  record?: PublishedRecord;
}

export const PublicEditionConnection = connectionOf(() => PublicEdition, "PublicEdition", "public editions of a record", {
  isShareable: true,
});

@Directive("@shareable")
@ObjectType({ description: "One difference between two editions of a record." })
export class FieldChange {
  @Field(() => String, { description: 'Where, as a JSON path such as "$.fees[0].amount.amount".' })
  path!: string;

  @Field(() => JsonValue, { nullable: true, description: "What was there; null when nothing was." })
  before?: unknown;

  @Field(() => JsonValue, { nullable: true, description: "What is there now; null when nothing is." })
  after?: unknown;
}

@Directive("@shareable")
@ObjectType({
  description:
    "A record that this one refers to and that has changed since: in what it does rather than in its wording, or by being withdrawn. Publishing this record anew, changed or not, says that it was looked at.",
})
export class ReviewFlag {
  @Field(() => String, { description: 'The type of the record that changed, such as "LegalResource".' })
  kind!: string;

  @Field(() => Code, { description: "Its code." })
  code!: string;

  @Field(() => Boolean, { description: "Whether it was withdrawn." })
  isWithdrawn!: boolean;

  @Field(() => DateTime, { description: "When it changed last." })
  changedAt!: Date;
}

@Directive("@shareable")
@ObjectType({ description: "A record that refers to something which has changed since." })
export class RecordToReview {
  @Field(() => RecordCode, { description: "The code of the record." })
  code!: string;

  @Field(() => [ReviewFlag], { description: "Why it needs to be looked at again, the latest change first." })
  needsReview!: readonly ReviewFlag[];
}

export const RecordToReviewConnection = connectionOf(() => RecordToReview, "RecordToReview", "records that need review", {
  isShareable: true,
});

/** The record whose history it is; its fields are resolved when they are asked for. */
@Directive("@shareable")
@ObjectType({
  description: "Everything that was ever public of a record, and, for those who may see it, what is being prepared.",
})
export class RecordHistory {
  @Field(() => String, { description: 'The type of the record, such as "Service".' })
  kind!: string;

  @Field(() => RecordCode, { description: "The code of the record." })
  code!: string;
}
