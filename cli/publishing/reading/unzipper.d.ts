/** The part of unzipper that is used here; it comes without types. */
declare module "unzipper" {
  import type { Duplex, Readable } from "node:stream";

  interface Entry extends Readable {
    readonly path: string;
    autodrain(): void;
  }
  export function Parse(options: { readonly forceStream: true }): Duplex & AsyncIterable<Entry>;
}
