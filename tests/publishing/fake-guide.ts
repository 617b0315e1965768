import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a request for an import said. */
export interface ImportRequest {
  readonly codes: readonly string[];
  readonly key: string;
}

/** A guide that takes everything, and does what a test has it do before it answers. */
export interface FakeGuide {
  readonly url: string;
  readonly imports: readonly ImportRequest[];
  /** Answers the import with this number, counted from 1, itself; answers false to have it taken as usual. */
  before: (number: number, response: ServerResponse) => boolean | Promise<boolean>;
  readonly stop: () => Promise<void>;
}

interface Body {
  readonly variables?: {
    readonly input?: { readonly records?: readonly { readonly code: string }[]; readonly idempotencyKey: string };
  };
}

export async function startFakeGuide(): Promise<FakeGuide> {
  const imports: ImportRequest[] = [];
  let requests = 0;
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const input = (await bodyOf(request)).variables?.input;
    if (!input?.records) return void json(response, { data: { __typename: "Query" } });
    if (await guide.before(++requests, response)) return;
    const codes = input.records.map(({ code }) => code);
    imports.push({ codes, key: input.idempotencyKey });
    const results = codes.map((code, index) => ({ index, code, outcome: "SUBMITTED", number: 1, problems: [] }));
    json(response, { data: { importServices: { results } } });
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const guide: FakeGuide = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    imports,
    before: () => false,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return guide;
}

export function json(response: ServerResponse, body: object, status = 200, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as Body;
}
