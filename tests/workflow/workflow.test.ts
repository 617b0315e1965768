import { aService, anEntity, startWorld, text } from "../support/world";
import type { TestGuide } from "../support/guide";
import { answerOf } from "../support/process";
import { ask, bringIn, BOTH, codesOf, OMAR, OUTSIDER, SARA, SECRETARIAT, SECOND_SECRETARIAT, take } from "./workflow";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(anEntity("OTHER"));
});
afterAll(() => guide.stop());

const NAME = "query Name($code: Code!) { serviceByCode(code: $code) { name { en } edition { number note } } }";
interface Named {
  readonly serviceByCode: { name: { en: string }; edition: { number: number; note: string | null } } | null;
}
const live = async (code: string) => (await guide.query<Named, { code: string }>(NAME, { code })).data.serviceByCode;

test("a service goes from draft through review and approval into the guide, and is there at once", async () => {
  const saved = await take(guide, "save", { record: aService("FIRST"), note: "The first one." }, SARA);
  expect(saved.edition).toMatchObject({ code: "FIRST", number: 1, status: "DRAFT", authors: ["sara"] });
  expect(await live("FIRST")).toBeNull();
  const submitted = await take(guide, "submit", { code: "FIRST", reason: "A test." }, SARA);
  expect(submitted.edition?.status).toBe("IN_REVIEW");
  const approved = await take(guide, "review", { code: "FIRST", decision: "APPROVE" }, OMAR);
  expect(approved.edition).toMatchObject({ status: "APPROVED", approvedBy: "omar" });
  expect(await live("FIRST")).toBeNull();
  const published = await take(guide, "publish", { code: "FIRST", expectedEdition: 1 }, OMAR);
  expect(published).toMatchObject({ edition: { status: "PUBLISHED", number: 1, changedBy: "omar" } });
  expect(await live("FIRST")).toEqual({ name: { en: "FIRST" }, edition: { number: 1, note: "The first one." } });
});

test("who wrote a draft does not approve it, whatever roles they have", async () => {
  await take(guide, "save", { record: aService("OWN-WORK") }, BOTH);
  await take(guide, "submit", { code: "OWN-WORK", reason: "A test." }, BOTH);
  expect(codesOf(await take(guide, "review", { code: "OWN-WORK", decision: "APPROVE" }, BOTH))).toEqual(["SAME_PERSON"]);
  expect((await take(guide, "review", { code: "OWN-WORK", decision: "APPROVE" }, OMAR)).edition?.status).toBe("APPROVED");
  expect(codesOf(await take(guide, "publish", { code: "OWN-WORK" }, BOTH))).toEqual(["SAME_PERSON"]);
  expect(await live("OWN-WORK")).toBeNull();
});

test("nobody acts for an entity that is not theirs, nor takes its records", async () => {
  await bringIn(guide, aService("THEIRS"));
  expect(codesOf(await take(guide, "save", { record: aService("NEW") }, OUTSIDER))).toEqual(["NOT_YOUR_ENTITY"]);
  const taken = aService("THEIRS", { competentAuthority: "OTHER" });
  expect(codesOf(await take(guide, "save", { record: taken }, OUTSIDER))).toEqual(["NOT_YOUR_ENTITY"]);
  expect(codesOf(await take(guide, "withdraw", { code: "THEIRS", reason: "Envy." }, OUTSIDER))).toEqual(["NOT_YOUR_ENTITY"]);
  expect((await take(guide, "save", { record: taken }, SECRETARIAT)).edition?.status).toBe("DRAFT");
  await take(guide, "discard", { code: "THEIRS" }, SECRETARIAT);
});

test("records of no entity are the secretariat's, of which two people are needed as well", async () => {
  const segment = {
    ...{ __typename: "CustomerSegment", code: "NEW-SEGMENT", party: "BUSINESS" },
    ...{ name: text("Traders", "التجار"), definition: text("Those who trade.", "من يزاولون التجارة.") },
  };
  const refused = await ask(guide, "save", { record: segment }, SARA, "CustomerSegment");
  expect(refused.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  await take(guide, "save", { record: segment }, SECRETARIAT, "CustomerSegment");
  await take(guide, "submit", { code: "NEW-SEGMENT", reason: "A test." }, SECRETARIAT, "CustomerSegment");
  const alone = await take(guide, "review", { code: "NEW-SEGMENT", decision: "APPROVE" }, SECRETARIAT, "CustomerSegment");
  expect(codesOf(alone)).toEqual(["SAME_PERSON"]);
  await take(guide, "review", { code: "NEW-SEGMENT", decision: "APPROVE" }, SECOND_SECRETARIAT, "CustomerSegment");
  const published = await take(guide, "publish", { code: "NEW-SEGMENT" }, SECOND_SECRETARIAT, "CustomerSegment");
  expect(published.edition?.status).toBe("PUBLISHED");
});

test("a stale edition is told with who and when, and nothing is written", async () => {
  await bringIn(guide, aService("MOVING"));
  await take(guide, "save", { code: "MOVING", patch: { name: { en: "Moved" } }, expectedEdition: 1 }, SARA);
  const late = await take(guide, "save", { code: "MOVING", patch: { name: { en: "Late" } }, expectedEdition: 1 }, BOTH);
  expect(late.edition).toBeNull();
  expect(late.problems).toEqual([expect.objectContaining({ code: "STALE_EDITION", currentEdition: 2, changedBy: "sara" })]);
  expect(Date.parse(late.problems[0]?.changedAt ?? "")).toBeGreaterThan(Date.now() - 60_000);
  const now = await take(guide, "save", { code: "MOVING", patch: {}, expectedEdition: 2 }, SARA);
  expect(now.edition?.document).toMatchObject({ name: { en: "Moved", ar: "نص" } });
});

test("a merge patch changes what it names, takes away what it says is null, and leaves the rest", async () => {
  await bringIn(guide, aService("PATCHED", { limitations: text("None."), reviewDue: "2030-01-01" }));
  const patch = { limitations: null, name: { ar: "خدمة معدلة" }, keywords: [{ en: "new" }] };
  const { edition } = await take(guide, "save", { code: "PATCHED", patch }, SARA);
  expect(edition?.document).toMatchObject({
    name: { ar: "خدمة معدلة", en: "PATCHED" },
    keywords: [{ en: "new" }],
    reviewDue: "2030-01-01",
  });
  expect(edition?.document).not.toHaveProperty("limitations");
});

test("changes that are asked for come back to the authors, and a new save needs approval anew", async () => {
  await take(guide, "save", { record: aService("DISCUSSED") }, SARA);
  await take(guide, "submit", { code: "DISCUSSED", reason: "A test." }, SARA);
  expect(codesOf(await take(guide, "review", { code: "DISCUSSED", decision: "REQUEST_CHANGES" }, OMAR))).toEqual([
    "COMMENT_NEEDED",
  ]);
  const asked = { code: "DISCUSSED", decision: "REQUEST_CHANGES", comment: "الاسم غير واضح" };
  expect((await take(guide, "review", asked, OMAR)).edition?.status).toBe("CHANGES_REQUESTED");
  expect(codesOf(await take(guide, "publish", { code: "DISCUSSED" }, OMAR))).toEqual(["WRONG_STATUS"]);
  expect(codesOf(await take(guide, "submit", { code: "DISCUSSED", reason: "Again." }, SARA))).toEqual(["WRONG_STATUS"]);
  await take(guide, "save", { code: "DISCUSSED", patch: { name: { ar: "اسم واضح" } } }, SARA);
  await take(guide, "submit", { code: "DISCUSSED", reason: "A test." }, SARA);
  await take(guide, "review", { code: "DISCUSSED", decision: "APPROVE" }, OMAR);
  const again = await take(guide, "save", { code: "DISCUSSED", patch: { name: { en: "Clear" } } }, SARA);
  expect(again.edition).toMatchObject({ status: "DRAFT", approvedBy: null });
  expect(codesOf(await take(guide, "publish", { code: "DISCUSSED" }, OMAR))).toEqual(["WRONG_STATUS"]);
});

test("a draft may break rules, and is told so; it cannot be submitted", async () => {
  const broken = aService("BROKEN", { audience: ["NOBODY"] });
  const saved = await take(guide, "save", { record: broken }, SARA);
  expect(saved.edition?.status).toBe("DRAFT");
  expect(codesOf(saved)).toContain("UNKNOWN_REFERENCE");
  const submitted = await take(guide, "submit", { code: "BROKEN", reason: "A test." }, SARA);
  expect(submitted.edition).toBeNull();
  expect(codesOf(submitted)).toContain("UNKNOWN_REFERENCE");
  const malformed = await take(guide, "save", { record: { ...aService("FORMLESS"), fees: "none" } }, SARA);
  expect(malformed.edition).toBeNull();
  expect(malformed.problems).toContainEqual(expect.objectContaining({ code: "WRONG_TYPE", path: "$.fees" }));
});

test("warnings need a reason", async () => {
  const shouting = aService("WARNED", { name: text("WARNED", "Latin letters here") });
  await take(guide, "save", { record: shouting }, SARA);
  const bare = await take(guide, "submit", { code: "WARNED" }, SARA);
  expect(bare.edition).toBeNull();
  expect(codesOf(bare)).toContain("REASON_NEEDED");
  expect((await take(guide, "submit", { code: "WARNED", reason: "It is a brand." }, SARA)).edition?.status).toBe("IN_REVIEW");
});

test("a scheduled draft is published by itself when its instant has come, and can be called back before", async () => {
  for (const code of ["TIMED", "CALLED-BACK"]) {
    await take(guide, "save", { record: aService(code) }, SARA);
    await take(guide, "submit", { code, reason: "A test." }, SARA);
    await take(guide, "review", { code, decision: "APPROVE" }, OMAR);
    const publishAt = new Date(Date.now() + 1_500).toISOString();
    expect((await take(guide, "publish", { code, publishAt }, OMAR)).edition).toMatchObject({ status: "SCHEDULED", publishAt });
  }
  await take(guide, "discard", { code: "CALLED-BACK" }, OMAR);
  expect(await live("TIMED")).toBeNull();
  await answerOf(async () => ((await live("TIMED")) ? true : undefined), 10_000);
  expect(await live("CALLED-BACK")).toBeNull();
});

test("a withdrawn record is gone, and any edition of it can be restored", async () => {
  await bringIn(guide, aService("GONE", { name: text("The first name") }));
  await bringIn(guide, aService("GONE", { name: text("The second name") }));
  expect(codesOf(await take(guide, "withdraw", { code: "GONE", reason: "It ended.", expectedEdition: 1 }, OMAR))).toEqual([
    "STALE_EDITION",
  ]);
  expect((await take(guide, "withdraw", { code: "GONE", reason: "It ended.", expectedEdition: 2 }, OMAR)).edition?.status).toBe(
    "WITHDRAWN",
  );
  expect(await live("GONE")).toBeNull();
  expect(codesOf(await take(guide, "restore", { code: "GONE", number: 9 }, SARA))).toEqual(["NO_SUCH_EDITION"]);
  const restored = await take(guide, "restore", { code: "GONE", number: 1 }, SARA);
  expect(restored.edition).toMatchObject({ status: "DRAFT", number: 3, document: { name: { en: "The first name" } } });
  await take(guide, "submit", { code: "GONE", reason: "A test." }, SARA);
  await take(guide, "review", { code: "GONE", decision: "APPROVE" }, OMAR);
  await take(guide, "publish", { code: "GONE" }, OMAR);
  expect(await live("GONE")).toMatchObject({ name: { en: "The first name" }, edition: { number: 3 } });
});

test("the same call under the same key has one effect and the same answer, and a key is for one call", async () => {
  await bringIn(guide, aService("ONCE"));
  const input = { code: "ONCE", patch: { name: { en: "Once" } }, idempotencyKey: "save-once" };
  const first = await take(guide, "save", input, SARA);
  expect(await take(guide, "save", input, SARA)).toEqual(first);
  expect(first.edition?.number).toBe(2);
  const other = await take(guide, "save", { ...input, patch: { name: { en: "Twice" } } }, SARA);
  expect(codesOf(other)).toEqual(["IDEMPOTENCY_KEY_REUSED"]);
  const anothers = await take(guide, "save", { ...input, patch: { name: { en: "Twice" } } }, BOTH);
  expect(anothers.edition?.number).toBe(3);
});

test("a mutation without a token, or without a role for it, is refused", async () => {
  const anonymous = await ask(guide, "save", { record: aService("NOBODY") }, {});
  expect(anonymous.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  const wrongRole = await ask(guide, "review", { code: "FIRST", decision: "APPROVE" }, SARA);
  expect(wrongRole.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
});
