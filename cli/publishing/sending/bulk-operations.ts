import type { Problem } from "../../../subgraphs/shared/editions/validation";
import { namesOf } from "../kinds";
import { refusedByGuide } from "../record-problems";
import { type GuideClient, RefusedRequest } from "./guide-client";

export type BulkOutcome = "VALID" | "UNCHANGED" | "SAVED" | "SUBMITTED" | "APPROVED" | "SCHEDULED" | "PUBLISHED" | "REFUSED";

/** What came of one record of a request. */
export interface BulkResult {
  readonly index: number;
  readonly code: string | null;
  readonly outcome: BulkOutcome;
  readonly number: number | null;
  readonly problems: readonly Problem[];
}

export interface ImportOptions {
  readonly isDryRun: boolean;
  readonly note: string | undefined;
  readonly reason: string | undefined;
  readonly token: string;
}

/** An edition that is to be approved: the one that was submitted, and no other. */
export interface DraftToApprove {
  readonly code: string;
  readonly expectedEdition: number;
}

const results = (least: Problem["severity"]): string => `results {
    index code outcome number
    problems(least: ${least}) { code severity path message { ar en } remedy { ar en } }
  }`;

/** Sends records to be saved and submitted. A request that the guide refuses as a whole is parted to find out why. */
export async function importRecords(
  client: GuideClient,
  kind: string,
  records: readonly string[],
  { isDryRun, note, reason, token }: ImportOptions,
  key: string,
): Promise<BulkResult[]> {
  const field = `import${namesOf(kind).types}`;
  const query = `mutation ($input: ImportRecordsInput!) { ${field}(input: $input) { ${results("SUGGESTION")} } }`;
  const rest = JSON.stringify({ submit: true, dryRun: isDryRun, note, reason, idempotencyKey: key });
  try {
    const variables = `{"input":{"records":[${records.join(",")}],${rest.slice(1)}}`;
    const data = await client.ask<Record<string, { results: BulkResult[] }>>(query, variables, token);
    return data[field]?.results ?? [];
  } catch (error) {
    if (!(error instanceof RefusedRequest)) throw error;
    if (records.length === 1) return [refused(error)];
  }
  const options = { isDryRun, note, reason, token };
  return halved(records, key, (half, halfKey) => importRecords(client, kind, half, options, halfKey));
}

/** Approves and publishes editions that wait for it. Suggestions were told when they were submitted. */
export async function approveDrafts(
  client: GuideClient,
  kind: string,
  drafts: readonly DraftToApprove[],
  { token, publishAt }: { readonly token: string; readonly publishAt?: string | undefined },
  key: string,
): Promise<BulkResult[]> {
  const field = `approve${namesOf(kind).types}`;
  const query = `mutation ($input: ApproveDraftsInput!) { ${field}(input: $input) { ${results("WARNING")} } }`;
  const input = { drafts, publish: true, publishAt, idempotencyKey: key };
  const data = await client.ask<Record<string, { results: BulkResult[] }>>(query, JSON.stringify({ input }), token);
  return data[field]?.results ?? [];
}

async function halved(
  records: readonly string[],
  key: string,
  send: (half: readonly string[], key: string) => Promise<BulkResult[]>,
): Promise<BulkResult[]> {
  const middle = Math.ceil(records.length / 2);
  const first = await send(records.slice(0, middle), `${key}a`);
  const second = await send(records.slice(middle), `${key}b`);
  return [...first, ...second.map((result) => ({ ...result, index: result.index + middle }))];
}

const refused = ({ code, message }: RefusedRequest): BulkResult => ({
  index: 0,
  code: null,
  outcome: "REFUSED",
  number: null,
  problems: [refusedByGuide(code, message)],
});
