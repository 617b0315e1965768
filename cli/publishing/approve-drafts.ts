import { randomUUID } from "node:crypto";
import { CommandError } from "../explain";
import { EXIT } from "./exit-codes";
import { kindNamed, KIND_ORDER, namesOf } from "./kinds";
import type { Terminal } from "./publish-files";
import { Report } from "./report";
import { approveDrafts, type DraftToApprove } from "./sending/bulk-operations";
import { GuideClient, Interrupted, RefusedToken } from "./sending/guide-client";
import { Summary } from "./summary";

export interface ApproveOptions {
  readonly url: string;
  readonly token: string;
  readonly entity?: string | undefined;
  readonly kind?: string | undefined;
  readonly publishAt?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly report?: string | undefined;
  readonly patienceMs: number;
}

interface Page {
  readonly nodes: readonly { readonly code: string; readonly number: number; readonly note: string | null }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const PAGE = 100;

/** Approves and publishes what waits for it, kind by kind, each kind after those it refers to. Answers the exit code. */
export async function approveWaiting(options: ApproveOptions, terminal: Terminal, signal: AbortSignal): Promise<number> {
  if (options.kind !== undefined && !kindNamed(options.kind))
    throw new CommandError(`${options.kind} is not a kind of record. Use one of: ${KIND_ORDER.join(", ")}.`);
  const client = new GuideClient({ url: options.url, patienceMs: options.patienceMs, signal });
  const report = new Report(options.report, terminal.complain);
  const approval = new Approval(client, options, terminal, report);
  try {
    await client.reach(options.token);
    return await approval.run();
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    terminal.complain(
      `${error.message} ${approval.summary.done} drafts were dealt with; the same command goes on with the rest.`,
    );
    return error instanceof RefusedToken && approval.summary.done === 0 ? EXIT.notStarted : EXIT.interrupted;
  } finally {
    report.close();
    await client.close();
  }
}

class Approval {
  readonly summary = new Summary();

  constructor(
    private readonly client: GuideClient,
    private readonly options: ApproveOptions,
    private readonly terminal: Terminal,
    private readonly report: Report,
  ) {}

  async run(): Promise<number> {
    const kinds = this.options.kind === undefined ? KIND_ORDER : [this.options.kind];
    let shown = 0;
    for (const kind of kinds) {
      for await (const drafts of this.#waiting(kind)) {
        shown += drafts.length;
        if (!this.options.dryRun) await this.#approve(kind, drafts);
      }
    }
    if (shown === 0) this.terminal.say("Nothing waits for approval.");
    else if (this.options.dryRun) this.terminal.say(`${shown} wait for approval.`);
    else this.terminal.say([`${shown} drafts:`, ...this.summary.lines()].join("\n"));
    return this.report.hasErrors ? EXIT.refused : EXIT.accepted;
  }

  /** The drafts in review of a kind, a page at a time. Those that were approved meanwhile do not shift the next page. */
  async *#waiting(kind: string): AsyncGenerator<readonly DraftToApprove[]> {
    const field = `${namesOf(kind).one}Drafts`;
    const query = `query ($entity: Code, $first: Int!, $after: String) {
      ${field}(status: IN_REVIEW, entity: $entity, first: $first, after: $after) {
        nodes { code number note } pageInfo { hasNextPage endCursor }
      }
    }`;
    for (let after: string | null = null, isMore = true; isMore;) {
      const variables = JSON.stringify({ entity: this.options.entity, first: PAGE, after });
      const data: Readonly<Record<string, Page | null>> = await this.client.ask(query, variables, this.options.token);
      const page = data[field];
      const drafts = page?.nodes ?? [];
      for (const { code, number, note } of drafts)
        this.terminal.say(`${kind} ${code}, edition ${number}${note === null ? "" : `: ${note}`}`);
      if (drafts.length > 0) yield drafts.map(({ code, number }) => ({ code, expectedEdition: number }));
      isMore = page?.pageInfo.hasNextPage ?? false;
      after = page?.pageInfo.endCursor ?? null;
    }
  }

  async #approve(kind: string, drafts: readonly DraftToApprove[]): Promise<void> {
    const results = await approveDrafts(this.client, kind, drafts, this.options, `guide-approve-${randomUUID()}`);
    for (const { index, outcome, problems } of results) {
      const code = drafts[index]?.code;
      const told = problems.filter(({ severity }) => outcome === "REFUSED" || severity === "ERROR");
      for (const problem of told) this.report.add({ place: `${kind} ${code ?? ""}`, kind, code, problem });
      this.summary.count(kind, outcome === "REFUSED" ? "refused" : outcome === "SCHEDULED" ? "scheduled" : "published");
    }
  }
}
