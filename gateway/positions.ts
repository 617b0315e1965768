import { type SubgraphClient, withDeadline } from "./subgraph-request";

const DEADLINE_MS = 1_000;
/** How long a subgraph that could not tell its position is not asked again. */
const PAUSE_MS = 1_000;

/**
 * How new the answers of the subgraphs are: the change-log position of the newest change of what each reads. A position
 * is always asked of the subgraph after the caller came, so it covers every change that was acknowledged before; callers
 * that come while it is being asked share the next question. So a kept answer with equal positions is never a stale
 * one, on any number of gateways, and many requests cost one small query.
 */
export class Positions {
  readonly #questions: ReadonlyMap<string, SharedQuestion>;

  constructor(subgraphs: ReadonlyMap<string, SubgraphClient>) {
    this.#questions = new Map(
      [...subgraphs].map(([name, client]) => [
        name,
        new SharedQuestion(() => withDeadline(DEADLINE_MS, (signal) => client.position(signal))),
      ]),
    );
  }

  /** The newest position of each subgraph, of all of them when none are named; undefined when one cannot tell. */
  async newest(names: Iterable<string> = this.#questions.keys()): Promise<ReadonlyMap<string, string> | undefined> {
    const asked = [...names];
    try {
      return new Map(await Promise.all(asked.map(async (name) => [name, await this.#ask(name)] as const)));
    } catch {
      return undefined;
    }
  }

  #ask(name: string): Promise<string> {
    const question = this.#questions.get(name);
    return question ? question.ask() : Promise.reject(new Error(`There is no subgraph "${name}".`));
  }
}

/** A question that is put once for all who have it, but never before the one who gets the answer had it. */
class SharedQuestion {
  #current: Promise<string> | undefined;
  #next: Promise<string> | undefined;
  #pausedUntil = 0;

  constructor(private readonly put: () => Promise<string>) {}

  ask(): Promise<string> {
    if (performance.now() < this.#pausedUntil) return Promise.reject(new Error("It could not be told lately."));
    if (!this.#current) return (this.#current = this.#begin());
    return (this.#next ??= this.#current.then(
      () => this.#follow(),
      () => this.#follow(),
    ));
  }

  #follow(): Promise<string> {
    this.#next = undefined;
    this.#current = undefined;
    return this.ask();
  }

  async #begin(): Promise<string> {
    try {
      return await this.put();
    } catch (error) {
      this.#pausedUntil = performance.now() + PAUSE_MS;
      throw error;
    } finally {
      if (!this.#next) this.#current = undefined;
    }
  }
}
