import { Arg, Authorized, Ctx, Mutation, Query, Resolver } from "type-graphql";
import type { Caller, Role } from "../../../identity/caller";
import {
  CLEAN_TEXT,
  Code,
  type Connection,
  type DocumentClass,
  EditionStatus,
  RecordCode,
  RecordDocument,
} from "../../../schema/vocabulary";
import { badUserInput } from "../errors";
import { After, First } from "../editions/queries";
import { type Kind, typenameOf } from "../editions/kind";
import { qualityOf } from "../editions/quality";
import { isRefused } from "../editions/validation";
import type { SubgraphContext } from "../request";
import type { DraftStatus } from "./draft";
import { draftsOf } from "./drafts";
import type { Request } from "./given-answers";
import { historyOf } from "./history";
import { namesOfKind } from "./names";
import type { Outcome } from "./outcome";
import { shownBulk, shownPayload } from "./presentation";
import { recordsToReview } from "./reviews";
import {
  ApproveDraftsInput,
  BulkPayload,
  DiscardDraftInput,
  ImportRecordsInput,
  PublishDraftInput,
  RecordHistory,
  type RecordToReview,
  RecordToReviewConnection,
  RestoreEditionInput,
  ReviewDraftInput,
  SaveDraftInput,
  SubmitDraftInput,
  ValidationReport,
  WithdrawRecordInput,
  WorkflowPayload,
  type WorkingEdition,
  WorkingEditionConnection,
} from "./types";
import type { Asker } from "./decision-writer";
import type { Workflow } from "./workflow";

/** Who may ask what is prepared; the answer has what each of them may see, which of some kinds is nothing. */
const READERS: Role[] = ["author", "approver", "secretariat", "auditor"];

/** Who writes records of a kind, and who decides about them, with the words for each. */
interface Roles {
  readonly writers: Role[];
  readonly deciders: Role[];
  readonly whoWrites: string;
  readonly whoDecides: string;
}

const OF_ENTITIES: Roles = {
  writers: ["author", "secretariat"],
  deciders: ["approver", "secretariat"],
  whoWrites: "For authors of its entity and the secretariat.",
  whoDecides: "For approvers of its entity and the secretariat",
};
const OF_THE_SECRETARIAT: Roles = {
  writers: ["secretariat"],
  deciders: ["secretariat"],
  whoWrites: "For the secretariat.",
  whoDecides: "For the secretariat",
};

const MOST_RECORDS = 500;
const LONGEST_KEY = 200;
const LONGEST_TEXT = 2_000;
const CLEAN = new RegExp(CLEAN_TEXT, "u");

const input = { description: "What to do, and to which record." };

/**
 * The fields by which records of one kind are prepared, decided about and published. They are the same for every kind,
 * as there is one workflow; only the names differ.
 */
export function workflowResolver(kind: Kind): DocumentClass {
  const { type, types, one, many } = namesOfKind(kind);
  const isOfEntities = kind.entity !== undefined && kind.keptBy === undefined;
  const { writers, deciders, whoWrites, whoDecides } = isOfEntities ? OF_ENTITIES : OF_THE_SECRETARIAT;

  @Resolver()
  class WorkflowMutations {
    @Authorized(writers)
    @Mutation(() => WorkflowPayload, {
      name: `save${type}`,
      nullable: true,
      description: `Saves a draft of a ${type}, from a whole record or a patch; what was approved needs approval anew. ${whoWrites}`,
    })
    save(@Arg("input", () => SaveDraftInput, input) given: SaveDraftInput, @Ctx() context: SubgraphContext): Promise<object> {
      return take(kind, "save", given, context, (workflow, asker, request) => workflow.save(kind, some(given), asker, request));
    }

    @Authorized(writers)
    @Mutation(() => WorkflowPayload, {
      name: `submit${type}`,
      nullable: true,
      description: `Hands the draft of a ${type} to its approvers. ${whoWrites}`,
    })
    submit(
      @Arg("input", () => SubmitDraftInput, input) given: SubmitDraftInput,
      @Ctx() context: SubgraphContext,
    ): Promise<object> {
      return take(kind, "submit", given, context, (workflow, asker, request) =>
        workflow.submit(kind, some(given), asker, request),
      );
    }

    @Authorized(deciders)
    @Mutation(() => WorkflowPayload, {
      name: `review${type}`,
      nullable: true,
      description: `Approves the draft of a ${type}, or asks for changes. ${whoDecides}, and never for who wrote it.`,
    })
    review(
      @Arg("input", () => ReviewDraftInput, input) given: ReviewDraftInput,
      @Ctx() context: SubgraphContext,
    ): Promise<object> {
      const isApproved = given.decision === "APPROVE";
      return take(kind, "review", given, context, (workflow, asker, request) =>
        workflow.review(kind, { ...some(given), isApproved }, asker, request),
      );
    }

    @Authorized(deciders)
    @Mutation(() => WorkflowPayload, {
      name: `publish${type}`,
      nullable: true,
      description: `Publishes the approved draft of a ${type}, at once or at a given instant. ${whoDecides}, and never for who wrote it.`,
    })
    publish(
      @Arg("input", () => PublishDraftInput, input) given: PublishDraftInput,
      @Ctx() context: SubgraphContext,
    ): Promise<object> {
      return take(kind, "publish", given, context, (workflow, asker, request) =>
        workflow.publish(kind, some(given), asker, request),
      );
    }

    @Authorized(deciders)
    @Mutation(() => WorkflowPayload, {
      name: `withdraw${type}`,
      nullable: true,
      description: `Takes a ${type} out of the guide; its past stays readable. ${whoDecides}.`,
    })
    withdraw(
      @Arg("input", () => WithdrawRecordInput, input) given: WithdrawRecordInput,
      @Ctx() context: SubgraphContext,
    ): Promise<object> {
      return take(kind, "withdraw", given, context, (workflow, asker, request) =>
        workflow.withdraw(kind, some(given), asker, request),
      );
    }

    @Authorized(writers)
    @Mutation(() => WorkflowPayload, {
      name: `restore${type}`,
      nullable: true,
      description: `Makes a draft of a past edition of a ${type}. ${whoWrites}`,
    })
    restore(
      @Arg("input", () => RestoreEditionInput, input) given: RestoreEditionInput,
      @Ctx() context: SubgraphContext,
    ): Promise<object> {
      return take(kind, "restore", given, context, (workflow, asker, request) =>
        workflow.restore(kind, some(given), asker, request),
      );
    }

    @Authorized([...new Set([...writers, ...deciders])])
    @Mutation(() => WorkflowPayload, {
      name: `discard${type}`,
      nullable: true,
      description: `Gives up the draft of a ${type}, also one that is scheduled. For who may write or decide about it.`,
    })
    discard(
      @Arg("input", () => DiscardDraftInput, input) given: DiscardDraftInput,
      @Ctx() context: SubgraphContext,
    ): Promise<object> {
      return take(kind, "discard", given, context, (workflow, asker, request) =>
        workflow.discard(kind, some(given), asker, request),
      );
    }

    @Authorized(writers)
    @Mutation(() => BulkPayload, {
      name: `import${types}`,
      nullable: true,
      description: `Saves and submits many records of the type ${type}, each for itself; what is so already stays as it is. ${whoWrites}`,
    })
    async importMany(
      @Arg("input", () => ImportRecordsInput, input) given: ImportRecordsInput,
      @Ctx() context: SubgraphContext,
    ): Promise<object> {
      checkCount("records", given.records.length);
      const { records, submit: isSubmitted, dryRun: isDryRun, note, reason } = some(given);
      const order = { records, isSubmitted, isDryRun, note, reason };
      const outcomes = await context.workflow.bulk.importRecords(kind, order, askerOf(context), requestOf(kind, "import", given));
      return shownBulk(kind, outcomes, context);
    }

    @Authorized(deciders)
    @Mutation(() => BulkPayload, {
      name: `approve${types}`,
      nullable: true,
      description: `Approves many drafts of the type ${type} and publishes them together. ${whoDecides}, and never for who wrote them.`,
    })
    async approveMany(
      @Arg("input", () => ApproveDraftsInput, input) given: ApproveDraftsInput,
      @Ctx() context: SubgraphContext,
    ): Promise<object> {
      checkCount("drafts", given.drafts.length);
      if (new Set(given.drafts.map(({ code }) => code)).size < given.drafts.length)
        throw badUserInput("`drafts` names a record twice. Name each once.");
      const { drafts, publish: isPublished, publishAt, reason } = some(given);
      const outcomes = await context.workflow.bulk.approve(
        kind,
        { drafts, isPublished, publishAt, reason },
        askerOf(context),
        requestOf(kind, "approve", given),
      );
      return shownBulk(kind, outcomes, context);
    }

    @Authorized(READERS)
    @Query(() => ValidationReport, {
      name: `validate${type}`,
      nullable: true,
      description: `Checks a ${type} as if it were to be submitted, and writes nothing. For whoever has a role.`,
    })
    async validate(
      @Arg("record", () => RecordDocument, { description: "The whole record." }) record: object,
      @Ctx() { workflow }: SubgraphContext,
    ): Promise<ValidationReport> {
      const { document, problems } = await workflow.validate(kind, record);
      return { isValid: !isRefused(problems), problems: [...problems], ...(document && { score: qualityOf(problems).score }) };
    }

    @Authorized(READERS)
    @Query(() => WorkingEditionConnection, {
      name: `${one}Drafts`,
      nullable: true,
      description: `What is being prepared of records of the type ${type}, by code. Each sees those of their entities; the secretariat and auditors see all.`,
    })
    async drafts(
      @First() first: number,
      @After() after: string | undefined,
      @Arg("status", () => EditionStatus, { nullable: true, description: "Only those that stand so." })
      status: DraftStatus | undefined,
      @Arg("entity", () => Code, { nullable: true, description: "Only those of the entity with this code." })
      entity: string | undefined,
      @Ctx() context: SubgraphContext,
    ): Promise<Connection<WorkingEdition>> {
      return draftsOf(kind, { first, after, status, entity }, context);
    }

    @Authorized(READERS)
    @Query(() => RecordToReviewConnection, {
      name: `${many}ToReview`,
      nullable: true,
      description: `The records of the type ${type} that refer to something that has changed since, by code: in what it does rather than in its wording, or by being withdrawn. For whoever has a role.`,
    })
    async toReview(
      @First() first: number,
      @After() after: string | undefined,
      @Arg("entity", () => Code, { nullable: true, description: "Only those of the entity with this code." })
      entity: string | undefined,
      @Ctx() context: SubgraphContext,
    ): Promise<Connection<RecordToReview>> {
      return recordsToReview(kind, { first, after, entity: entity ?? undefined }, context);
    }

    @Query(() => RecordHistory, {
      name: `${one}History`,
      nullable: true,
      description: `The history of a ${type}, also of one that was withdrawn; null when there never was one that the caller may know of.`,
    })
    async history(
      @Arg("code", () => RecordCode, { description: "The code of the record." }) code: string,
      @Ctx() context: SubgraphContext,
    ): Promise<object | null> {
      return historyOf(kind, code, context);
    }
  }
  return WorkflowMutations;
}

/** Takes one step for one record. */
async function take(
  kind: Kind,
  verb: string,
  given: { idempotencyKey?: string | null },
  context: SubgraphContext,
  step: (workflow: Workflow, asker: Asker, request: Request) => Promise<Outcome>,
): Promise<object> {
  const outcome = await step(context.workflow, askerOf(context), requestOf(kind, verb, given));
  return shownPayload(kind, outcome, context);
}

/** `@Authorized` has let nobody in without a token. */
const askerOf = ({ caller, requestId }: SubgraphContext): Asker => ({ caller: caller as Caller, requestId });

function requestOf(kind: Kind, verb: string, given: { idempotencyKey?: string | null }): Request {
  const { idempotencyKey, ...input } = given;
  if ((idempotencyKey?.length ?? 0) > LONGEST_KEY)
    throw badUserInput(`\`idempotencyKey\` has at most ${LONGEST_KEY} characters.`);
  for (const [name, value] of Object.entries(input)) {
    if (typeof value === "string" && (value.length > LONGEST_TEXT || !CLEAN.test(value)))
      throw badUserInput(`\`${name}\` has at most ${LONGEST_TEXT} characters, and no control or direction characters.`);
  }
  return { operation: `${verb} ${typenameOf(kind)}`, input, key: idempotencyKey ?? undefined };
}

function checkCount(name: string, count: number): void {
  if (count < 1 || count > MOST_RECORDS)
    throw badUserInput(`\`${name}\` takes from 1 to ${MOST_RECORDS} entries, not ${count}. Send them in several requests.`);
}

/** What was given, without the nulls by which GraphQL says that nothing was. */
function some<Input extends object>(given: Input): { [Name in keyof Input]: Exclude<Input[Name], null> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) as never;
}
