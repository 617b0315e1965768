import { existsSync } from "node:fs";
import { extname, join } from "node:path";
import { type Request, type Response, Router } from "express";
import { contentSecurityPolicy } from "helmet";
import { COMPRESSED } from "./explorer/compress";
import { Refusal } from "./refusal";

/** Addresses of pages, and the file of each. */
const PAGES: Readonly<Record<string, string>> = {
  "/": "explorer.html",
  "/ar": "ar.html",
  "/en": "en.html",
  "/map": "map.html",
  "/federation": "federation.html",
};

const directives = {
  "default-src": ["'none'"],
  "script-src": ["'self'"],
  "style-src": ["'self'"],
  "img-src": ["'self'", "data:"],
  "connect-src": ["'self'"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
  "frame-ancestors": ["'none'"],
};

/** Everything the pages need comes from here; nothing else is allowed in. */
export const PAGE_POLICY = { useDefaults: false, directives };

/** GraphiQL's editor sets styles, starts workers and brings a font of icons. */
const EXPLORER_POLICY = {
  useDefaults: false,
  directives: {
    ...directives,
    "style-src": ["'self'", "'unsafe-inline'"],
    "worker-src": ["'self'", "blob:"],
    "font-src": ["'self'", "data:"],
  },
};

/** The explorer and its sister pages, out of the folder in which `npm run build` leaves them. */
export function builtPages(folder: string): Router {
  const router = Router();
  router.get("/", contentSecurityPolicy(EXPLORER_POLICY));
  for (const [path, file] of Object.entries(PAGES)) {
    router.get(path, (request, response) => {
      if (!existsSync(join(folder, file)))
        throw new Refusal(404, "NOT_FOUND", "The pages are not built. `npm run build` makes them. The guide is at /graphql.");
      send(file, "no-cache", request, response);
    });
  }
  router.get(/^\/assets\/\w[\w.-]*$/, (request, response, next) => {
    const file = request.path.slice(1);
    if (!existsSync(join(folder, file))) next();
    // Its name changes with what it holds.
    else send(file, "public, max-age=31536000, immutable", request, response);
  });
  return router;

  /** Sends a file in the best form that was built and the reader accepts. */
  function send(file: string, cacheControl: string, request: Request, response: Response): void {
    const form = Object.entries(COMPRESSED).find(
      ([encoding, end]) => request.acceptsEncodings(encoding) !== false && existsSync(join(folder, file + end)),
    );
    response.vary("accept-encoding").type(extname(file)).set("cache-control", cacheControl);
    if (form) response.set("content-encoding", form[0]);
    response.sendFile(form ? file + form[1] : file, { root: folder, cacheControl: false, acceptRanges: false });
  }
}
