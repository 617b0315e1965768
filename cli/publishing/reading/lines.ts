import { StringDecoder } from "node:string_decoder";

/** More than any record of the guide needs; what is longer is not a record, and must not fill the memory. */
export const LONGEST_RECORD = 4_000_000;

/** A line with its number, counted from 1; `text` is undefined when it is too long to be kept. */
export interface Line {
  readonly number: number;
  readonly text: string | undefined;
}

/** The lines of a stream, one at a time, each no longer than a record may be. */
export async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let number = 1;
  let isTooLong = false;
  for await (const chunk of stream) {
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) {
      yield { number: number++, text: isTooLong ? undefined : text };
      isTooLong = false;
    }
    if (rest.length > LONGEST_RECORD) {
      isTooLong = true;
      rest = "";
    }
  }
  rest += decoder.end();
  if (rest !== "" || isTooLong) yield { number, text: isTooLong ? undefined : rest };
}
