import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { LRUCache } from "lru-cache";

const compress = promisify(gzip);
/** What is smaller is sent as it is. */
const COMPRESSED_FROM_BYTES = 1_024;

/** The bytes of an answer, ready to send, with what tells them from others. */
export class AnswerBody {
  readonly bytes: Buffer;
  #etag: string | undefined;
  #compressed: Promise<Buffer> | undefined;

  constructor(text: string) {
    this.bytes = Buffer.from(text);
  }

  /** Weak, as it names the answer in whatever encoding it is sent. */
  get etag(): string {
    return (this.#etag ??= `W/"${createHash("sha1").update(this.bytes).digest("base64url")}"`);
  }

  /** With gzip, once for all who ask; undefined where it is not worth it. */
  get compressed(): Promise<Buffer> | undefined {
    if (this.bytes.length < COMPRESSED_FROM_BYTES) return undefined;
    return (this.#compressed ??= compress(this.bytes, { level: 4 }));
  }
}

interface KeptAnswer {
  readonly body: AnswerBody;
  /** The positions of what it depends on when it was read; undefined for an answer about the past, which stays. */
  readonly positions: string | undefined;
  /** When it changes although nothing is published. */
  readonly changesAt: number;
}

/** An answer, and the conditions under which it holds. */
export interface Keepable {
  readonly body: AnswerBody;
  readonly positions: string | undefined;
  readonly changesAt: Date | undefined;
}

/**
 * Answers that anonymous requests share. An answer is used while the change-log positions of all it depends on are what
 * they were before it was read, so a publication makes it unreachable at once; nothing waits for a time to pass.
 */
export class AnswerCache {
  readonly #answers: LRUCache<string, KeptAnswer>;

  constructor(maximumBytes: number) {
    this.#answers = new LRUCache({
      // The library wants a size of at least one; nothing fits into that.
      maxSize: Math.max(maximumBytes, 1),
      maxEntrySize: Math.max(Math.floor(maximumBytes / 10), 1),
      // Twice, for the text and its compressed form, and what an entry itself takes.
      sizeCalculation: ({ body }, key) => body.bytes.length * 2 + key.length * 2 + 500,
    });
  }

  get bytes(): number {
    return this.#answers.calculatedSize;
  }

  get entries(): number {
    return this.#answers.size;
  }

  find(key: string, positions: string | undefined): AnswerBody | undefined {
    const kept = this.#answers.get(key);
    if (!kept || kept.positions !== positions || kept.changesAt <= Date.now()) return undefined;
    return kept.body;
  }

  keep(key: string, { body, positions, changesAt }: Keepable): void {
    this.#answers.set(key, { body, positions, changesAt: changesAt?.getTime() ?? Infinity });
  }

  clear(): void {
    this.#answers.clear();
  }
}
