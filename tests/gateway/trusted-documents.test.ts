import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, print, stripIgnoredCharacters } from "graphql";
import { bearer } from "../support/tokens";
import { startTestGuide, type TestGuide } from "../support/guide";

const OPERATIONS = join(__dirname, "../../schema/operations");
const TRUSTED = readFileSync(join(OPERATIONS, "code-list.graphql"), "utf8");
const UNTRUSTED = "{ guide { code } }";
const GUIDE = { data: { guide: { code: "GUIDE" } } };
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const persisted = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: sha256(text) } });

interface Told {
  readonly status: number;
  readonly data?: unknown;
  readonly errors?: readonly { message: string; extensions: { code: string } }[];
}

async function post(guide: TestGuide, body: object): Promise<Told> {
  const response = await fetch(guide.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

async function get(guide: TestGuide, parameters: Record<string, string>): Promise<Told> {
  const response = await fetch(`${guide.url}?${new URLSearchParams(parameters).toString()}`, {
    headers: { "apollo-require-preflight": "true" },
  });
  return { status: response.status, ...((await response.json()) as object) };
}

const codeOf = ({ errors }: Told) => errors?.[0]?.extensions.code;

async function untrusted(guide: TestGuide): Promise<number> {
  const metrics = await (await fetch(guide.url.replace("/graphql", "/metrics"))).text();
  return Number(/^guide_untrusted_documents_total (\d+)/m.exec(metrics)?.[1]);
}

describe("a guide that carries out any document", () => {
  let guide: TestGuide;
  beforeAll(async () => {
    guide = await startTestGuide();
  });
  afterAll(() => guide.stop());

  test.each(readdirSync(OPERATIONS).filter((name) => name.endsWith(".graphql")))(
    "knows %s by hash, of the file and as clients print it",
    async (file) => {
      const text = readFileSync(join(OPERATIONS, file), "utf8");
      const byText = await post(guide, { query: text });
      expect(byText.errors).toBeUndefined();
      for (const form of [text, print(parse(text))]) {
        expect((await post(guide, { documentId: `sha256:${sha256(form)}` })).data).toEqual(byText.data);
        expect((await get(guide, { extensions: JSON.stringify(persisted(form)) })).data).toEqual(byText.data);
      }
    },
  );

  test("tells a hash it does not know in the words of automatic persisted queries, and knows it once it had the text", async () => {
    const query = "{ guide { code id } }";
    const unknown = await get(guide, { extensions: JSON.stringify(persisted(query)) });
    expect(unknown).toEqual({
      status: 200,
      errors: [{ message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } }],
    });
    expect(codeOf(await post(guide, { documentId: `sha256:${sha256(query)}` }))).toBe("PERSISTED_QUERY_NOT_FOUND");
    const registered = await post(guide, { query, extensions: persisted(query) });
    expect(registered.errors).toBeUndefined();
    expect(await get(guide, { extensions: JSON.stringify(persisted(query)) })).toEqual(registered);
    expect(await get(guide, { documentId: `sha256:${sha256(query)}` })).toEqual(registered);
  });

  test("refuses a hash of another text, and forgets that text", async () => {
    const other = "{ guide { name { ar } } }";
    const told = await post(guide, { query: UNTRUSTED, extensions: persisted(other) });
    expect([told.status, codeOf(told)]).toEqual([400, "BAD_USER_INPUT"]);
    expect(codeOf(await get(guide, { extensions: JSON.stringify(persisted(other)) }))).toBe("PERSISTED_QUERY_NOT_FOUND");
    expect((await post(guide, { query: UNTRUSTED })).data).toEqual(GUIDE.data);
  });

  test.each([
    ["a document id without SHA-256", { documentId: "md5:abc" }],
    ["a document id that is a path", { documentId: "../../package.json" }],
    ["a hash that is none", { extensions: { persistedQuery: { version: 1, sha256Hash: "__proto__" } } }],
    ["another version", { extensions: { persistedQuery: { version: 2, sha256Hash: sha256(UNTRUSTED) } } }],
  ])("refuses %s", async (_, body) => {
    const told = await post(guide, body);
    expect([told.status, codeOf(told)]).toEqual([400, "BAD_REQUEST"]);
  });

  test("keeps no document that asks for too much", async () => {
    const query = `{ ${"guide { code } ".repeat(26)} }`;
    expect(codeOf(await post(guide, { query, extensions: persisted(query) }))).toBe("LIMIT_EXCEEDED");
    expect(codeOf(await post(guide, { documentId: `sha256:${sha256(query)}` }))).toBe("PERSISTED_QUERY_NOT_FOUND");
  });
});

describe("a guide that reports documents which are not trusted", () => {
  test("answers and counts them", async () => {
    const guide = await startTestGuide({ gateway: { TRUSTED_DOCUMENTS: "report" } });
    const before = await untrusted(guide);
    expect((await post(guide, { query: UNTRUSTED })).data).toEqual(GUIDE.data);
    expect((await post(guide, { query: TRUSTED })).errors).toBeUndefined();
    expect(await untrusted(guide)).toBe(before + 1);
    await guide.stop();
  });
});

describe("a guide that carries out trusted documents only", () => {
  let guide: TestGuide;
  beforeAll(async () => {
    guide = await startTestGuide({ gateway: { TRUSTED_DOCUMENTS: "enforce" } });
  });
  afterAll(() => guide.stop());

  test("answers them by text and by hash, however clients print them", async () => {
    for (const body of [
      { query: TRUSTED },
      { query: print(parse(TRUSTED)) },
      { query: stripIgnoredCharacters(TRUSTED) },
      { documentId: `sha256:${sha256(TRUSTED)}` },
      { query: TRUSTED, extensions: persisted(TRUSTED) },
    ])
      expect(await post(guide, body)).toMatchObject({ status: 200, data: { codeList: {} } });
  });

  test("carries out what people with a role send, and nothing of those without one", async () => {
    const query = "{ guide { code } serviceDrafts { totalCount } }";
    const asked = async (grants: string[]) => (await guide.query(query, undefined, bearer(grants, "somebody"))).status;
    expect(await asked(["auditor"])).toBe(200);
    expect(await asked([])).toBe(403);
  });

  test("refuses any other, also once it had it, whatever name it takes", async () => {
    const before = await untrusted(guide);
    const name = /query (\w+)/.exec(TRUSTED)?.[1] ?? "";
    const attempts = [
      { query: UNTRUSTED },
      { query: UNTRUSTED, extensions: persisted(UNTRUSTED) },
      { documentId: `sha256:${sha256(UNTRUSTED)}` },
      { query: `query ${name} ${UNTRUSTED}`, operationName: name },
      { query: `${TRUSTED} query Other ${UNTRUSTED}`, operationName: name },
      { query: "{ __schema { types { name } } }" },
    ];
    for (const body of attempts) {
      const told = await post(guide, body);
      expect([told.status, codeOf(told), told.data]).toEqual([403, "DOCUMENT_NOT_TRUSTED", undefined]);
    }
    expect(await untrusted(guide)).toBe(before + attempts.length);
  });
});

describe("a folder of documents of one's own", () => {
  const folder = mkdtempSync(join(tmpdir(), "guide-documents-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const start = (trusted: string) =>
    startTestGuide({ gateway: { TRUSTED_DOCUMENTS: "enforce", TRUSTED_DOCUMENTS_FOLDER: trusted } });

  test("takes the place of the documents that come with the guide", async () => {
    writeFileSync(join(folder, "own.graphql"), UNTRUSTED);
    const guide = await start(folder);
    expect((await post(guide, { query: UNTRUSTED })).data).toEqual(GUIDE.data);
    expect(codeOf(await post(guide, { query: TRUSTED }))).toBe("DOCUMENT_NOT_TRUSTED");
    await guide.stop();
  });

  test.each([
    ["that is not there", () => join(folder, "nowhere"), /TRUSTED_DOCUMENTS_FOLDER.*nowhere/],
    [
      "with a file that is no GraphQL",
      () => {
        writeFileSync(join(folder, "broken.graphql"), "query {");
        return folder;
      },
      /broken\.graphql.*Syntax Error/s,
    ],
  ])("%s stops the start, and the message says what is wrong", async (_, place, message) => {
    await expect(start(place())).rejects.toThrow(message);
  });
});
