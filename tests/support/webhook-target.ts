import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A message that a target got. */
export interface ReceivedMessage {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a target does with a message. */
export type Answer = (response: ServerResponse, message: ReceivedMessage) => void;

/** A server that webhooks send to. */
export interface WebhookTarget {
  readonly url: string;
  readonly received: ReceivedMessage[];
  /** How many connections were made to it. */
  readonly connections: () => number;
  answer: Answer;
  readonly close: () => Promise<void>;
}

export const takes: Answer = (response) => void response.writeHead(204).end();
export const answers =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(status, headers).end();
/** Takes the connection and never answers. */
export const hangs: Answer = () => undefined;

export async function startWebhookTarget(): Promise<WebhookTarget> {
  let connections = 0;
  const received: ReceivedMessage[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const message = { path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString() };
      received.push(message);
      target.answer(response, message);
    });
  });
  server.on("connection", () => connections++);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const target: WebhookTarget = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/changes`,
    received,
    connections: () => connections,
    answer: takes,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return target;
}
