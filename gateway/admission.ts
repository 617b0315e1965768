import { BlockList, isIPv6 } from "node:net";
import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";
import { TokenBucket } from "limiter";
import { LRUCache } from "lru-cache";
import proxyAddr from "proxy-addr";
import type { Caller } from "../identity/caller";
import { Refusal } from "./refusal";

/** How many clients are told apart at a time; who was not seen for longest starts afresh. */
const CLIENTS = 50_000;

export interface RateLimit {
  /** Requests a client may make each second in the long run; 0 for no limit. */
  readonly perSecond: number;
  /** Requests it may make at once after a rest. */
  readonly burst: number;
}

/** Lets each client make so many requests: a token bucket for each person or address. */
class RateLimiter {
  readonly #buckets = new LRUCache<string, TokenBucket>({ max: CLIENTS });

  constructor(private readonly limit: RateLimit) {}

  /** Takes a request of a client; refuses it when the client made too many. */
  take(client: string): void {
    const { perSecond, burst } = this.limit;
    if (perSecond === 0) return;
    let bucket = this.#buckets.get(client);
    if (!bucket) {
      bucket = new TokenBucket({ bucketSize: burst, tokensPerInterval: perSecond, interval: "second" });
      bucket.content = burst;
      this.#buckets.set(client, bucket);
    }
    if (bucket.tryRemoveTokens(1)) return;
    const seconds = Math.max(1, Math.ceil((1 - bucket.content) / perSecond));
    throw new Refusal(
      429,
      "RATE_LIMITED",
      `Too many requests: this guide allows ${perSecond} a second to each client, and ${burst} at once. Try again in ${seconds} s.`,
      { extensions: { limit: "requestsPerSecond", maximum: perSecond }, headers: { "retry-after": String(seconds) } },
    );
  }
}

/**
 * Tells clients apart by address: behind proxies that are trusted, by the one they say they forward for. An IPv6
 * client has a whole network of 64 bits to itself, so it counts as one.
 */
export function clientAddresses(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const trusts = proxyAddr.compile([...trustedProxies]);
  return (request) => {
    const told = trustedProxies.length === 0 ? (request.socket.remoteAddress ?? "") : proxyAddr(request, trusts);
    const address = told.replace(PORT, "$1$2");
    if (!isIPv6(address) || MAPPED.check(address, "ipv6")) return address;
    return ipaddr.IPv6.parse(address).parts.slice(0, 4).join(":");
  };
}

/** Some proxies tell the port of a client too, which is another one for each connection. */
const PORT = /^(?:(\d+\.\d+\.\d+\.\d+)|\[([\da-f:.]+)\]):\d+$/i;
const MAPPED = new BlockList();
MAPPED.addSubnet("::ffff:0:0", 96, "ipv6");

/**
 * Takes a request into account of its client, and refuses it when the client made too many. Whoever signed in is a client
 * wherever they are; others are told apart by address.
 */
export type CheckRate = (request: IncomingMessage, caller?: Caller) => void;

export function rateCheck(limit: RateLimit, trustedProxies: readonly string[]): CheckRate {
  const limiter = new RateLimiter(limit);
  const addressOf = clientAddresses(trustedProxies);
  return (request, caller) => limiter.take(caller ? `${caller.issuer} ${caller.subject}` : addressOf(request));
}

export interface Load {
  /** Operations under way at a time. */
  readonly concurrent: number;
  /** Operations that wait their turn; who comes after is turned away. */
  readonly waiting: number;
}

/** Lets so many operations run at a time and so many wait, in the order they came; the rest is told to come again. */
export class Admission {
  #running = 0;
  readonly #queue: (() => void)[] = [];

  constructor(private readonly load: Load) {}

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Runs an operation in its turn; refuses it when too many wait, or the signal comes before its turn. */
  async run<T>(operation: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.#running >= this.load.concurrent) await this.#turn(signal);
    else this.#running++;
    try {
      return await operation();
    } finally {
      // The place passes to the next in the queue, or becomes free.
      const next = this.#queue.shift();
      if (next) next();
      else this.#running--;
    }
  }

  #turn(signal: AbortSignal): Promise<void> {
    if (this.#queue.length >= this.load.waiting || signal.aborted) return Promise.reject(overloaded());
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#queue.splice(this.#queue.indexOf(enter), 1);
        reject(overloaded());
      };
      const enter = (): void => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      this.#queue.push(enter);
      signal.addEventListener("abort", leave, { once: true });
    });
  }
}

const overloaded = () =>
  new Refusal(503, "OVERLOADED", "The guide has more to do than it can right now. Try again shortly.", {
    headers: { "retry-after": "1" },
  });
