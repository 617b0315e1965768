import { Pool } from "undici";

/** One operation as it is sent. */
export interface Operation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Sends operations to one gateway on connections that are kept. */
export class Client {
  readonly #pool: Pool;

  constructor(
    private readonly url: string,
    connections = 16,
  ) {
    this.#pool = new Pool(new URL(url).origin, { connections });
  }

  async send({ query, variables }: Operation): Promise<string> {
    const { statusCode, body } = await this.#pool.request({
      path: "/graphql",
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    // Apollo Server ends an answer with a line break, which is no part of it.
    const answer = (await body.text()).trimEnd();
    if (statusCode !== 200 || answer.includes('"errors"'))
      throw new Error(`${this.url} answered ${statusCode}: ${answer.slice(0, 500)}`);
    return answer;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** A number of requests sent one after another by each of some senders. */
export interface Load {
  readonly requests: number;
  readonly concurrency: number;
  /** No further request is begun after so many milliseconds. */
  readonly limitMs: number;
}

export interface Round {
  /** Milliseconds of CPU per request, by the part that used it. */
  readonly cpu: Readonly<Record<string, number>>;
  /** Milliseconds from each request to its answer. */
  readonly wall: readonly number[];
  readonly requestsPerSecond: number;
}

/** Runs one round and answers what it cost; `meter` tells the CPU used so far, by part. */
export async function round(
  client: Client,
  operation: (index: number) => Operation,
  load: Load,
  meter: () => Record<string, number>,
): Promise<Round> {
  const wall: number[] = [];
  const before = meter();
  const began = performance.now();
  let next = 0;
  const sender = async (): Promise<void> => {
    while (next < load.requests && performance.now() - began < load.limitMs) {
      const sent = performance.now();
      await client.send(operation(next++));
      wall.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: load.concurrency }, sender));
  const seconds = (performance.now() - began) / 1000;
  const cpu = Object.fromEntries(
    Object.entries(meter()).map(([part, used]) => [part, (used - (before[part] ?? 0)) / wall.length]),
  );
  return { cpu, wall, requestsPerSecond: wall.length / seconds };
}

export const totalCpu = ({ cpu }: Round): number => Object.values(cpu).reduce((sum, each) => sum + each, 0);
