import { join } from "node:path";
import { startBrowser, visit } from "../support/browser";

/** Takes the pictures of the README from a running guide: `npm run screenshots -- http://localhost:4000`. */
const PICTURES: readonly (readonly [file: string, path: string, ready: string])[] = [
  ["explorer", "/?lang=en", ".result-window .view-line"],
  ["guide-ar", "/ar", "table"],
  ["map", "/map?lang=en", "svg text"],
  ["federation", "/federation?lang=en", ".plan-step"],
];
const SETTLE_MS = 1_500;

async function take(origin: string): Promise<void> {
  const browser = await startBrowser();
  for (const [file, path, ready] of PICTURES) {
    const { page, close } = await visit(browser, `${origin}${path}`, { viewport: { width: 1280, height: 800 } });
    await page.waitForSelector(ready, { state: "attached" });
    await page.waitForTimeout(SETTLE_MS);
    await page.screenshot({ path: join(__dirname, "../../gateway/explorer/screenshots", `${file}.png`) });
    await close();
  }
  await browser.close();
}

take(process.argv[2] ?? "http://localhost:4000").catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
