import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { CommandError } from "../../explain";

/** The guide cannot be reached, or no longer lets this run go on: what was done stays done, and the rest can be resumed. */
export class Interrupted extends Error {}

/** The guide does not let the holder of this token do what was asked. */
export class RefusedToken extends Interrupted {}

/** The guide refuses a request as a whole, with a code of its own. */
export class RefusedRequest extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Ends work that was told to stop. */
export function stopWhere(signal: AbortSignal): void {
  if (signal.aborted) throw new Interrupted("It was interrupted.");
}

export interface GuideClientOptions {
  readonly url: string;
  /** How long a guide that does not answer is asked again. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

interface GraphQLBody {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** What passes by itself, or when it is asked for later. */
const PASSING_STATUS: readonly number[] = [408, 425, 429, 502, 503, 504];
const PASSING_CODE: readonly string[] = ["RATE_LIMITED", "OVERLOADED", "SERVICE_UNAVAILABLE", "REQUEST_TIMEOUT"];
const UNWELCOME: readonly string[] = ["UNAUTHENTICATED", "FORBIDDEN"];
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;
/** One request may validate hundreds of records on a busy machine. */
const ANSWER_WITHIN_MS = 120_000;

/** How one attempt went, when it gave no data. */
interface Failure {
  readonly message: string;
  readonly waitMs?: number | undefined;
}

/** Asks a running guide over HTTP, and asks again where that can help. */
export class GuideClient {
  readonly #agent = new Agent({ headersTimeout: ANSWER_WITHIN_MS, bodyTimeout: ANSWER_WITHIN_MS });

  constructor(private readonly options: GuideClientOptions) {}

  /** The data of an operation. Its variables are JSON text, so that records need not be read to be sent. */
  async ask<Data>(query: string, variables: string, token: string | undefined): Promise<Data> {
    const { patienceMs, signal } = this.options;
    const body = `{"query":${JSON.stringify(query)},"variables":${variables}}`;
    const until = performance.now() + patienceMs;
    for (let attempt = 0; ; attempt++) {
      const answer = await this.#attempt(body, token);
      if ("data" in answer) return answer.data as Data;
      const waitMs = answer.waitMs ?? backOff(attempt);
      if (performance.now() + waitMs > until) throw new Interrupted(answer.message);
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      stopWhere(signal);
    }
  }

  /** Whether a guide answers at all; what was mistyped is told at once. */
  async reach(token: string): Promise<void> {
    const answer = await this.#attempt(JSON.stringify({ query: "{ __typename }" }), token).catch((error: unknown) => {
      throw error instanceof Interrupted || error instanceof RefusedRequest ? new CommandError(error.message) : error;
    });
    if (!("data" in answer)) throw new CommandError(answer.message);
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #attempt(body: string, token: string | undefined): Promise<{ data: unknown } | Failure> {
    const { url, signal } = this.options;
    stopWhere(signal);
    const headers = { "content-type": "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) };
    try {
      const response = await request(url, { method: "POST", headers, body, signal, dispatcher: this.#agent });
      const text = await response.body.text();
      const waitMs = retryAfter(response.headers["retry-after"]);
      return answerOf(response.statusCode, text, waitMs, url);
    } catch (error) {
      if (error instanceof Interrupted || error instanceof RefusedRequest) throw error;
      stopWhere(signal);
      return { message: `No guide answers at ${url}: ${error instanceof Error ? error.message : String(error)}.` };
    }
  }
}

function answerOf(status: number, text: string, waitMs: number | undefined, url: string): { data: unknown } | Failure {
  const answer = parsed(text);
  const [error] = answer?.errors ?? [];
  const code = error?.extensions?.code ?? "";
  if (PASSING_STATUS.includes(status) || PASSING_CODE.includes(code)) {
    return { message: error?.message ?? `The guide at ${url} answered ${status}.`, waitMs };
  }
  if (UNWELCOME.includes(code) || status === 401 || status === 403) {
    throw new RefusedToken(
      `${code === "FORBIDDEN" ? "The guide does not allow this" : "The guide refuses the token"}: ${error?.message ?? status}`,
    );
  }
  if (code === "INTERNAL_SERVER_ERROR") return { message: `The guide failed: ${error?.message ?? status}`, waitMs };
  if (error) throw new RefusedRequest(code, error.message);
  if (answer?.data) return { data: answer.data };
  throw new Interrupted(`What answers at ${url} is no guide: ${status} ${text.slice(0, 80)}`);
}

function parsed(text: string): GraphQLBody | undefined {
  try {
    return JSON.parse(text) as GraphQLBody;
  } catch {
    return undefined;
  }
}

function retryAfter(header: string | string[] | undefined): number | undefined {
  const seconds = Number(header);
  return header === undefined || !Number.isFinite(seconds) ? undefined : seconds * 1000;
}

/** Longer each time, and never for all at once. */
function backOff(attempt: number): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  return wait / 2 + Math.random() * (wait / 2);
}
