import { readdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vite";
import { compress } from "./compress";
import { plans } from "./plans";

const folder = import.meta.dirname;

/** One page for each HTML file of this folder; the gateway serves what is built. */
const pages = readdirSync(folder)
  .filter((file) => file.endsWith(".html"))
  .map((file) => join(folder, file));

export default defineConfig({
  root: folder,
  base: "/",
  plugins: [plans(join(folder, "../../schema")), compress()],
  build: {
    outDir: join(folder, "dist"),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // The code editor is one large library, which only the explorer loads.
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      input: pages,
      // Planning the examples takes its seconds, and the build says so each time.
      checks: { pluginTimings: false },
      // Libraries mark modules for compilers that are not at work here.
      onLog: (level, log, report) => {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") report(level, log);
      },
    },
  },
  worker: { format: "es" },
});
