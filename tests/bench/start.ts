import { setTimeout as sleep } from "node:timers/promises";
import { FLAGSHIP } from "./flagship";
import { freePort, type Process, run, temporaryFolder } from "./processes";
import { median, printTable } from "./table";

const LIMIT_MS = 60_000;

/** How long it takes from starting the guide to the first answer: from an empty folder, and on a filled one. */
export async function start(times: number): Promise<void> {
  const empty: number[] = [];
  const filled: number[] = [];
  for (let time = 0; time < times; time++) {
    const folder = temporaryFolder();
    try {
      empty.push(await firstAnswer(folder.path));
      filled.push(await firstAnswer(folder.path));
    } finally {
      folder.remove();
    }
  }
  const row = (name: string, seconds: readonly number[], reach: string) => [
    name,
    median(seconds).toFixed(1),
    Math.min(...seconds).toFixed(1),
    reach,
  ];
  printTable(
    `start: seconds to the first answer (${times} times)`,
    ["from", "median", "best", "to reach"],
    [row("a filled database", filled, "5"), row("an empty folder, sample guide included", empty, "20")],
  );
}

/** Seconds from starting the guide until it answers the flagship query whole. */
async function firstAnswer(folder: string): Promise<number> {
  const port = await freePort();
  const began = performance.now();
  const guide = run("cli/guide.js", ["start", "--data", folder, "--port", String(port)]);
  try {
    return await answered(`http://127.0.0.1:${port}/graphql`, guide, began);
  } finally {
    await guide.stop();
  }
}

async function answered(url: string, { hasEnded, output }: Process, began: number): Promise<number> {
  while (performance.now() - began < LIMIT_MS && !hasEnded()) {
    if (await isWhole(url)) return (performance.now() - began) / 1000;
    await sleep(25);
  }
  throw new Error(`The guide did not answer.\n${output()}`);
}

async function isWhole(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(FLAGSHIP),
    });
    const { data, errors } = (await response.json()) as {
      data?: { services?: { nodes: { standards: object[] | null }[] } };
      errors?: object[];
    };
    const nodes = data?.services?.nodes ?? [];
    return errors === undefined && nodes.length === 20 && nodes.some(({ standards }) => (standards ?? []).length > 0);
  } catch {
    return false;
  }
}
