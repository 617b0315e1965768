import { Refusal } from "./refusal";

/** What part of all places one client may take, and how many it may in any case: some share an address. */
const SHARE = 20;
const ALWAYS = 20;
const RETRY_AFTER = { "retry-after": "10" };

/** The places of those who follow: so many at a time, and so many of them for one client. */
export class Followers {
  readonly #clients = new Map<string, number>();
  readonly #mostOfOne: number;
  #taken = 0;

  constructor(private readonly most: number) {
    this.#mostOfOne = Math.max(ALWAYS, Math.floor(most / SHARE));
  }

  /** Takes a place for a client, or refuses it; what is answered gives it back, and is to be called once. */
  take(client: string): () => void {
    const own = this.#clients.get(client) ?? 0;
    if (own >= this.#mostOfOne) throw tooManyOfOne(this.#mostOfOne);
    if (this.#taken >= this.most) throw noRoom(this.most);
    this.#taken++;
    this.#clients.set(client, own + 1);
    return () => this.#giveBack(client);
  }

  #giveBack(client: string): void {
    this.#taken--;
    const left = (this.#clients.get(client) ?? 0) - 1;
    if (left > 0) this.#clients.set(client, left);
    else this.#clients.delete(client);
  }
}

const noRoom = (maximum: number) =>
  new Refusal(503, "OVERLOADED", `As many follow the changes as this gateway has room for (${maximum}). Try again shortly.`, {
    extensions: { limit: "changeFollowers", maximum },
    headers: RETRY_AFTER,
  });

const tooManyOfOne = (maximum: number) =>
  new Refusal(
    429,
    "RATE_LIMITED",
    `This client follows the changes as often as one may (${maximum}). Close a stream, or try again shortly.`,
    { extensions: { limit: "changeFollowersOfOneClient", maximum }, headers: RETRY_AFTER },
  );
