import { anEntity, aService, startWorld, text } from "../support/world";
import type { TestGuide } from "../support/guide";
import { bearer } from "../support/tokens";
import { approveAll, ask, bringIn, BOTH, codesOf, importAll, OMAR, OUTSIDER, SARA, SECRETARIAT, take } from "./workflow";

/** What a careful adversary tried, one by one. */

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(anEntity("OTHER"));
});
afterAll(() => guide.stop());

const REASON = "Written so for a test.";
const isLive = async (code: string) =>
  (await guide.database.query("SELECT 1 FROM catalogue.service WHERE code = $1 AND valid_to IS NULL", [code])).length > 0;

test("what refers to a record that is refused in the same approval is refused too", async () => {
  await importAll(guide, { records: [aService("TIED-B")], reason: REASON }, BOTH);
  await importAll(guide, { records: [aService("TIED-A", { requires: ["TIED-B"] })], reason: REASON }, SARA);
  const drafts = ["TIED-B", "TIED-A"].map((code) => ({ code, expectedEdition: 1 }));
  const refused = await approveAll(guide, { drafts }, BOTH);
  expect(refused.map(({ problems }) => problems[0]?.code)).toEqual(["SAME_PERSON", "REFUSED_REFERENCE"]);
  expect(await isLive("TIED-A")).toBe(false);
  expect((await approveAll(guide, { drafts }, OMAR)).map(({ outcome }) => outcome)).toEqual(["PUBLISHED", "PUBLISHED"]);
});

test("a draft of another entity helps nobody else's record into the guide, and is not told of", async () => {
  await importAll(guide, { records: [aService("THEIR-SECRET")], reason: REASON }, SARA);
  const author = bearer("author:OTHER", "amal");
  const mine = aService("MINE", { competentAuthority: "OTHER", requires: ["THEIR-SECRET"] });
  await importAll(guide, { records: [mine], reason: REASON }, author);
  for (const expectedEdition of [1, 9]) {
    const drafts = [
      { code: "MINE", expectedEdition: 1 },
      { code: "THEIR-SECRET", expectedEdition },
    ];
    const results = await approveAll(guide, { drafts }, OUTSIDER);
    const found = results.map(({ outcome, problems }) => [outcome, ...problems.map(({ code }) => code)]);
    expect(found[0]).toEqual(expect.arrayContaining(["REFUSED", "UNKNOWN_REFERENCE"]));
    expect(found[1]).toEqual(["REFUSED", "NO_DRAFT"]);
  }
  expect(await isLive("MINE")).toBe(false);
});

test("an import that is asked again answers for every record, the refused ones too", async () => {
  const records = [{ code: "NO-RECORD" }, aService("ROW-1"), { ...aService("ROW-2"), fees: 1 }, aService("ROW-3")];
  const input = { records, reason: REASON, idempotencyKey: "rows" };
  const first = await importAll(guide, input, SARA);
  expect(first.map(({ outcome }) => outcome)).toEqual(["REFUSED", "SUBMITTED", "REFUSED", "SUBMITTED"]);
  expect(await importAll(guide, input, SARA)).toEqual(first);
});

test("a patch by somebody who may not see a draft is not put on top of it", async () => {
  await take(guide, "save", { record: aService("UNSEEN", { limitations: text("Hidden.") }) }, SARA);
  const known = await take(guide, "save", { code: "UNSEEN", patch: {} }, OUTSIDER);
  const unknown = await take(guide, "save", { code: "NEVER-SEEN", patch: {} }, OUTSIDER);
  expect(codesOf(known)).toEqual(codesOf(unknown));
  expect(known.problems.map(({ path }) => path)).toEqual(unknown.problems.map(({ path }) => path));
});

test("an outsider never learns who works on a draft, whenever they ask", async () => {
  await take(guide, "save", { record: aService("BUSY") }, SARA);
  const saving = { isUnderWay: true };
  const told: string[] = [];
  const asking = (async () => {
    while (saving.isUnderWay)
      told.push(JSON.stringify(await take(guide, "publish", { code: "BUSY", expectedEdition: 1 }, OUTSIDER)));
  })();
  for (let round = 0; round < 15; round += 1)
    await take(guide, "save", { code: "BUSY", patch: { reviewDue: "2031-01-01" } }, SARA);
  saving.isUnderWay = false;
  await asking;
  expect(told.length).toBeGreaterThan(0);
  expect(told.filter((answer) => answer.includes("sara") || answer.includes("STALE"))).toEqual([]);
});

test("the code of a withdrawn record stays its entity's", async () => {
  await bringIn(guide, aService("FORMER"));
  await take(guide, "withdraw", { code: "FORMER", reason: "It ended." }, OMAR);
  const taken = await take(guide, "save", { record: aService("FORMER", { competentAuthority: "OTHER" }) }, OUTSIDER);
  expect(codesOf(taken)).toEqual(["NOT_YOUR_ENTITY"]);
  expect((await take(guide, "restore", { code: "FORMER", number: 1 }, SARA)).edition?.status).toBe("DRAFT");
});

test("an answer that was given before shows no draft to who has lost the role since", async () => {
  const input = { record: aService("LOST"), idempotencyKey: "lost" };
  expect((await take(guide, "save", input, SARA)).edition?.document).not.toBeNull();
  expect((await take(guide, "save", input, bearer("author:OTHER", "sara"))).edition).toBeNull();
});

test("the approver of a record learns nothing of the draft by which it is moved away", async () => {
  await bringIn(guide, aService("MOVED-AWAY"));
  await take(guide, "save", { record: aService("MOVED-AWAY", { competentAuthority: "OTHER" }) }, SECRETARIAT);
  const { problems } = await take(guide, "withdraw", { code: "MOVED-AWAY", reason: "Not so fast.", expectedEdition: 1 }, OMAR);
  expect(problems).toMatchObject([{ code: "STALE_EDITION", changedBy: null, changedAt: null }]);
});

test("what is to be published tomorrow is not published today, though the log's clock is ahead", async () => {
  await guide.database.query(
    "INSERT INTO governance.change (kind, code, action, occurred_at) VALUES ('Channel', 'AHEAD', 'PUBLISH', now() + interval '3 days')",
  );
  await take(guide, "save", { record: aService("TOMORROW") }, SARA);
  await take(guide, "submit", { code: "TOMORROW", reason: REASON }, SARA);
  await take(guide, "review", { code: "TOMORROW", decision: "APPROVE" }, OMAR);
  const publishAt = new Date(Date.now() + 86_400_000).toISOString();
  expect((await take(guide, "publish", { code: "TOMORROW", publishAt }, OMAR)).edition?.status).toBe("SCHEDULED");
});

test("a request that was answered is answered the same after the draft is gone, in whatever order its members are", async () => {
  await take(guide, "save", { record: aService("AGAIN") }, SARA);
  const input = { code: "AGAIN", patch: { reviewDue: "2031-01-01", status: "PLANNED" }, idempotencyKey: "again" };
  const first = await take(guide, "save", input, SARA);
  await take(guide, "discard", { code: "AGAIN" }, SARA);
  const other = { idempotencyKey: "again", patch: { status: "PLANNED", reviewDue: "2031-01-01" }, code: "AGAIN" };
  const again = await take(guide, "save", other, SARA);
  expect(again.edition).toMatchObject({ number: first.edition?.number, status: "DRAFT" });
  expect(codesOf(again)).toEqual(codesOf(first));
});

test("a patch with names that objects have of themselves is refused, and breaks nothing", async () => {
  for (const name of ["hasOwnProperty", "constructor", "prototype"]) {
    const { errors } = await ask(guide, "save", { code: "AGAIN", patch: { [name]: 1, status: null } }, SARA);
    expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  }
});
