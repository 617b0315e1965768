import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, get, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import express, { type ErrorRequestHandler, type RequestHandler } from "express";
import { builtPages } from "../../gateway/built-pages";
import { contractFiles } from "../../gateway/contract-files";
import { compressFiles } from "../../gateway/explorer/compress";
import { Refusal } from "../../gateway/refusal";

const PAGE = `<!doctype html><p>${"دليل ".repeat(500)}</p>`;
const SCRIPT = "export const words = 1;\n".repeat(200);

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

let folder: string;
let server: Server;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "guide-pages-"));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});

/** Writes files under the folder. */
function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

async function serve(handler: RequestHandler): Promise<void> {
  server = createServer(express().use(handler, refuse));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
}

const refuse: ErrorRequestHandler = (error, _request, response, next) => {
  if (error instanceof Refusal) response.status(error.status).send(error.body);
  else next(error);
};

/** Asks without undoing the encoding of what comes. */
function ask(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, bytes: Buffer.concat(chunks) }));
    }).on("error", reject);
  });
}

describe("what is built", () => {
  const files = { "ar.html": PAGE, "assets/a-1.js": SCRIPT, "assets/small-1.js": "export {};" };

  beforeEach(async () => {
    write(files);
    await compressFiles(folder, Object.keys(files));
    await serve(builtPages(folder));
  });

  test.each([
    ["gzip, deflate, br, zstd", "br", brotliDecompressSync],
    ["gzip, br;q=0", "gzip", gunzipSync],
    ["identity", undefined, (bytes: Buffer) => bytes],
  ])("is sent to a reader who accepts %s as %s", async (accepted, encoding, decode) => {
    for (const [path, type, text] of [
      ["/ar", "text/html; charset=utf-8", PAGE],
      ["/assets/a-1.js", "text/javascript; charset=utf-8", SCRIPT],
    ] as const) {
      const { status, headers, bytes } = await ask(path, { "accept-encoding": accepted });
      expect(status).toBe(200);
      expect(headers).toMatchObject({ "content-type": type, vary: "accept-encoding", "content-length": String(bytes.length) });
      expect(headers["content-encoding"]).toBe(encoding);
      expect(decode(bytes).toString()).toBe(text);
    }
  });

  test("is sent as it is where compressing was not worth it", async () => {
    const { headers, bytes } = await ask("/assets/small-1.js", { "accept-encoding": "br" });
    expect(headers["content-encoding"]).toBeUndefined();
    expect(bytes.toString()).toBe("export {};");
  });

  test("is not sent again: pages are asked for each time, assets never", async () => {
    const accepting = { "accept-encoding": "br" };
    const { headers } = await ask("/ar", accepting);
    expect(headers["cache-control"]).toBe("no-cache");
    const again = await ask("/ar", { ...accepting, "if-none-match": headers.etag ?? "" });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
    const inGzip = await ask("/ar", { "accept-encoding": "gzip", "if-none-match": headers.etag ?? "" });
    expect(inGzip.status).toBe(200);
    expect((await ask("/assets/a-1.js")).headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  });
});

test("pages that are not built are missed in words that say what builds them", async () => {
  await serve(builtPages(folder));
  for (const path of ["/", "/ar", "/en", "/map", "/federation"]) {
    const { status, bytes } = await ask(path);
    expect(status).toBe(404);
    expect(JSON.parse(bytes.toString())).toEqual({
      errors: [{ message: expect.stringContaining("`npm run build`"), extensions: { code: "NOT_FOUND" } }],
    });
  }
});

describe("the files of the contract", () => {
  beforeEach(async () => {
    write({ "api.graphql": "type Query { old: Int }\n".repeat(100) });
    await serve(contractFiles(folder));
  });

  test("are compressed for those who accept it", async () => {
    const [plain, compressed] = [
      await ask("/schema/api.graphql"),
      await ask("/schema/api.graphql", { "accept-encoding": "gzip" }),
    ];
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(compressed.headers).toMatchObject({ "content-encoding": "gzip", "content-type": "text/plain; charset=utf-8" });
    expect([plain, compressed].map(({ headers }) => headers.vary)).toEqual(["accept-encoding", "accept-encoding"]);
    expect(gunzipSync(compressed.bytes)).toEqual(plain.bytes);
  });

  test("are sent again only when they changed", async () => {
    const { headers } = await ask("/schema/api.graphql");
    const known = { "if-none-match": headers.etag ?? "" };
    expect((await ask("/schema/api.graphql", known)).status).toBe(304);
    write({ "api.graphql": "type Query { new: Int }" });
    const { status, bytes } = await ask("/schema/api.graphql", known);
    expect([status, bytes.toString()]).toEqual([200, "type Query { new: Int }"]);
  });
});
