import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { planExamples } from "../../gateway/explorer/plans";
import { questionOf } from "../../gateway/explorer/src/explorer/link";
import type { Step } from "../../gateway/explorer/src/federation/picture";
import { FIRST_QUERIES } from "../../gateway/explorer/src/guide/first-queries";
import { KINDS } from "../../gateway/explorer/src/guide/kinds";
import { accessibilityProblems, describeInBrowser, startBrowser, visit, type Visit } from "../support/browser";
import { eventually } from "../support/eventually";
import { startTestGuide, type TestGuide } from "../support/guide";

const CONTRACT = join(__dirname, "../../schema");
const CONTENTS = readFileSync(join(__dirname, "../../schema/operations/guide-contents.graphql"), "utf8");

interface Contents extends Record<string, unknown> {
  readonly guide: { readonly notice: { readonly ar: string; readonly en: string }; readonly lastChangedAt: string };
  readonly governmentEntities: {
    readonly nodes: readonly { readonly name: { readonly en: string }; readonly services: { readonly totalCount: number } }[];
  };
}

describeInBrowser("The pages beside the explorer", () => {
  let guide: TestGuide;
  let browser: Browser;
  let visits: Visit[] = [];

  beforeAll(async () => {
    [guide, browser] = await Promise.all([startTestGuide(), startBrowser()]);
  });
  // Whatever a test did on a page, it asked no other host for anything and left no error.
  afterEach(async () => {
    const troubles = visits.flatMap((each) => each.troubles);
    await Promise.all(visits.map(({ close }) => close()));
    visits = [];
    expect(troubles).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await guide.stop();
  });

  const open = async (path: string, options: BrowserContextOptions = {}, at: TestGuide = guide): Promise<Page> => {
    const visited = await visit(browser, new URL(path, at.url).href, options);
    visits.push(visited);
    return visited.page;
  };

  describe("The landing page", () => {
    test("shows what the guide answers: how many records of each kind, how many services of each entity, the last change", async () => {
      const { data } = await guide.query<Contents, object>(CONTENTS);
      const page = await open("/en");
      const shown = (type: string): Locator => page.locator(`.holdings a[href$="#${type}"] strong`);
      await shown("Service").waitFor();
      for (const { field, type } of KINDS.flatMap(({ kinds }) => kinds)) {
        const { totalCount } = data[field] as { totalCount: number };
        expect(`${type}: ${await shown(type).textContent()}`).toBe(`${type}: ${totalCount.toLocaleString("en")}`);
      }
      const rows = (await page.locator(".entities tbody tr").allInnerTexts()).map((row) => row.replace(/\s+/g, " "));
      const { nodes } = data.governmentEntities;
      expect(rows.sort()).toEqual(nodes.map(({ name, services }) => `${name.en} ${services.totalCount}`).sort());
      expect(await page.locator("time").getAttribute("datetime")).toBe(data.guide.lastChangedAt);
      expect(await page.getByRole("note").textContent()).toContain(data.guide.notice.en);
    });

    test("has every kind of record of which the guide has a list", () => {
      const listed = KINDS.flatMap(({ kinds }) => kinds.map(({ type }) => type));
      const published = readdirSync(join(CONTRACT, "records")).map((file) => file.replace(".schema.json", ""));
      // The guide itself is one record, and the items of code lists are reached through their lists.
      expect(listed.sort()).toEqual(published.filter((type) => type !== "Guide" && type !== "CodeListItem").sort());
    });

    test("is Arabic from right to left at /ar, and English from left to right at /en", async () => {
      const page = await open("/ar");
      const directions = async (): Promise<unknown> => {
        const html = page.locator("html");
        return [await html.getAttribute("dir"), await html.getAttribute("lang")];
      };
      expect(await directions()).toEqual(["rtl", "ar"]);
      const { data } = await guide.query<Contents, object>(CONTENTS);
      await page.getByText(data.guide.notice.ar).waitFor();
      await page.getByRole("button", { name: "English" }).click();
      expect(await directions()).toEqual(["ltr", "en"]);
      expect(new URL(page.url()).pathname).toBe("/en");
      await page.getByText(data.guide.notice.en).waitFor();
    });

    test.each([
      ["/ar", "ar", "rtl", "الدليل الموحّد للخدمات الحكومية", "تحتاج هذه الصفحة إلى JavaScript."],
      ["/en", "en", "ltr", "The unified government services guide", "This page needs JavaScript."],
    ])("says at %s, before any script has run, which language it is in, and where the schema is", async (path, ...expected) => {
      const page = await open(path, { javaScriptEnabled: false });
      const html = page.locator("html");
      const words = await page.locator("noscript p").allInnerTexts();
      const found = [await html.getAttribute("lang"), await html.getAttribute("dir"), await page.title()];
      expect(found).toEqual(expected.slice(0, 3));
      expect(words[0]).toContain(expected[3]);
      expect(words).toHaveLength(2);
      expect(await attributes(page.locator("noscript a"), "href")).toEqual(["/schema/api.graphql", "/schema/api.graphql"]);
    });

    test.each([
      ["/ar", "توقيت الخليج"],
      ["/en", "Gulf Standard Time"],
    ])("says at %s when the guide changed by the clocks of its country, wherever the reader is", async (path, zone) => {
      const { data } = await guide.query<Contents, object>(CONTENTS);
      const page = await open(path, { timezoneId: "America/New_York" });
      const shown = (await page.locator("time").textContent()) ?? "";
      const dubai = new Date(Date.parse(data.guide.lastChangedAt) + 4 * 3_600_000);
      expect(shown).toContain(zone);
      expect(shown).toContain(`:${String(dubai.getUTCMinutes()).padStart(2, "0")}`);
      expect(Number(/(\d\d):/.exec(shown)?.[1]) % 12).toBe(dubai.getUTCHours() % 12);
    });

    test("links to nothing that is not there, and to every file of the contract", async () => {
      const page = await open("/en");
      await page.locator(".holdings").waitFor();
      const links = (await attributes(page.locator("main a"), "href")).map((href) => new URL(href, guide.url).pathname);
      const files = ["operations", "records", "subgraphs"].flatMap((folder) =>
        readdirSync(join(CONTRACT, folder)).map((file) => `/schema/${folder}/${file}`),
      );
      expect(links).toEqual(expect.arrayContaining(["/", "/map", "/federation", "/schema/api.graphql", ...files]));
      for (const link of new Set(links)) {
        // The stream of changes does not end by itself, so only the beginning of an answer is waited for.
        const { status, body } = await fetch(new URL(link, guide.url));
        await body?.cancel();
        expect(`${link} ${status}`).toBe(`${link} 200`);
      }
    });

    test("offers queries that run, and opens them in the explorer", async () => {
      const page = await open("/en");
      const links = page.getByRole("link", { name: "Open in the explorer" });
      for (const [index, { query }] of FIRST_QUERIES.entries()) {
        const { data, errors } = await guide.query<Record<string, unknown>, object>(query);
        expect(errors).toBeUndefined();
        expect(Object.values(data)).not.toContain(null);
        await page.locator(`.queries li:nth-child(${index + 1}) a[href*="#ask="]`).waitFor();
        const link = new URL((await links.nth(index).getAttribute("href")) ?? "", guide.url).hash;
        expect((await questionOf(link))?.query).toBe(query);
      }
    });

    test("copies a query", async () => {
      const page = await open("/en", { permissions: ["clipboard-read", "clipboard-write"] });
      await page.getByRole("button", { name: "Copy the query" }).first().click();
      await page.getByText("Copied.").waitFor();
      expect(await page.evaluate<string>("navigator.clipboard.readText()")).toBe(FIRST_QUERIES[0]?.query);
    });

    test("says that the guide cannot be reached, and shows it when it can again", async () => {
      const visited = await visit(browser, "about:blank");
      const { page } = visited;
      await page.route("**/graphql", (route) => route.fulfill({ status: 503, body: "{}" }));
      await page.goto(new URL("/en", guide.url).href);
      await page.getByRole("alert").getByText("The guide cannot be reached").waitFor();
      await page.unroute("**/graphql");
      await page.getByRole("button", { name: "Try again" }).click();
      await page.locator(".holdings").waitFor();
      expect(await page.getByRole("alert").count()).toBe(0);
      await visited.close();
    });

    test("shows a dash for what a part of the guide that is away would know", async () => {
      const { data } = await guide.query<Contents, object>(CONTENTS);
      const visited = await visit(browser, "about:blank");
      const { page } = visited;
      await page.route("**/graphql", (route) =>
        route.fulfill({ json: { data: { ...data, indicators: null }, errors: [{ message: "The standards are away." }] } }),
      );
      await page.goto(new URL("/en", guide.url).href);
      await page.getByRole("alert").getByText("A part of the guide cannot be read").waitFor();
      expect(await page.locator('.holdings a[href$="#Indicator"] strong').textContent()).toBe("—");
      expect(await page.locator('.holdings a[href$="#Service"] strong').textContent()).not.toBe("—");
      await visited.close();
    });

    test("says that a guide is empty before anything is published", async () => {
      const empty = await startTestGuide({ with: "nothing" });
      try {
        const page = await open("/en", {}, empty);
        await page.getByText("Nothing has been published in this guide yet.").waitFor();
      } finally {
        await empty.stop();
      }
    });
  });

  describe("The map", () => {
    test("opens the type that the address names, with its neighbours in sight", async () => {
      const page = await open("/map?lang=en#Requirement");
      await page.getByRole("heading", { name: "Requirement" }).waitFor();
      expect(await page.locator("#type-Requirement").getAttribute("aria-pressed")).toBe("true");
      expect(await page.locator("#type-LegalResource").getAttribute("data-quiet")).toBe("false");
      expect(await page.locator("#type-Target").getAttribute("data-quiet")).toBe("true");
      await page.locator(".panel-fields").getByRole("link", { name: "LegalResource" }).first().click();
      await page.getByRole("heading", { name: "LegalResource" }).waitFor();
      await page.goBack();
      await page.getByRole("heading", { name: "Requirement" }).waitFor();
    });

    test("draws the values too when one of them is named, and nothing for a name that nothing has", async () => {
      const page = await open("/map?lang=en#Fee");
      await page.getByRole("heading", { name: "Fee", exact: true }).waitFor();
      expect(await page.getByLabel("Show value types").isChecked()).toBe(true);
      const lost = await open("/map?lang=en#Nothing");
      await lost.locator("#type-Service").waitFor();
      expect(await lost.locator(".panel").count()).toBe(0);
    });

    test("is found through with the keyboard alone", async () => {
      const page = await open("/map?lang=en");
      await page.locator("#type-Service").waitFor();
      await tabTo(page, 'input[type="search"]');
      await page.keyboard.type("serv");
      await page.keyboard.press("Enter");
      await page.locator("#panel-heading:focus").getByText("Service", { exact: true }).waitFor();
      await page.keyboard.press("Escape");
      await page.locator("#type-Service:focus").waitFor();
      expect(await page.locator(".panel").count()).toBe(0);
      await page.keyboard.press("Tab");
      await page.locator("#type-GovernmentEntity:focus").waitFor();
      await page.keyboard.press("Enter");
      await page.locator("#panel-heading:focus").getByText("GovernmentEntity").waitFor();
      await page.keyboard.press("Escape");

      const drawing = page.locator(".drawing svg > g");
      const before = await drawing.getAttribute("transform");
      await page.keyboard.press("+");
      await page.keyboard.press("ArrowRight");
      const after = await drawing.getAttribute("transform");
      expect(after).not.toBe(before);
      expect(Number(/scale\((.*)\)/.exec(after ?? "")?.[1])).toBeGreaterThan(Number(/scale\((.*)\)/.exec(before ?? "")?.[1]));
    });

    test("moves and grows under the mouse, without choosing what it was dragged by", async () => {
      const page = await open("/map?lang=en");
      const box = await page.locator("#type-Service").boundingBox();
      if (!box) throw new Error("The type is not drawn.");
      await page.mouse.move(box.x + 10, box.y + 10);
      await page.mouse.down();
      await page.mouse.move(box.x + 60, box.y + 40, { steps: 3 });
      await page.mouse.up();
      const moved = await page.locator("#type-Service").boundingBox();
      expect(moved?.x).toBeCloseTo(box.x + 50, 0);
      expect(await page.locator(".panel").count()).toBe(0);
      await page.mouse.wheel(0, -300);
      await eventually(async () => {
        const grown = await page.locator("#type-Service").boundingBox();
        expect(grown?.width).toBeGreaterThan(box.width * 1.5);
      });
    });

    test("says in a list what it draws", async () => {
      const page = await open("/map?lang=ar");
      await page.locator("#type-Service").waitFor();
      const ids = (): Promise<string[]> => attributes(page.locator("[id^=type-]"), "id");
      const drawn = await ids();
      await page.getByLabel("عرض كقائمة").check();
      expect(await page.locator("svg").count()).toBe(0);
      expect(await ids()).toEqual(drawn);
      await page.locator("#type-Journey").click();
      await page.getByRole("heading", { name: "Journey" }).nth(1).waitFor();
    });
  });

  describe("The federation page", () => {
    test("draws for each example the subgraphs that it is fetched from, and no others", async () => {
      const page = await open("/federation?lang=en");
      for (const { name, query, steps } of planExamples(CONTRACT)) {
        await page.getByLabel("Example:").selectOption(name);
        const drawn = new Set(await attributes(page.locator(".plan-lane"), "aria-label"));
        const { fetches } = await guide.cost(() => guide.query(query));
        const fetched = new Set(fetches.map(({ subgraph }) => subgraph));
        expect([...fetched].filter((subgraph) => !drawn.has(subgraph))).toEqual([]);
        // Of several subgraphs that look up records of different types at one place, those that find none are not asked.
        const isAlternative = ({ path, records, subgraph }: Step): boolean =>
          steps.some((other) => other.path.join() === path.join() && other.subgraph !== subgraph && other.records.length > 0) &&
          records.length > 0;
        const needed = steps.filter((step) => !isAlternative(step)).map(({ subgraph }) => subgraph);
        expect({ name, unasked: needed.filter((subgraph) => !fetched.has(subgraph)) }).toEqual({ name, unasked: [] });
        expect(await page.locator(".plan-step").count()).toBe(steps.length);
        expect(fetches.length).toBeLessThanOrEqual(steps.length);
      }
    });

    test("says how much a plan does in the grammar of each language, and keeps the example in the address", async () => {
      const page = await open("/federation?lang=en&example=FlagshipServices");
      await page.getByText("4 fetches from 4 subgraphs, in 2 rounds.").waitFor();
      await page.getByRole("button", { name: "العربية" }).click();
      await page.getByText("4 طلبات إلى 4 مكوّنات من الدليل، في جولتين.").waitFor();
      await page.getByLabel("المثال:").selectOption("CodeList");
      await page.getByText("طلب واحد إلى مكوّن واحد من الدليل، في جولة واحدة.").waitFor();
      expect(new URL(page.url()).search).toBe("?lang=ar&example=CodeList");
    });

    test("shows who owns each field, by subgraph and by name", async () => {
      const page = await open("/federation?lang=en#Service");
      const row = (field: string): Locator =>
        page.locator("details.owned[open] tr").filter({ has: page.getByText(field, { exact: true }) });
      await row("id").getByText("key").waitFor();
      expect(await row("standards").locator("td").nth(1).textContent()).toBe("standards");
      expect(await row("fees").locator("td").nth(1).textContent()).toBe("catalogue");
      await page.getByLabel("Subgraph:").selectOption("standards");
      expect(await row("fees").count()).toBe(0);
      expect(await row("standards").count()).toBe(1);
      await page.getByLabel("Type or field:").fill("LocalizedText");
      await page.getByLabel("Subgraph:").selectOption("");
      await page.locator("summary").filter({ hasText: "LocalizedText" }).getByText("shared").waitFor();
    });

    test("says that the schema cannot be loaded, and loads it when it can", async () => {
      const visited = await visit(browser, "about:blank");
      const { page } = visited;
      await page.route("**/schema/supergraph.graphql", (route) => route.abort());
      await page.goto(new URL("/federation?lang=ar", guide.url).href);
      await page.getByRole("alert").waitFor();
      await page.unroute("**/schema/supergraph.graphql");
      await page.getByRole("button", { name: "أعد المحاولة" }).click();
      await page.locator(".owned").first().waitFor();
      await visited.close();
    });
  });

  test.each([
    ["landing page", "/ar", ".holdings"],
    ["map", "/map?lang=ar#Service", ".panel"],
    ["federation page", "/federation?lang=ar#Service", ".owned[open]"],
  ])(
    "The %s can be used by everyone: in Arabic on a wide light screen, in English on a narrow dark one",
    async (_, path, ready) => {
      const page = await open(path, { bypassCSP: true });
      await page.locator(ready).first().waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.getByRole("button", { name: "English" }).click();
      await page.emulateMedia({ colorScheme: "dark" });
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await page.evaluate<boolean>("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    },
  );
});

/** An attribute of each of the elements. */
async function attributes(elements: Locator, name: string): Promise<string[]> {
  return Promise.all((await elements.all()).map(async (element) => (await element.getAttribute(name)) ?? ""));
}

/** Presses Tab until the focus is there, as often as a patient reader would. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press("Tab");
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
  }
  throw new Error(`The keyboard does not reach ${selector}.`);
}
