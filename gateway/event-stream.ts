import { once } from "node:events";
import type { ServerResponse } from "node:http";

const HEARTBEAT_MS = 15_000;
/** How long a reader may take nothing of what is sent; it can go on where it was when it comes back. */
const SLOW_MS = 10_000;
/** Readers are told to come back after a time of their own, so that not all of them do at once. */
const comeBackMs = (): number => 1_000 + Math.floor(Math.random() * 2_000);

/**
 * A stream of Server-Sent Events to one reader. It is written no faster than it is read, so it takes no more memory than
 * what is written at a time. See https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class EventStream {
  readonly #closed = new AbortController();
  readonly #heartbeat: NodeJS.Timeout;
  #id: string;

  constructor(
    private readonly response: ServerResponse,
    id: string,
  ) {
    this.#id = id;
    response.once("close", () => this.#end());
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      // Proxies that collect answers before they hand them on would hold events back.
      "x-accel-buffering": "no",
    });
    response.write(`retry: ${comeBackMs()}\n${this.#place()}\n`);
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS).unref();
    if (response.destroyed) this.#end();
  }

  /** Comes when the reader has gone or was cut off. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** Sends events; comes back when the reader has room for more. A reader who takes nothing is cut off. */
  async send(events: readonly { readonly id: string; readonly name: string; readonly data: object }[]): Promise<void> {
    if (events.length === 0 || this.closed.aborted) return;
    const text = events.map(({ id, name, data }) => `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`).join("");
    const hasRoom = this.response.write(text);
    this.#id = events.at(-1)?.id ?? this.#id;
    if (hasRoom) return;
    const slow = setTimeout(() => this.response.destroy(), SLOW_MS).unref();
    await once(this.response, "drain", { signal: this.closed }).catch(() => undefined);
    clearTimeout(slow);
  }

  /** Takes note of how far the reader is when nothing of it is for him; he is told with the next heartbeat. */
  passed(id: string): void {
    this.#id = id;
  }

  /** Ends the stream; the reader comes back, here or elsewhere. */
  end(): void {
    this.#end();
    this.response.end();
  }

  #end(): void {
    clearInterval(this.#heartbeat);
    this.#closed.abort();
  }

  #beat(): void {
    if (!this.response.writableNeedDrain) this.response.write(`: still here\n${this.#place()}\n`);
  }

  /** An id without an event: where the reader goes on when he comes back. */
  #place(): string {
    return `id: ${this.#id}\n`;
  }
}
