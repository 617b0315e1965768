import { Agent, type Dispatcher, errors, request } from "undici";
import { faultOf, type PrivateAddresses, PrivateAddressError, publicLookup, type Resolve } from "./webhook-target";
import { headersOf } from "./webhook-message";
import type { Message, Target } from "./webhook-queue";

/** What a target answered, or why it did not. */
export type Attempt =
  | { readonly isTaken: true; readonly status: number }
  | {
      readonly isTaken: false;
      readonly status?: number;
      /** In words that may be shown. */
      readonly failure: string;
      /** How long the target wants to be left alone. */
      readonly retryAfterMs?: number;
    };

const ATTEMPT_MS = 10_000;
const CONNECT_MS = 5_000;
/** What a target answers is not read, beyond what it takes to use the connection again. */
const READ_BYTES = 16_384;

/** Sends messages: signed, to public addresses only, without following where it is sent on to. */
export class WebhookSender {
  readonly #agent: Dispatcher;
  readonly #given = new AbortController();

  constructor(
    private readonly privateAddresses: PrivateAddresses,
    resolve?: Resolve,
  ) {
    const connect = { timeout: CONNECT_MS, ...(privateAddresses === "refuse" && { lookup: publicLookup(resolve) }) };
    this.#agent = new Agent({ connect, connections: 8, headersTimeout: ATTEMPT_MS, bodyTimeout: ATTEMPT_MS });
  }

  /** Sends a message; undefined when this was given up before it was known what came of it. */
  async send({ url, secrets }: Target, { id, body }: Message): Promise<Attempt | undefined> {
    // It may have been made when more was allowed.
    if (faultOf(url, this.privateAddresses))
      return { isTaken: false, failure: "The address is not one to which messages are sent." };
    try {
      const {
        statusCode,
        headers,
        body: answer,
      } = await request(url, {
        method: "POST",
        dispatcher: this.#agent,
        headers: headersOf(id, body, secrets, new Date()),
        body,
        signal: AbortSignal.any([this.#given.signal, AbortSignal.timeout(ATTEMPT_MS)]),
      });
      await answer.dump({ limit: READ_BYTES }).catch(() => undefined);
      if (statusCode >= 200 && statusCode < 300) return { isTaken: true, status: statusCode };
      const retryAfterMs = retryAfter(headers["retry-after"]);
      return {
        isTaken: false,
        status: statusCode,
        failure: refusalOf(statusCode),
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      };
    } catch (error) {
      return this.#given.signal.aborted ? undefined : { isTaken: false, failure: failureOf(error) };
    }
  }

  /** Gives up what is under way. */
  async close(): Promise<void> {
    this.#given.abort();
    await this.#agent.destroy();
  }
}

function refusalOf(status: number): string {
  return status >= 300 && status < 400
    ? `The target answered ${status}; messages do not follow where they are sent on to.`
    : `The target answered ${status}.`;
}

/** Nothing of the network is told but what helps whoever runs the target. */
function failureOf(error: unknown): string {
  const { code = "", name } = error as { code?: string; name?: string };
  if (error instanceof PrivateAddressError) return "The address leads to a private or special network address.";
  if (name === "TimeoutError" || error instanceof errors.HeadersTimeoutError || error instanceof errors.ConnectTimeoutError)
    return "The target did not answer in time.";
  if (code === "ECONNREFUSED") return "The target refused the connection.";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "The name of the target cannot be found.";
  if (/CERT|TLS|SSL/.test(code)) return "The target has no certificate that can be trusted.";
  return "The connection to the target failed.";
}

function retryAfter(header: string | string[] | undefined): number | undefined {
  if (typeof header !== "string") return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}
