import { anEntity, aService, aUnit, startWorld, text } from "../support/world";
import type { TestGuide } from "../support/guide";
import { approveAll, BOTH, importAll, OMAR, OUTSIDER, SARA, take } from "./workflow";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(anEntity("OTHER"));
});
afterAll(() => guide.stop());

const REASON = "Written so for a test.";
const codes = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);
const isLive = async (code: string) =>
  (
    await guide.query<{ serviceByCode: object | null }, object>(
      "query Live($code: Code!) { serviceByCode(code: $code) { code } }",
      { code },
    )
  ).data.serviceByCode !== null;

test("records are imported, approved by another person and live, and the same again changes nothing", async () => {
  const records = codes(5, "MANY").map((code) => aService(code));
  const imported = await importAll(guide, { records, reason: REASON }, SARA);
  expect(imported.map(({ outcome, number }) => [outcome, number])).toEqual(records.map(() => ["SUBMITTED", 1]));
  expect(await importAll(guide, { records, reason: REASON }, SARA)).toMatchObject(records.map(() => ({ outcome: "UNCHANGED" })));
  const drafts = codes(5, "MANY").map((code) => ({ code, expectedEdition: 1 }));
  expect(await approveAll(guide, { drafts }, SARA).catch(String)).toContain("FORBIDDEN");
  expect(await approveAll(guide, { drafts }, OMAR)).toMatchObject(records.map(() => ({ outcome: "PUBLISHED", number: 1 })));
  expect(await isLive("MANY-3")).toBe(true);
  expect(await importAll(guide, { records, reason: REASON }, SARA)).toMatchObject(records.map(() => ({ outcome: "UNCHANGED" })));
});

test("each record stands for itself: the refused are told why, the others go on", async () => {
  const records = [
    aService("GOOD"),
    aService("BAD", { audience: ["NOBODY"] }),
    { ...aService("WORSE"), fees: 7 },
    aService("AFTER-BAD", { requires: ["BAD"] }),
    aService("AFTER-GOOD", { requires: ["GOOD"] }),
    aService("FOREIGN", { competentAuthority: "OTHER" }),
    aUnit("UNIT"),
  ];
  const results = await importAll(guide, { records, reason: REASON }, SARA);
  expect(results.map(({ outcome }) => outcome)).toEqual([
    ...["SUBMITTED", "REFUSED", "REFUSED", "REFUSED", "SUBMITTED", "REFUSED", "REFUSED"],
  ]);
  const problemsOf = (index: number) => results[index]?.problems.map(({ code, path }) => `${code} ${path}`);
  expect(problemsOf(1)).toContain("UNKNOWN_REFERENCE $.audience[0]");
  expect(problemsOf(2)).toContain("WRONG_TYPE $.fees");
  expect(problemsOf(3)).toContain("REFUSED_REFERENCE $.requires[0]");
  expect(problemsOf(5)).toEqual(["NOT_YOUR_ENTITY $"]);
  expect(problemsOf(6)).toEqual(["OTHER_KIND $.__typename"]);
});

test("problems are told from a severity on", async () => {
  const records = [aService("WEIGHED", { audience: ["NOBODY"] })];
  const { data } = await guide.query<Record<string, { results: { problems: { severity: string }[] }[] }>, object>(
    `mutation Weigh($input: ImportRecordsInput!) {
      all: importServices(input: $input) { results { problems { severity } } }
      worst: importServices(input: $input) { results { problems(least: ERROR) { severity } } }
    }`,
    { input: { records, dryRun: true } },
    SARA,
  );
  const severities = (name: string) =>
    new Set(data[name]?.results.flatMap(({ problems }) => problems.map((each) => each.severity)));
  expect([...severities("all")].sort()).toEqual(["ERROR", "SUGGESTION"]);
  expect([...severities("worst")]).toEqual(["ERROR"]);
});

test("a dry run says what would come of the records and writes nothing", async () => {
  const before = await guide.database.query("SELECT count(*) FROM catalogue.draft");
  const results = await importAll(guide, { records: [aService("DRY"), { code: "DRY-2" }], reason: REASON, dryRun: true }, SARA);
  expect(results.map(({ outcome }) => outcome)).toEqual(["VALID", "REFUSED"]);
  expect(await guide.database.query("SELECT count(*) FROM catalogue.draft")).toEqual(before);
  expect(await guide.database.query("SELECT 1 FROM governance.audit_entry WHERE code = 'DRY'")).toEqual([]);
});

test("records may refer to others that wait for approval, and are published only after them", async () => {
  await importAll(guide, { records: [aUnit("NEW-UNIT")], reason: REASON }, SARA, "OrganizationalUnits");
  const services = [aService("OF-NEW-UNIT", { owningUnit: "NEW-UNIT" })];
  expect(await importAll(guide, { records: services, reason: REASON }, SARA)).toMatchObject([{ outcome: "SUBMITTED" }]);
  const drafts = [{ code: "OF-NEW-UNIT", expectedEdition: 1 }];
  const tooEarly = await approveAll(guide, { drafts }, OMAR);
  expect(tooEarly).toMatchObject([{ outcome: "REFUSED" }]);
  expect(tooEarly[0]?.problems.map(({ code }) => code)).toContain("UNKNOWN_REFERENCE");
  await approveAll(guide, { drafts: [{ code: "NEW-UNIT", expectedEdition: 1 }] }, OMAR, "OrganizationalUnits");
  expect(await approveAll(guide, { drafts }, OMAR)).toMatchObject([{ outcome: "PUBLISHED" }]);
});

test("who imported a draft does not approve it, nor does an outsider, nor is one approved that was saved meanwhile", async () => {
  await importAll(guide, { records: [aService("GUARDED")], reason: REASON }, BOTH);
  const approve = async (who: Record<string, string>, expectedEdition = 1) => {
    const [result] = await approveAll(guide, { drafts: [{ code: "GUARDED", expectedEdition }] }, who);
    return [result?.outcome, ...(result?.problems.map(({ code }) => code) ?? [])].slice(0, 2);
  };
  expect(await approve(BOTH)).toEqual(["REFUSED", "SAME_PERSON"]);
  expect(await approve(OUTSIDER)).toEqual(["REFUSED", "NO_DRAFT"]);
  await importAll(guide, { records: [aService("GUARDED", { name: text("Changed") })], reason: REASON }, BOTH);
  expect(await approve(OMAR, 1)).toEqual(["REFUSED", "STALE_EDITION"]);
  expect((await approve(OMAR, 2))[0]).toBe("PUBLISHED");
});

test("an import leaves alone what somebody else is writing", async () => {
  await take(guide, "save", { record: aService("BEING-WRITTEN") }, BOTH);
  const [result] = await importAll(guide, { records: [aService("BEING-WRITTEN", { name: text("Mine") })], reason: REASON }, SARA);
  expect(result).toMatchObject({ outcome: "REFUSED", problems: [{ code: "DRAFT_OPEN" }] });
});

test("the same import under the same key has one effect and the same answer", async () => {
  const input = { records: [aService("KEYED")], reason: REASON, idempotencyKey: "import-1" };
  const first = await importAll(guide, input, SARA);
  expect(first).toMatchObject([{ outcome: "SUBMITTED", number: 1 }]);
  expect(await importAll(guide, input, SARA)).toEqual(first);
  // Also when nothing is remembered of how the request was written.
  expect(await importAll(guide, { idempotencyKey: "import-1", reason: REASON, records: input.records }, SARA)).toEqual(first);
});

test("too many records, none, and one named twice are refused", async () => {
  const none = importAll(guide, { records: [] }, SARA);
  await expect(none).rejects.toThrow("`records` takes from 1 to 500 entries");
  const draft = { code: "GOOD", expectedEdition: 1 };
  await expect(approveAll(guide, { drafts: [draft, draft] }, OMAR)).rejects.toThrow("names a record twice");
  const twice = await importAll(guide, { records: [aService("TWIN"), aService("TWIN")], reason: REASON }, SARA);
  expect(twice.map(({ outcome }) => outcome)).toEqual(["SUBMITTED", "REFUSED"]);
});
