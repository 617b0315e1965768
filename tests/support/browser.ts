import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "playwright-core";

const executable = process.env["GUIDE_CHROMIUM"] ?? "/usr/bin/chromium";

/** `describe` for what needs a browser, or `describe.skip` that says so. */
export function describeInBrowser(name: string, suite: () => void): void {
  if (existsSync(executable)) {
    describe(name, suite);
    return;
  }
  process.stderr.write(`${executable}: skipped: not present\n`);
  describe.skip(name, suite);
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable,
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
}

/** A page in a browser that was never here before, and what went wrong in it. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the console and of the page, and requests to any host but the guide's. */
  readonly troubles: string[];
  readonly close: () => Promise<void>;
}

/** Visits an address of the guide as a reader who comes for the first time. */
export async function visit(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const { host } = new URL(address);
  const troubles: string[] = [];
  page.on("console", (message) => message.type() === "error" && troubles.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => troubles.push(`page: ${error.message}`));
  page.on("request", (request) => {
    const { protocol, host: asked } = new URL(request.url());
    if (protocol.startsWith("http") && asked !== host) troubles.push(`request to another host: ${request.url()}`);
  });
  await page.goto(address);
  return { page, context, troubles, close: () => context.close() };
}

/** What axe-core finds serious or critical on a page, in lines that say where. The page must be opened with `bypassCSP`. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
  const found = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target.join(" ")}`));
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly target: readonly string[] }[];
  }[];
}
