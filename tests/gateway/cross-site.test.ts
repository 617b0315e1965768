import { startTestGuide, type TestGuide } from "../support/guide";
import { bearer } from "../support/tokens";

const BODY = JSON.stringify({ query: "{ guide { code } }" });
const SEARCH = `?query=${encodeURIComponent("{ guide { code } }")}`;
const MUTATION = `mutation { publishGuideEdition(input: { name: { ar: "إصدار", en: "Edition" } }) { problems { code } } }`;
const GUIDE = { data: { guide: { code: "GUIDE" } } };

describe("a page of another site", () => {
  let guide: TestGuide;
  beforeAll(async () => {
    guide = await startTestGuide();
  });
  afterAll(() => guide.stop());

  const form = new FormData();
  form.set("operations", BODY);
  form.set("map", "{}");

  test.each<[string, NonNullable<RequestInit["body"]>, Record<string, string>]>([
    ["text", BODY, { "content-type": "text/plain" }],
    ["text that claims to be JSON", BODY, { "content-type": "text/plain; application/json" }],
    ["a form", new URLSearchParams({ query: "{ guide { code } }" }), {}],
    ["a form with files", form, {}],
    ["bytes without a type", new Blob([BODY]), {}],
  ])("cannot send %s without asking first", async (_, body, headers) => {
    const response = await fetch(guide.url, { method: "POST", headers, body });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "UNSUPPORTED_MEDIA_TYPE" } }] });
  });

  test("cannot read with GET without asking first, and those who ask can", async () => {
    for (const headers of [{}, { "content-type": "text/plain" }, { "apollo-require-preflight": "" }] as Record<
      string,
      string
    >[]) {
      const refused = await fetch(guide.url + SEARCH, { headers });
      expect(refused.status).toBe(400);
      expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: "BAD_REQUEST" } }] });
    }
    for (const headers of [
      { "apollo-require-preflight": "true" },
      { "x-apollo-operation-name": "Guide" },
      { "content-type": "application/json" },
    ] as Record<string, string>[]) {
      const answered = await fetch(guide.url + SEARCH, { headers });
      expect(await answered.json()).toEqual(GUIDE);
    }
  });

  test("cannot change anything with GET, not even for somebody who signed in", async () => {
    for (const operation of [MUTATION, "subscription { changes }"]) {
      const response = await fetch(`${guide.url}?query=${encodeURIComponent(operation)}`, {
        headers: { "apollo-require-preflight": "true", ...bearer("secretariat") },
      });
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe("POST");
    }
    const { data } = await guide.query<{ guideEditions: { totalCount: number } }, never>("{ guideEditions { totalCount } }");
    expect(data.guideEditions.totalCount).toBe(0);
  });

  test("cannot change anything with POST either, as no browser adds the token of who signed in", async () => {
    const { errors } = await guide.query(MUTATION);
    expect(errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
    const { status, errors: refused } = await guide.query("subscription { changes }");
    expect(status).toBe(400);
    expect(refused).toMatchObject([{ extensions: { code: "OPERATION_RESOLUTION_FAILURE" } }]);
  });

  test("may read nothing where the operator named no origin", async () => {
    const response = await fetch(guide.url, {
      method: "POST",
      headers: { "content-type": "application/json", origin: "https://elsewhere.example" },
      body: BODY,
    });
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    const preflight = await fetch(guide.url, {
      method: "OPTIONS",
      headers: { origin: "https://elsewhere.example", "access-control-request-method": "POST" },
    });
    expect(preflight.status).toBe(405);
  });
});

describe("an origin that the operator named", () => {
  const ORIGIN = "https://portal.sharjah.example";
  let guide: TestGuide;
  beforeAll(async () => {
    guide = await startTestGuide({ gateway: { CORS_ORIGINS: `${ORIGIN}, https://other.example` } });
  });
  afterAll(() => guide.stop());

  const read = (origin?: string, url = guide.url) =>
    fetch(url, { method: "POST", headers: { "content-type": "application/json", ...(origin && { origin }) }, body: BODY });
  const preflight = (origin: string, url = guide.url) =>
    fetch(url, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type,guide-as-of" },
    });

  test("may ask and read, without credentials", async () => {
    const asked = await preflight(ORIGIN);
    expect(asked.status).toBe(204);
    expect(asked.headers.get("access-control-allow-origin")).toBe(ORIGIN);
    expect(asked.headers.get("access-control-allow-methods")).toBe("GET,POST");
    expect(asked.headers.get("access-control-allow-headers")).toBe("content-type,guide-as-of");
    const answer = await read(ORIGIN);
    expect(answer.headers.get("access-control-allow-origin")).toBe(ORIGIN);
    expect(answer.headers.get("access-control-expose-headers")).toContain("x-request-id");
    for (const { headers } of [asked, answer]) expect(headers.has("access-control-allow-credentials")).toBe(false);
    expect(await answer.json()).toEqual(GUIDE);
  });

  test("may also read why it was refused", async () => {
    const response = await fetch(guide.url, {
      method: "POST",
      headers: { origin: ORIGIN, "content-type": "application/json" },
      body: "{",
    });
    expect(response.status).toBe(400);
    expect(response.headers.get("access-control-allow-origin")).toBe(ORIGIN);
  });

  test.each([
    "https://elsewhere.example",
    "https://portal.sharjah.example.evil.example",
    "http://portal.sharjah.example",
    "https://portal.sharjah.example:8443",
    "https://PORTAL.sharjah.example.",
    "null",
  ])("is not %s, which is not reflected", async (origin) => {
    for (const response of [await read(origin), await preflight(origin)])
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("is named in Vary, so that no cache hands one origin's answer to another", async () => {
    for (const origin of [ORIGIN, "https://elsewhere.example", undefined])
      expect((await read(origin)).headers.get("vary")?.split(", ")).toEqual(
        expect.arrayContaining(["Origin", "Accept", "Guide-As-Of"]),
      );
  });

  test("may be any, and then none in particular and without credentials", async () => {
    const open = await startTestGuide({ gateway: { CORS_ORIGINS: "*" } });
    for (const response of [
      await read("https://anywhere.example", open.url),
      await preflight("https://anywhere.example", open.url),
    ]) {
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
      expect(response.headers.has("access-control-allow-credentials")).toBe(false);
    }
    await open.stop();
  });
});
