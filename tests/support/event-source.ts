import { request } from "undici";

/** An event of a stream, as https://html.spec.whatwg.org/multipage/server-sent-events.html reads it. */
export interface StreamedEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** A reader of a stream of Server-Sent Events who can stop at any time and say how far it was. */
export interface EventReader {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly events: readonly StreamedEvent[];
  /** The last id it was told, with an event or without. */
  readonly lastId: () => string | undefined;
  /** Everything that came, as it came. */
  readonly text: () => string;
  /** When the stream ends, from whichever side. */
  readonly ended: Promise<void>;
  readonly close: () => void;
}

export async function readEvents(
  url: string,
  { lastEventId, headers = {} }: { lastEventId?: string | undefined; headers?: Record<string, string> } = {},
): Promise<EventReader> {
  const stop = new AbortController();
  const response = await request(url, {
    headers: { accept: "text/event-stream", ...(lastEventId !== undefined && { "last-event-id": lastEventId }), ...headers },
    signal: stop.signal,
  });
  const events: StreamedEvent[] = [];
  let text = "";
  let unread = "";
  let lastId: string | undefined;
  const ended = (async () => {
    for await (const chunk of response.body.setEncoding("utf8")) {
      if (stop.signal.aborted) return;
      text += String(chunk);
      const blocks = (unread + String(chunk)).split("\n\n");
      unread = blocks.pop() ?? "";
      for (const block of blocks) take(block);
    }
  })().catch(() => undefined);
  return {
    status: response.statusCode,
    headers: response.headers,
    events,
    lastId: () => lastId,
    text: () => text,
    ended,
    close: () => stop.abort(),
  };

  function take(block: string): void {
    const fields = new Map(block.split("\n").map((line) => line.split(/: ?(.*)/s).slice(0, 2) as [string, string]));
    lastId = fields.get("id") ?? lastId;
    const data = fields.get("data");
    if (data !== undefined) events.push({ id: lastId ?? "", event: fields.get("event") ?? "message", data });
  }
}
