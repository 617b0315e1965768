import { readdirSync } from "node:fs";
import { join } from "node:path";
import { endAll, freePort, PROJECT, run, type TestProcess } from "../support/process";
import { type FakeGuide, json, startFakeGuide } from "./fake-guide";
import { publishing } from "./publishing";
import { temporaryFiles } from "./temporary-files";

jest.setTimeout(120_000);

const { folder, write } = temporaryFiles();
const records = Array.from({ length: 10 }, (_, at) => JSON.stringify({ __typename: "Service", code: `S-${at}` })).join("\n");

let guide: FakeGuide;
beforeEach(async () => (guide = await startFakeGuide()));
afterEach(() => guide.stop());
afterAll(() => endAll());

const journals = () => readdirSync(folder).filter((name) => name.endsWith(".journal"));
const command = (...parameters: string[]): TestProcess =>
  run(["node", join(PROJECT, "cli/guide.js"), "publish", ...parameters], { folder });
const taken = () => guide.imports.flatMap(({ codes }) => codes).sort();
const ALL = Array.from({ length: 10 }, (_, at) => `S-${at}`);

/** The command for the records above, two in a request and one request at a time. */
const publish = (path: string, ...more: string[]) =>
  command(path, "--url", guide.url, "--token", "t", "--batch", "2", "--concurrency", "1", "--patience", "5", ...more);

/** Leaves the request with this number without an answer, and tells when it has come. */
function hangAt(which: number): Promise<void> {
  return new Promise((resolve) => {
    guide.before = (number) => {
      if (number === which) resolve();
      return number === which;
    };
  });
}

test("killed in the middle, --resume sends what was not acknowledged, under the same keys, and nothing else", async () => {
  const path = write("killed.ndjson", records);
  const hanging = hangAt(3);
  const killed = publish(path);
  await hanging;
  await killed.end("SIGKILL");
  expect(journals()).toHaveLength(1);
  expect(taken()).toEqual(["S-0", "S-1", "S-2", "S-3"]);

  guide.before = () => false;
  const resumed = publish(path, "--resume");
  expect(await resumed.ended).toBe(0);
  expect(resumed.output().stdout).toContain("Service: 10 submitted");
  expect(taken()).toEqual(ALL);
  expect(new Set(guide.imports.map(({ key }) => key)).size).toBe(5);
  expect(journals()).toEqual([]);
});

test("an answer that was lost is asked for again under the key of the first time", async () => {
  const path = write("lost.ndjson", records);
  let lost = 0;
  guide.before = (number, response) => {
    if (number === 2) response.destroy();
    if (number === 2) lost++;
    return number === 2;
  };
  expect(await publishing(guide.url, [path], { batch: 5, concurrency: 1, report: join(folder, "lost.csv") })).toMatchObject({
    code: 0,
  });
  expect({ lost, taken: taken() }).toEqual({ lost: 1, taken: ALL });
});

test("Ctrl-C ends it with exit code 3, and it can be resumed", async () => {
  const path = write("stopped.ndjson", records);
  const hanging = hangAt(2);
  const stopped = publish(path);
  await hanging;
  expect(await stopped.end("SIGINT")).toBe(3);
  expect(stopped.output().stderr).toContain("--resume");
  guide.before = () => false;
  expect(await publish(path, "--resume").ended).toBe(0);
  expect(taken()).toEqual(ALL);
});

test("a guide that is busy is asked again when it says so", async () => {
  const path = write("busy.ndjson", records);
  const asked: number[] = [];
  guide.before = (number, response) => {
    asked.push(performance.now());
    if (number <= 2)
      json(response, { errors: [{ message: "busy", extensions: { code: "OVERLOADED" } }] }, 503, { "retry-after": "1" });
    return number <= 2;
  };
  expect(await publishing(guide.url, [path], { report: join(folder, "busy.csv") })).toMatchObject({ code: 0 });
  expect(taken()).toEqual(ALL);
  expect(asked).toHaveLength(3);
  expect((asked[2] ?? 0) - (asked[0] ?? 0)).toBeGreaterThan(1_900);
});

test("a guide that stays away ends it with exit code 3, once its patience is over", async () => {
  const path = write("away.ndjson", records);
  guide.before = (number, response) => {
    if (number > 1) response.destroy();
    return number > 1;
  };
  const told = await publishing(guide.url, [path], {
    batch: 2,
    concurrency: 1,
    patienceMs: 500,
    report: join(folder, "away.csv"),
  });
  expect(told).toMatchObject({ code: 3, complained: expect.stringContaining("2 records were dealt with") });
});

test("a request that is refused as a whole is parted until the record is found that it is refused for", async () => {
  const path = write("parted.ndjson", records);
  guide.before = (_, response) => {
    json(response, { errors: [{ message: "too much", extensions: { code: "PAYLOAD_TOO_LARGE" } }] }, 413);
    return true;
  };
  const told = await publishing(guide.url, [path], { report: join(folder, "parted.csv") });
  expect(told).toMatchObject({ code: 1, said: expect.stringContaining("Service: 10 refused") });
});

describe("exit code 2", () => {
  test.each([
    [
      "no guide answers",
      async (path: string) => [path, "--url", `http://127.0.0.1:${await freePort()}/`, "--token", "t"],
      /No guide answers/,
    ],
    ["there is no token", async (path: string) => [path], /no token/],
    ["an option is wrong", async (path: string) => [path, "--batch", "1000"], /whole number from 1 to 500/],
    ["an option is not known", async (path: string) => [path, "--quick"], /unknown option/],
    ["there is no such file", async () => ["nowhere.csv", "--url", guide.url, "--token", "t"], /nowhere\.csv/],
    [
      "there is nothing to resume",
      async (path: string) => [path, "--url", guide.url, "--token", "t", "--resume"],
      /nothing to resume/,
    ],
  ])("%s", async (_, parameters, message) => {
    const process = command(...(await parameters(write("usage.ndjson", records))));
    expect(await process.ended).toBe(2);
    expect(process.output().stderr).toMatch(message);
  });
});
