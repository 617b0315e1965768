import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Workbook } from "exceljs";
import { approveWaiting } from "../../cli/publishing/approve-drafts";
import { SAMPLE_GUIDE } from "../../cli/seed";
import { startTestGuide, type TestGuide } from "../support/guide";
import { answerOf, endAll, PROJECT, run } from "../support/process";
import { tokenFor } from "../support/tokens";
import { aLaw, anEntity, aService, aUnit, foundations, text } from "../support/world";
import { heard, publishing, secretary } from "./publishing";
import { temporaryFiles } from "./temporary-files";

jest.setTimeout(120_000);

const { folder, write } = temporaryFiles();
const ndjson = (...records: object[]): string => records.map((record) => JSON.stringify(record)).join("\n");
const both = { approverToken: secretary("approver") };

let guide: TestGuide;
beforeAll(async () => {
  guide = await startTestGuide({ with: "nothing" });
  await guide.publish(...foundations());
});
afterAll(async () => {
  await endAll();
  await guide.stop();
});

const codesOf = async (): Promise<string[]> =>
  (
    await guide.query<{ services: { nodes: { code: string }[] } }, object>("{ services(first: 100) { nodes { code } } }")
  ).data.services.nodes.map(({ code }) => code);

/** The lines of a report that was asked for. */
const reportOf = (name: string) =>
  readFileSync(join(folder, name), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, string>);

test("a workbook is read by the program as it is run", async () => {
  const workbook = new Workbook();
  const sheet = workbook.addWorksheet("خدمات");
  sheet.addRows([["code"], ["A"]]);
  const path = join(folder, "book.xlsx");
  await workbook.xlsx.writeFile(path);
  const publish = ["node", join(PROJECT, "cli/guide.js"), "publish", path, "--url", guide.url, "--token", secretary("author")];
  const program = run(publish, { folder });
  expect({ code: await program.ended, ...program.output() }).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("book.xlsx خدمات#2 $ ERROR NO_MAPPING"),
  });
});

test("records of an author wait for another person, and `guide approve` publishes them", async () => {
  const path = write("one.ndjson", ndjson(aService("WAITING")));
  const told = await publishing(guide.url, [path], { reason: "Tried." });
  expect(told).toMatchObject({ code: 0, said: expect.stringContaining("Service: 1 submitted") });
  expect(told.said).toContain("1 wait for approval by another person");
  expect(await codesOf()).not.toContain("WAITING");

  const approve = (subject: string, more: object = {}) =>
    heard((terminal) =>
      approveWaiting(
        { url: guide.url, token: secretary(subject), patienceMs: 1_000, ...more },
        terminal,
        new AbortController().signal,
      ),
    );
  expect(await approve("author")).toMatchObject({ code: 1, said: expect.stringContaining("1 refused") });
  expect(await approve("approver", { dryRun: true })).toMatchObject({
    code: 0,
    said: expect.stringContaining("1 wait for approval"),
  });
  expect(await codesOf()).not.toContain("WAITING");
  expect(await approve("approver")).toMatchObject({ code: 0, said: expect.stringContaining("Service: 1 published") });
  expect(await codesOf()).toContain("WAITING");
  expect(await approve("approver")).toMatchObject({ code: 0, said: "Nothing waits for approval." });
});

test("with the token of another person as well, records are published at once; a second time changes nothing", async () => {
  const path = write("two.ndjson", ndjson(aService("AT-ONCE")));
  expect(await publishing(guide.url, [path], { ...both, reason: "Tried." })).toMatchObject({
    code: 0,
    said: expect.stringContaining("Service: 1 published"),
  });
  expect(await codesOf()).toContain("AT-ONCE");
  expect(await publishing(guide.url, [path], { ...both, reason: "Tried." })).toMatchObject({
    code: 0,
    said: expect.stringContaining("Service: 1 unchanged"),
  });
});

test("records may come before what they refer to, in any order and whatever their number", async () => {
  const chain = Array.from({ length: 9 }, (_, at) =>
    aService(`CHAIN-${9 - at}`, at === 8 ? {} : { requires: [`CHAIN-${8 - at}`] }),
  );
  const path = write("chain.ndjson", ndjson(...chain, aLaw("LAW-OF-ALL")));
  const told = await publishing(guide.url, [path], { ...both, reason: "Tried.", batch: 2 });
  expect(told).toMatchObject({ code: 0, said: expect.stringContaining("Service: 9 published") });
});

test("a row that is refused is told with its line, path and remedy in both languages; the others are published", async () => {
  const bad = aService("BAD", { competentAuthority: "NOBODY", fees: [] });
  const path = write("mixed.ndjson", `${ndjson(aService("GOOD"), bad)}\n{"no json\n${ndjson(aService("GOOD"))}`);
  const told = await publishing(guide.url, [path], { ...both, reason: "Tried.", report: join(folder, "mixed-report.ndjson") });
  expect(told.code).toBe(1);
  expect(await codesOf()).toContain("GOOD");
  const errors = reportOf("mixed-report.ndjson").filter(({ severity }) => severity === "ERROR");
  expect(errors.map(({ row, problem, path: at }) => `${row?.split(":").at(-1)} ${problem} ${at}`).sort()).toEqual(
    expect.arrayContaining(["3 NOT_JSON $", "4 DUPLICATE_CODE $.code", "2 TOO_FEW $.fees"]),
  );
  for (const { message_ar, message_en, remedy_ar, remedy_en } of errors) {
    expect([message_ar, remedy_ar].every((each) => /[\u0600-\u06FF]/.test(each ?? ""))).toBe(true);
    expect([message_en, remedy_en].every((each) => (each ?? "").length > 0)).toBe(true);
  }
});

test("a dry run writes nothing, and counts what comes with it as being there", async () => {
  const records = [
    anEntity("COMING"),
    aService("TRIED", { competentAuthority: "COMING" }),
    aService("ALONE", { competentAuthority: "NOBODY" }),
  ];
  const path = write("dry.ndjson", ndjson(...records));
  const told = await publishing(guide.url, [path], { dryRun: true, reason: "Tried." });
  expect(told).toMatchObject({ code: 1, said: expect.stringContaining("Service: 1 valid, 1 refused") });
  expect(await codesOf()).not.toContain("TRIED");
});

test("an author publishes for the own entity only", async () => {
  const path = write("foreign.ndjson", ndjson(anEntity("OTHER")));
  await publishing(guide.url, [path], { ...both, reason: "Tried." });
  const records = write("own.ndjson", ndjson(aService("OWN"), aService("FOREIGN", { competentAuthority: "OTHER" })));
  const told = await publishing(guide.url, [records], {
    token: tokenFor({ grants: "author:ENTITY", subject: "her" }),
    approverToken: tokenFor({ grants: "approver:ENTITY", subject: "him" }),
    reason: "Tried.",
  });
  expect(told).toMatchObject({ code: 1, said: expect.stringContaining("Service: 1 published, 1 refused") });
  expect(await codesOf()).toEqual(expect.arrayContaining(["OWN"]));
});

test("an approver of an entity approves what waits of it, of whatever kind", async () => {
  const path = write("own-waiting.ndjson", ndjson(aService("OWN-WAITING"), aUnit("OWN-UNIT")));
  await publishing(guide.url, [path], { token: tokenFor({ grants: "author:ENTITY", subject: "her" }), reason: "Tried." });
  const token = tokenFor({ grants: "approver:ENTITY", subject: "him" });
  const approved = await heard((terminal) =>
    approveWaiting({ url: guide.url, token, entity: "ENTITY", patienceMs: 1_000 }, terminal, new AbortController().signal),
  );
  expect(approved).toMatchObject({ code: 0, said: expect.stringContaining("2 drafts") });
  expect(await codesOf()).toContain("OWN-WAITING");
});

test("a table in Arabic is published with a mapping", async () => {
  const mapping = write(
    "services.yaml",
    JSON.stringify({
      source: "sheet",
      tables: [
        {
          file: "services.csv",
          records: [
            {
              kind: "Service",
              fields: {
                ...Object.fromEntries(
                  Object.entries(aService("X"))
                    .filter(([key]) => !["__typename", "code", "name"].includes(key))
                    .map(([key, value]) => [key, { value }]),
                ),
                code: { column: "الرمز", code: { prefix: "SHEET-" } },
                "name.ar": { column: "الاسم" },
                "name.en": { column: "name" },
              },
            },
          ],
        },
      ],
    }),
  );
  const path = write("services.csv", '\uFEFFالرمز,الاسم,name\r\n7,"إصدار\r\nشهادة",Issue of a certificate\r\n');
  expect(await publishing(guide.url, [path], { ...both, mapping, reason: "Tried." })).toMatchObject({ code: 0 });
  const { data } = await guide.query(`{ serviceByCode(code: "SHEET-7") { name { ar en } source { system } } }`);
  expect(data).toEqual({ serviceByCode: { name: text("Issue of a certificate", "إصدار\nشهادة"), source: { system: "sheet" } } });
});

test("killed in the middle of a publication and resumed, every record is in the guide, each published once", async () => {
  const records = Array.from({ length: 200 }, (_, at) => aService(`KILLED-${String(at).padStart(3, "0")}`));
  const path = write("killed.ndjson", ndjson(...records));
  const publish = (...more: string[]) =>
    run(
      [
        ...["node", join(PROJECT, "cli/guide.js"), "publish", path, "--url", guide.url, "--reason", "Tried."],
        ...["--token", secretary("author"), "--approver-token", secretary("approver"), "--batch", "5", ...more],
      ],
      { folder },
    );
  const count = () =>
    guide.database.query<{ code: string; editions: number }>(
      "SELECT code, count(*)::int AS editions FROM catalogue.service WHERE code LIKE 'KILLED%' GROUP BY code",
    );
  const killed = publish();
  await answerOf(async () => ((await count()).length >= 20 ? true : undefined));
  await killed.end("SIGKILL");
  expect((await count()).length).toBeLessThan(200);
  const resumed = publish("--resume");
  expect(await resumed.ended).toBe(0);
  expect(resumed.output().stdout).toContain("Service: 200 published");
  expect(await count()).toHaveLength(200);
  expect((await count()).every(({ editions }) => editions === 1)).toBe(true);
});

test("the whole sample guide is published from its folder, with the records in it that refer to each other", async () => {
  const empty = await startTestGuide({ with: "nothing" });
  const sample = await startTestGuide();
  try {
    const told = await publishing(empty.url, [SAMPLE_GUIDE], {
      ...both,
      reason: "Tried.",
      report: join(folder, "sample.ndjson"),
    });
    expect(reportOf("sample.ndjson").filter(({ severity }) => severity === "ERROR")).toEqual([]);
    expect(told.code).toBe(0);
    const query =
      "{ services(first: 100) { nodes { code outputs { usedAs { code producedBy { code } } } } } evidenceTypes(first: 100) { nodes { code } } }";
    expect((await empty.query(query)).data).toEqual((await sample.query(query)).data);
  } finally {
    await Promise.all([empty.stop(), sample.stop()]);
  }
});
