import { createHash, randomUUID } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  createReadStream,
  existsSync,
  openSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { linesOf } from "./reading/lines";

interface Header {
  readonly format: 1;
  readonly id: string;
  readonly batch: number;
}

/**
 * What the guide acknowledged so far, in a file beside the report: an interrupted run goes on from there. Every call
 * has a key made of the run and of what is sent, which the guide is told as well, so that a call whose answer was
 * lost can be sent again without being carried out twice.
 */
export class Journal {
  readonly #answers: Map<string, unknown>;
  readonly #file: number;

  private constructor(
    private readonly path: string,
    readonly header: Header,
    answers: Map<string, unknown>,
  ) {
    this.#answers = answers;
    this.#file = openSync(path, "a");
  }

  /** The journal of a run that was interrupted. */
  static async resume(path: string): Promise<Journal | undefined> {
    if (!existsSync(path)) return undefined;
    let header: Header | undefined;
    let sound = 0;
    const answers = new Map<string, unknown>();
    for await (const { text = "" } of linesOf(createReadStream(path))) {
      const line = parsed(text);
      // A line that broke off was being written when the run ended; what comes after it was never written.
      if (line === undefined) break;
      sound += Buffer.byteLength(text) + 1;
      if (header === undefined) header = line as Header;
      else answers.set((line as { key: string }).key, (line as { answer: unknown }).answer);
    }
    if (header?.format !== 1) return undefined;
    // The last line may be whole but for its end, which is then written now.
    if (sound > statSync(path).size) appendFileSync(path, "\n");
    else truncateSync(path, sound);
    return new Journal(path, header, answers);
  }

  static begin(path: string, batch: number): Journal {
    rmSync(path, { force: true });
    const journal = new Journal(path, { format: 1, id: randomUUID(), batch }, new Map());
    journal.#write(journal.header);
    return journal;
  }

  /** The answer that was noted of a call, or that of making it now. */
  async once<Answer>(what: readonly string[], call: (key: string) => Promise<Answer>): Promise<Answer> {
    const hash = createHash("sha256").update(this.header.id);
    for (const each of what) hash.update("\u0000").update(each);
    const key = hash.digest("hex").slice(0, 40);
    if (this.#answers.has(key)) {
      const answer = this.#answers.get(key) as Answer;
      this.#answers.delete(key);
      return answer;
    }
    const answer = await call(key);
    this.#write({ key, answer });
    return answer;
  }

  /** Closes it; a run that came to its end needs none any more. */
  close({ isDone }: { readonly isDone: boolean }): void {
    closeSync(this.#file);
    if (isDone) rmSync(this.path, { force: true });
  }

  #write(line: object): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

function parsed(text: string): object | undefined {
  try {
    const line: unknown = JSON.parse(text);
    return typeof line === "object" && line !== null ? line : undefined;
  } catch {
    return undefined;
  }
}
