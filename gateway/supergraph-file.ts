import { createHash } from "node:crypto";
import { unwatchFile, watchFile } from "node:fs";
import { readFile } from "node:fs/promises";
import type { SupergraphSdlHook } from "@apollo/gateway";
import type { Logger } from "pino";
import { supergraphReloads } from "./metrics";

/** Long enough for a file that is written in several pieces to be whole. */
const SETTLE_MS = 100;
/** How often the file is looked at. */
const LOOK_MS = 250;

/**
 * Serves the supergraph in a file, and takes up a new one when the file changes. One that cannot be served is refused
 * with a log entry, and the last good one serves on.
 */
export function supergraphFile(path: string, logger: Logger): SupergraphSdlHook {
  return async ({ update }) => {
    const supergraphSdl = await readFile(path, "utf8");
    let serving = identify(supergraphSdl);
    let settling: NodeJS.Timeout | undefined;
    // One after another, so that the file that came last is the one that serves.
    let reloading = Promise.resolve();

    // Looking at the file now and then also sees it replaced by a rename, a link or a new folder.
    watchFile(path, { interval: LOOK_MS, persistent: false }, () => {
      clearTimeout(settling);
      settling = setTimeout(() => {
        reloading = reloading.then(reload);
      }, SETTLE_MS);
    });
    return {
      supergraphSdl,
      cleanup: async () => {
        clearTimeout(settling);
        unwatchFile(path);
      },
    };

    async function reload(): Promise<void> {
      try {
        const next = await readFile(path, "utf8");
        const id = identify(next);
        if (id === serving) return;
        update(next);
        logger.info({ from: serving, to: id }, "took up a new supergraph");
        supergraphReloads.inc({ outcome: "served" });
        serving = id;
      } catch (error) {
        supergraphReloads.inc({ outcome: "refused" });
        logger.error({ err: error, serving }, "refused the new supergraph; the last good one serves on");
      }
    }
  };
}

export const identify = (sdl: string): string => createHash("sha256").update(sdl).digest("hex").slice(0, 12);
