import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Router } from "express";
import { AnswerBody } from "./answer-cache";

/** The files of the contract; what makes them is not served. */
const CONTRACT =
  /^\/schema\/(api\.graphql|supergraph\.graphql|subgraphs\/\w+\.graphql|operations\/[\w-]+\.graphql|records\/\w+\.schema\.json)$/;

interface ReadFile {
  readonly modified: number;
  readonly body: AnswerBody;
}

/** The files of the contract, out of their folder: each is read and compressed once, and again when it changed. */
export function contractFiles(folder: string): Router {
  const router = Router();
  const kept = new Map<string, ReadFile>();
  router.get(CONTRACT, async (request, response, next) => {
    const body = await read(request.path.slice("/schema/".length));
    if (!body) {
      next();
      return;
    }
    const compressed = request.acceptsEncodings("gzip") === false ? undefined : await body.compressed;
    if (compressed) response.set("content-encoding", "gzip");
    response.vary("accept-encoding").type(request.path.endsWith(".json") ? "json" : "text/plain");
    response.set({ "cache-control": "no-cache", etag: body.etag }).send(compressed ?? body.bytes);
  });
  return router;

  /** Undefined when there is no such file. */
  async function read(file: string): Promise<AnswerBody | undefined> {
    const path = join(folder, file);
    const modified = (await stat(path).catch(unlessMissing))?.mtimeMs;
    if (modified === undefined) return undefined;
    const known = kept.get(file);
    if (known?.modified === modified) return known.body;
    const body = new AnswerBody(await readFile(path, "utf8"));
    kept.set(file, { modified, body });
    return body;
  }
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
