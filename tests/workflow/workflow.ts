import type { Answer, TestGuide } from "../support/guide";
import { bearer } from "../support/tokens";

/** The people of these tests: who writes for the entity of the foundations, who decides, and others. */
export const SARA = bearer("author:ENTITY", "sara");
export const OMAR = bearer("approver:ENTITY", "omar");
export const BOTH = bearer(["author:ENTITY", "approver:ENTITY"], "huda");
export const OUTSIDER = bearer(["author:OTHER", "approver:OTHER"], "outsider");
export const SECRETARIAT = bearer("secretariat", "mariam");
export const SECOND_SECRETARIAT = bearer("secretariat", "khalid");
export const AUDITOR = bearer("auditor", "noura");

export type Headers = Record<string, string>;

export interface Step {
  readonly edition: {
    readonly code: string;
    readonly number: number;
    readonly status: string;
    readonly authors: string[];
    readonly approvedBy: string | null;
    readonly changedBy: string | null;
    readonly document: Record<string, unknown> | null;
    readonly publishAt: string | null;
  } | null;
  readonly problems: readonly {
    readonly code: string;
    readonly severity: string;
    readonly path: string;
    readonly message: { readonly ar: string; readonly en: string };
    readonly currentEdition?: number;
    readonly changedBy?: string | null;
    readonly changedAt?: string | null;
  }[];
}

const STEP = `edition { code number status authors approvedBy changedBy document publishAt }
  problems { code severity path message { ar en } ... on StaleEdition { currentEdition changedBy changedAt } }`;

const INPUTS: Readonly<Record<string, string>> = {
  save: "SaveDraftInput",
  submit: "SubmitDraftInput",
  review: "ReviewDraftInput",
  publish: "PublishDraftInput",
  withdraw: "WithdrawRecordInput",
  restore: "RestoreEditionInput",
  discard: "DiscardDraftInput",
};

type Asked = Pick<TestGuide, "query">;

/** Asks for a step of the workflow, whatever comes of it. */
export function ask(
  guide: Asked,
  verb: string,
  input: object,
  who: Headers,
  kind = "Service",
): Promise<Answer<{ step: Step | null }>> {
  return guide.query<{ step: Step | null }, { input: object }>(
    `mutation Step($input: ${INPUTS[verb] ?? ""}!) { step: ${verb}${kind}(input: $input) { ${STEP} } }`,
    { input },
    who,
  );
}

/** Takes a step that nothing keeps from being taken. */
export async function take(guide: Asked, verb: string, input: object, who: Headers, kind = "Service"): Promise<Step> {
  const { data, errors } = await ask(guide, verb, input, who, kind);
  if (!data.step || errors) throw new Error(JSON.stringify(errors ?? data));
  return data.step;
}

/** The codes of the problems of a step. */
export const codesOf = ({ problems }: Pick<Step, "problems">): string[] => problems.map(({ code }) => code);

export interface Bulk {
  readonly results: readonly {
    readonly index: number;
    readonly code: string | null;
    readonly outcome: string;
    readonly number: number | null;
    readonly problems: readonly { readonly code: string; readonly path: string }[];
  }[];
}

export async function importAll(guide: Asked, input: object, who: Headers, kinds = "Services"): Promise<Bulk["results"]> {
  const answer = await guide.query<{ bulk: Bulk }, { input: object }>(
    `mutation Import($input: ImportRecordsInput!) { bulk: import${kinds}(input: $input) { results { index code outcome number problems { code path } } } }`,
    { input },
    who,
  );
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data.bulk.results;
}

export async function approveAll(guide: Asked, input: object, who: Headers, kinds = "Services"): Promise<Bulk["results"]> {
  const answer = await guide.query<{ bulk: Bulk }, { input: object }>(
    `mutation Approve($input: ApproveDraftsInput!) { bulk: approve${kinds}(input: $input) { results { index code outcome number problems { code path } } } }`,
    { input },
    who,
  );
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data.bulk.results;
}

/** Brings a record into the guide as two people do. */
export async function bringIn(
  guide: Asked,
  record: { code: string },
  kind = "Service",
  author = SARA,
  approver = OMAR,
): Promise<number> {
  const saved = await take(guide, "save", { record }, author, kind);
  await take(guide, "submit", { code: record.code, reason: "Written so for a test." }, author, kind);
  await take(guide, "review", { code: record.code, decision: "APPROVE" }, approver, kind);
  const published = await take(guide, "publish", { code: record.code }, approver, kind);
  if (published.edition?.status !== "PUBLISHED") throw new Error(JSON.stringify([saved, published]));
  return published.edition.number;
}
