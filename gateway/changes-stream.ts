import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { CheckRate } from "./admission";
import type { ChangeEvent, ChangeFilter, ChangePage, ChangePages } from "./change-pages";
import { EventStream } from "./event-stream";
import { Followers } from "./followers";
import { countRefusal } from "./metrics";
import { badRequest, Refusal } from "./refusal";

export interface ChangesStreamParts {
  readonly pages: ChangePages;
  readonly checkRate: CheckRate;
  /** Answers preflight requests and says which origins may read; true when that was all there was to do. */
  readonly crossOrigin: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  /** Tells clients apart, by address. */
  readonly clientOf: (request: IncomingMessage) => string;
  /** How many may follow at a time. */
  readonly mostFollowers: number;
  readonly logger: Logger;
}

interface Question extends ChangeFilter {
  /** The cursor behind which to go on; from now on when undefined. */
  readonly after: string | undefined;
}

/** How long a stream waits before it reads on when the guide could not tell what is new. */
const AGAIN_MS = 1_000;

/** The change feed as Server-Sent Events: `GET /changes`. */
export class ChangesStream {
  readonly #streams = new Set<EventStream>();
  /** The places of the streams, and of those that are let in and not yet streams. */
  readonly #places: Followers;
  #isClosed = false;

  constructor(private readonly parts: ChangesStreamParts) {
    this.#places = new Followers(parts.mostFollowers);
  }

  get followers(): number {
    return this.#streams.size;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = performance.now();
    response.once("close", () => this.#log(request, response, began));
    try {
      if (await this.parts.crossOrigin(request, response)) return;
      this.parts.checkRate(request);
      const question = questionOf(request);
      const { stream, page } = await this.#enter(request, response, question);
      await this.#follow(stream, page, question);
    } catch (error) {
      this.#refuse(response, error);
    }
  }

  /** Ends every stream, and lets nobody in any more. */
  close(): void {
    this.#isClosed = true;
    for (const stream of this.#streams) stream.end();
  }

  #checkOpen(): void {
    if (this.#isClosed) throw stopping();
  }

  /** Reads the first page, so that what is wrong with the question is told as an answer; then the stream begins. */
  async #enter(
    request: IncomingMessage,
    response: ServerResponse,
    { after, ...filter }: Question,
  ): Promise<{ stream: EventStream; page: ChangePage }> {
    this.#checkOpen();
    const leave = this.#places.take(this.parts.clientOf(request));
    try {
      const { pages } = this.parts;
      const start = after ?? (await pages.end(new AbortController().signal));
      const page = await pages.read(start, filter);
      this.#checkOpen();
      const stream = new EventStream(response, start);
      this.#streams.add(stream);
      stream.closed.addEventListener("abort", () => {
        if (this.#streams.delete(stream)) leave();
      });
      return { stream, page };
    } catch (error) {
      leave();
      throw error;
    }
  }

  /**
   * Sends page after page. What lies behind is read with the filter of the reader; once he has caught up, all readers
   * read the same, and each is sent what is for him.
   */
  async #follow(stream: EventStream, first: ChangePage, filter: ChangeFilter): Promise<void> {
    let page = first;
    let hasCaughtUp = false;
    while (!stream.closed.aborted) {
      const events = page.events.filter(({ change }) => isFor(filter, change));
      await stream.send(events.map(({ cursor, change }) => ({ id: cursor, name: "change", data: change })));
      stream.passed(page.cursor);
      hasCaughtUp ||= page.isLast;
      if (page.isLast) await this.parts.pages.moved(page, stream.closed);
      page = await this.#next(stream, page, hasCaughtUp ? {} : filter);
    }
  }

  /** The next page; nothing new when the guide cannot tell right now. A reader whose place is gone is sent away. */
  async #next(stream: EventStream, page: ChangePage, filter: ChangeFilter): Promise<ChangePage> {
    if (stream.closed.aborted) return page;
    try {
      return await this.parts.pages.read(page.cursor, filter);
    } catch (error) {
      if (error instanceof Refusal && error.status < 500) stream.end();
      await sleep(AGAIN_MS, undefined, { signal: stream.closed }).catch(() => undefined);
      return { ...page, events: [], isLast: false };
    }
  }

  #refuse(response: ServerResponse, error: unknown): void {
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    if (!(error instanceof Refusal)) this.parts.logger.error({ err: error }, "unexpected error");
    const refusal =
      error instanceof Refusal ? error : new Refusal(500, "INTERNAL_SERVER_ERROR", "Something went wrong in the guide.");
    countRefusal(refusal);
    response
      .writeHead(refusal.status, {
        "cache-control": "no-store",
        "content-type": "application/json; charset=utf-8",
        ...refusal.headers,
      })
      .end(refusal.body);
  }

  #log({ method }: IncomingMessage, response: ServerResponse, began: number): void {
    const requestId = response.getHeader("x-request-id");
    const ms = Math.round(performance.now() - began);
    this.parts.logger.info({ requestId, method, path: "/changes", status: response.statusCode, ms }, "answered");
  }
}

const stopping = () =>
  new Refusal(503, "OVERLOADED", "This gateway is stopping. Try again shortly.", { headers: { "retry-after": "1" } });

const isFor = ({ kinds, entity }: ChangeFilter, change: ChangeEvent["change"]): boolean =>
  (!kinds || kinds.includes(change.kind)) &&
  (entity === undefined || change.entity === entity || change.previousEntity === entity);

const PARAMETERS = ["kinds", "entity", "after"];

function questionOf({ method, url = "", headers }: IncomingMessage): Question {
  if (method !== "GET")
    throw new Refusal(405, "METHOD_NOT_ALLOWED", "Follow the changes with GET.", { headers: { allow: "GET" } });
  const given = new URL(url, "http://guide.invalid").searchParams;
  for (const name of given.keys()) {
    if (!PARAMETERS.includes(name))
      throw badRequest(`The address gives \`${name.slice(0, 64)}\`, which says nothing here. Use ${PARAMETERS.join(", ")}.`);
    if (given.getAll(name).length > 1) throw badRequest(`The address gives \`${name}\` more than once. Give it once.`);
  }
  const kinds = given.get("kinds");
  // A browser that comes back says how far it was; the address is still the one it first came with.
  const after = headers["last-event-id"]?.toString() || given.get("after") || undefined;
  return {
    after,
    entity: given.get("entity") || undefined,
    ...(kinds && { kinds: kinds.split(",").map((each) => each.trim()) }),
  };
}
