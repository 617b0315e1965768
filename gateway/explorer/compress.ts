import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

/** The compressed forms beside a built file, best first: by content encoding, the end of their names. */
export const COMPRESSED = { br: ".br", gzip: ".gz" } as const;

/** What is smaller is sent as it is. */
const COMPRESSED_FROM_BYTES = 1_024;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Compresses what is built, so that nobody has to while a reader waits. */
export function compress(): Plugin {
  return { name: "compress", writeBundle: ({ dir = "" }, bundle) => compressFiles(dir, Object.keys(bundle)) };
}

/** Writes the compressed forms of files beside them, where it is worth it. */
export async function compressFiles(folder: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const path = join(folder, file);
    const bytes = await readFile(path);
    if (bytes.length < COMPRESSED_FROM_BYTES) continue;
    // The highest quality would take ten times as long, for a tenth less.
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
    await Promise.all([
      brotli(bytes, quality).then((small) => writeFile(path + COMPRESSED.br, small)),
      zip(bytes, { level: 9 }).then((small) => writeFile(path + COMPRESSED.gzip, small)),
    ]);
  }
}
