import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser, BrowserContext, BrowserContextOptions, Page, Request } from "playwright-core";
import { linkTo, questionOf } from "../../gateway/explorer/src/explorer/link";
import { parseExample } from "../../schema/examples";
import { accessibilityProblems, describeInBrowser, startBrowser, visit, type Visit } from "../support/browser";
import { eventually } from "../support/eventually";
import { startTestGuide, type TestGuide } from "../support/guide";

const OPERATIONS = join(__dirname, "../../schema/operations");
const examples = readdirSync(OPERATIONS).map((file) => parseExample(readFileSync(join(OPERATIONS, file), "utf8")));

const TOKEN = "a-token-nobody-may-keep";

describeInBrowser("The explorer", () => {
  let guide: TestGuide;
  let browser: Browser;
  let visits: Visit[] = [];

  beforeAll(async () => {
    [guide, browser] = await Promise.all([startTestGuide(), startBrowser()]);
  });
  afterEach(async () => {
    await Promise.all(visits.map(({ close }) => close()));
    visits = [];
  });
  afterAll(async () => {
    await browser.close();
    await guide.stop();
  });

  const open = async (path = "/", options: BrowserContextOptions = {}): Promise<Visit> => {
    const visited = await visit(browser, new URL(path, guide.url).href, options);
    visits.push(visited);
    await ready(visited.page);
    return visited;
  };

  it("shows a stranger the first example asked and answered, and finds others by words of either language", async () => {
    const { page, troubles } = await open();
    const { query, variables } = exampleNamed("ServicePage");
    const { data } = await guide.query<object, object>(query, variables);
    await answered(page);
    expect(await textOf(page, "operation.graphql")).toBe(query);
    expect(JSON.parse(await textOf(page, "variables.json"))).toEqual(variables);
    expect(JSON.parse(await textOf(page, "response.json"))).toEqual({ data });
    expect(await page.getByRole("heading", { name: "Examples" }).isVisible()).toBe(true);

    const shown = () => page.locator("[data-example]").count();
    const search = page.getByRole("searchbox", { name: "Search the examples" });
    await search.fill("رحله المتعامل");
    expect(await page.locator("[data-example=JourneyPage]").isVisible()).toBe(true);
    expect(await shown()).toBeLessThan(examples.length);
    await search.fill("SCORECARD");
    expect(await page.locator("[data-example=Scorecard]").isVisible()).toBe(true);
    await search.fill("zzz");
    expect(await shown()).toBe(0);
    expect(await page.getByText("No example speaks of this.").isVisible()).toBe(true);
    expect(troubles).toEqual([]);
  });

  it("runs every example without an error, each in a tab of its own, and asks no other host for anything", async () => {
    const { page, troubles } = await open();
    await answered(page);
    await setText(page, "operation.graphql", "{ services { totalCount } } # mine");
    await tabs(page).filter({ hasText: "<untitled>" }).waitFor();
    for (const { name, query, variables } of examples) {
      await page.locator(`[data-example=${name}]`).click();
      expect(await textOf(page, "operation.graphql")).toBe(query);
      expect(JSON.parse((await textOf(page, "variables.json")) || "{}")).toEqual(variables);
      await run(page, () => page.getByRole("button", { name: /^Execute query/ }).click());
      const answer = JSON.parse(await answered(page)) as { data?: object; errors?: unknown };
      expect({ name, errors: answer.errors }).toEqual({ name, errors: undefined });
      expect(Object.keys(answer.data ?? {})).not.toEqual([]);
    }
    await tabs(page).first().getByRole("button").first().click();
    expect(await textOf(page, "operation.graphql")).toBe("{ services { totalCount } } # mine");
    expect(troubles).toEqual([]);
  }, 90_000);

  it("asks about the instant that was chosen, in the reader's own time", async () => {
    const { page, troubles } = await open("/", { timezoneId: "Asia/Dubai" });
    await answered(page);
    await page.getByLabel("A date and time, in your time zone").fill("2020-01-01T04:00:00");
    const request = await run(page, () => page.getByRole("button", { name: /^Execute query/ }).click());
    expect(request.headers()["guide-as-of"]).toBe("2020-01-01T00:00:00.000Z");
    expect(JSON.parse(await answered(page))).toEqual({
      data: { serviceByCode: null },
      extensions: { guide: expect.objectContaining({ asOf: "2020-01-01T00:00:00.000Z" }) },
    });
    expect(JSON.parse(await textOf(page, "request-headers.json"))).toEqual({ "Guide-As-Of": "2020-01-01T00:00:00.000Z" });

    await page.getByRole("button", { name: "An hour ago" }).click();
    const hourAgo = await run(page, () => page.keyboard.press("Control+Enter"));
    expect(Math.abs(Date.now() - 3_600_000 - Date.parse(hourAgo.headers()["guide-as-of"] ?? ""))).toBeLessThan(60_000);

    await page.getByRole("button", { name: "Now", exact: true }).click();
    const now = await run(page, () => page.keyboard.press("Control+Enter"));
    expect(now.headers()["guide-as-of"]).toBeUndefined();
    expect(await textOf(page, "request-headers.json")).toBe("");
    expect(troubles).toEqual([]);
  });

  it("sends a token and keeps it nowhere, while the instant that was chosen is kept", async () => {
    const { page, context } = await open();
    await answered(page);
    await page.getByLabel("Token (not kept)").fill(TOKEN);
    const request = await run(page, () => page.keyboard.press("Control+Enter"));
    expect(request.headers()["authorization"]).toBe(`Bearer ${TOKEN}`);

    await setText(
      page,
      "request-headers.json",
      JSON.stringify({ Authorization: `Bearer ${TOKEN}-2`, "Guide-As-Of": "2026-01-01T00:00:00Z" }),
    );
    const ownHeader = await run(page, () => page.keyboard.press("Control+Enter"));
    expect(ownHeader.headers()["authorization"]).toBe(`Bearer ${TOKEN}-2`);
    await eventually(async () => {
      expect(await kept(context)).toContain("2026-01-01");
    });
    expect(await kept(context)).toContain("graphiql:queries");
    expect(await kept(context)).not.toContain(TOKEN);
    await page.reload();
    await ready(page);
    expect(JSON.parse(await textOf(page, "request-headers.json"))).toEqual({ "Guide-As-Of": "2026-01-01T00:00:00Z" });
    expect(await page.getByLabel("Token (not kept)").inputValue()).toBe("");
    expect(await page.evaluate("location.href + JSON.stringify(history.state) + document.cookie")).not.toContain(TOKEN);
  });

  it("works in a browser that was told to keep nothing", async () => {
    const { page, context, troubles } = await open();
    const refuse =
      "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused', 'SecurityError'); } })";
    await context.addInitScript(refuse);
    await page.reload();
    expect(JSON.parse(await answered(page))).toHaveProperty("data.serviceByCode.code");
    await page.getByRole("button", { name: "العربية" }).click();
    expect(await page.evaluate("document.documentElement.dir")).toBe("rtl");
    expect(troubles).toEqual([]);
  });

  it("hands on a question as a link that others open and run", async () => {
    const asker = await open("/", CLIPBOARD);
    await answered(asker.page);
    await setText(asker.page, "operation.graphql", "query Mine($code: Code!) { serviceByCode(code: $code) { code } }");
    await setText(asker.page, "variables.json", '{ "code": "SCM-COMPLETION" }');
    await asker.page.getByLabel("Token (not kept)").fill(TOKEN);
    await asker.page.getByLabel("A date and time, in your time zone").fill("2020-01-01T00:00:00");
    const link = await copy(asker.page, "Link");
    const { hash, search } = new URL(link);
    expect(search).toBe("");
    expect(JSON.stringify(await questionOf(hash))).not.toContain(TOKEN);

    const { page, troubles } = await open(link);
    await tabs(page).filter({ hasText: "Mine" }).waitFor();
    expect(await textOf(page, "operation.graphql")).toBe(await textOf(asker.page, "operation.graphql"));
    expect(await textOf(page, "variables.json")).toBe('{ "code": "SCM-COMPLETION" }');
    expect(await textOf(page, "response.json")).toBe("");
    expect(new URL(page.url()).hash).toBe("");
    const request = await run(page, () => page.keyboard.press("Control+Enter"));
    expect(Date.parse(request.headers()["guide-as-of"] ?? "")).toBe(
      await asker.page.evaluate<number>("new Date('2020-01-01T00:00:00').getTime()"),
    );
    expect(troubles).toEqual([]);
  });

  it("opens a link that is pasted into an open explorer beside what is there, and says when a link is damaged", async () => {
    const { page, troubles } = await open("/#ask=this-is-no-link");
    const notice = page.getByRole("alert").filter({ hasText: "This link cannot be read" });
    await notice.waitFor();
    expect(JSON.parse(await answered(page))).toHaveProperty("data.serviceByCode.code");
    await notice.getByRole("button", { name: "Close" }).click();
    await notice.waitFor({ state: "detached" });

    const journeys = await linkTo("", { query: "query Journeys { journeys { totalCount } }", variables: "" });
    await page.evaluate(`location.hash = ${JSON.stringify(journeys)}`);
    await tabs(page).filter({ hasText: "Journeys" }).waitFor();
    expect(await textOf(page, "operation.graphql")).toBe("query Journeys { journeys { totalCount } }");
    expect(await tabs(page).count()).toBe(2);
    await page.evaluate(`location.hash = ${JSON.stringify(journeys.slice(0, -20))}`);
    await notice.waitFor();
    expect(await tabs(page).count()).toBe(2);
    expect(troubles).toEqual([]);
  });

  it("copies what is asked as a curl command that gives the same answer and as a TypeScript program, or shows it to copy by hand", async () => {
    const { page } = await open("/", CLIPBOARD);
    const { data } = JSON.parse(await answered(page)) as { data: object };
    const command = await copy(page, "curl");
    const { stdout } = await promisify(execFile)("sh", ["-c", command]);
    expect(JSON.parse(stdout)).toEqual({ data });

    await page.getByLabel("Token (not kept)").fill(TOKEN);
    await page.getByLabel("A date and time, in your time zone").fill("2020-01-01T00:00:00");
    for (const format of ["curl", "TypeScript"]) {
      const text = await copy(page, format);
      expect(text).toContain("Guide-As-Of");
      expect(text).toContain("Bearer YOUR_TOKEN");
      expect(text).toContain("SCM-TENANCY-ATTESTATION");
      expect(text).not.toContain(TOKEN);
    }
    expect(await copy(page, "TypeScript")).toContain("export type ServicePageData = {");

    await setText(page, "operation.graphql", "{ sevices { totalCount } }");
    await page.getByRole("button", { name: "TypeScript" }).click();
    await page.getByText('Cannot query field "sevices"').waitFor();

    await page.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))");
    await page.getByRole("button", { name: "curl" }).click();
    expect(await page.getByRole("dialog").getByRole("textbox").inputValue()).toMatch(/^curl -sS/);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  it("is used with the keyboard alone: to an example, into its editor and out again, and to the answer", async () => {
    const { page, troubles } = await open();
    await answered(page);
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Skip to content");
    await tabTo(page, `document.activeElement.dataset.example === "EntityPage"`);
    await page.keyboard.press("Enter");
    expect(await textOf(page, "operation.graphql")).toBe(exampleNamed("EntityPage").query);
    await run(page, () => page.keyboard.press("Control+Enter"));
    expect(JSON.parse(await answered(page))).toHaveProperty("data.governmentEntityByCode.code", "SCM");

    expect(await focused(page)).toMatch(/^Operation/);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("query Typed");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    expect(await focused(page)).toMatch(/^Operation/);
    expect(await textOf(page, "operation.graphql")).toContain("query Typed");
    await tabTo(page, `document.activeElement.matches(".result-window")`);
    expect(await focused(page)).toMatch(/^Answer/);
    expect(troubles).toEqual([]);
  });

  it("speaks Arabic from right to left to those who read it, while operations stay left to right", async () => {
    const { page, troubles } = await open("/", { locale: "ar-AE" });
    await answered(page);
    const directionOf = (selector: string) => page.evaluate(`getComputedStyle(document.querySelector("${selector}")).direction`);
    expect(await page.evaluate("document.documentElement.lang")).toBe("ar");
    for (const selector of ["html", ".request", ".examples"]) expect(await directionOf(selector)).toBe("rtl");
    for (const selector of [".graphiql-editors", ".result-window"]) expect(await directionOf(selector)).toBe("ltr");
    expect(await page.getByRole("button", { name: exampleNamed("ServicePage").title.ar }).isVisible()).toBe(true);

    await page.getByLabel("رمز الدخول (لا يُحفظ)").fill(TOKEN);
    await page.getByRole("button", { name: "English" }).click();
    expect(await directionOf("html")).toBe("ltr");
    expect(await page.getByLabel("Token (not kept)").inputValue()).toBe(TOKEN);
    await page.goto(new URL("/", guide.url).href);
    await page.getByRole("heading", { name: "Explorer of the unified services guide" }).waitFor();
    expect(troubles).toEqual([]);
  });

  it.each([
    ["in English", "en-GB", "light"],
    ["in Arabic", "ar-AE", "dark"],
  ] as const)("has no serious accessibility problem %s", async (_, locale, colorScheme) => {
    const { page } = await open("/", { locale, colorScheme, bypassCSP: true });
    await answered(page);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
    await page.getByRole("link", { name: "Query" }).click();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole("button", { name: "Show History" }).click();
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});

const CLIPBOARD: BrowserContextOptions = { permissions: ["clipboard-read", "clipboard-write"] };

function exampleNamed(name: string) {
  const example = examples.find((each) => each.name === name);
  if (!example) throw new Error(`There is no example ${name}.`);
  return example;
}

const tabs = (page: Page) => page.getByRole("list", { name: "Select active operation" }).getByRole("listitem");

/** Everything the browser keeps of a visit. */
const kept = async (context: BrowserContext) => JSON.stringify(await context.storageState());

/** The text of an editor, of which the page shows only the lines in view. */
const textOf = (page: Page, file: string) => page.evaluate<string>(`${modelOf(file)}.getValue()`);

/** Puts a text into an editor, and waits until its tab has taken note of it. */
async function setText(page: Page, file: string, text: string): Promise<void> {
  await page.evaluate(`${modelOf(file)}.setValue(${JSON.stringify(text)})`);
  await page.waitForTimeout(250);
}

const modelOf = (file: string) => `__MONACO.editor.getModels().find(({ uri }) => uri.path.endsWith("${file}"))`;

/** Waits until there is an editor to work with. */
const ready = (page: Page) => page.locator(".graphiql-query-editor .view-line").first().waitFor();

/** Waits until an answer stands in its editor. */
async function answered(page: Page): Promise<string> {
  let text = "";
  await ready(page);
  await eventually(async () => {
    text = await textOf(page, "response.json");
    expect(text).not.toBe("");
  });
  return text;
}

/** Does what runs the operation, and waits for the request it makes. */
async function run(page: Page, act: () => Promise<void>): Promise<Request> {
  const [request] = await Promise.all([page.waitForRequest("**/graphql"), act()]);
  await request.response();
  return request;
}

async function copy(page: Page, format: string): Promise<string> {
  await page.evaluate("navigator.clipboard.writeText('')");
  await page.getByRole("button", { name: format, exact: true }).click();
  let text = "";
  await eventually(async () => {
    text = await page.evaluate<string>("navigator.clipboard.readText()");
    expect(text).not.toBe("");
  });
  return text;
}

const focused = (page: Page) =>
  page.evaluate<string>("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent");

/** Presses Tab until what is wanted has the focus. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate<boolean>(wanted)) return;
  }
  throw new Error(`Tab does not lead to ${wanted}; it led to ${await focused(page)}.`);
}
