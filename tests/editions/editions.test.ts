import fc from "fast-check";
import { Channel } from "../../subgraphs/catalogue/channel.entity";
import { hashOf } from "../../subgraphs/shared/editions/hash";
import { ask } from "../support/ask";
import { startTestGuide, type TestGuide } from "../support/guide";
import { aChannel, text } from "../support/world";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startTestGuide({ with: "nothing" });
});
afterAll(() => guide.stop());

interface EditionRow {
  readonly number: number;
  readonly valid_from: Date;
  readonly valid_to: Date | null;
  readonly name_en: string;
}
const editionsOf = (code: string) =>
  guide.database.query<EditionRow>(
    "SELECT number, valid_from, valid_to, name_en FROM catalogue.channel WHERE code = $1 ORDER BY number",
    [code],
  );
const changesOf = (code: string) =>
  guide.database.query(
    "SELECT kind, edition, action, entity, occurred_at FROM governance.change WHERE code = $1 ORDER BY position",
    [code],
  );

test("publishing the same again changes nothing, in whatever order its keys are written", async () => {
  await guide.publish(aChannel("SAME", { url: "https://same.sample.example" }));
  const before = [await editionsOf("SAME"), await changesOf("SAME")];
  await guide.publish(aChannel("SAME", { url: "https://same.sample.example" }));
  await guide.publish(
    Object.fromEntries(Object.entries(aChannel("SAME", { url: "https://same.sample.example", accessibility: [] })).reverse()),
  );
  expect([await editionsOf("SAME"), await changesOf("SAME")]).toEqual(before);
  expect(before.map((rows) => rows.length)).toEqual([1, 1]);
});

test("what publishing did is told: how many records got an edition, and how many were as given", async () => {
  const { publisher } = guide.running;
  const publish = async (...records: object[]) =>
    publisher.publish(await publisher.check(records.map((value) => ({ place: "here", value }))), { note: "As asked." });
  expect(await publish(aChannel("ONE"), aChannel("TWO"))).toEqual({ published: 2, unchanged: 0 });
  expect(await publish(aChannel("ONE"), aChannel("TWO", { name: text("Two") }), aChannel("THREE"))).toEqual({
    published: 2,
    unchanged: 1,
  });
  const query = `{ channelByCode(code: "TWO") { edition { number status publishedAt note } validFrom validTo dateModified } }`;
  const { channelByCode } = await ask<{ channelByCode: { validFrom: string } }>(guide, query);
  const at = channelByCode.validFrom;
  expect(channelByCode).toEqual({
    edition: { number: 2, status: "PUBLISHED", publishedAt: at, note: "As asked." },
    validFrom: at,
    validTo: null,
    dateModified: at,
  });
});

test("each change opens the next edition where it closes the one before", async () => {
  for (const name of ["First", "Second", "Third"]) await guide.publish(aChannel("COUNTED", { name: text(name) }));
  const [first, second, third, ...others] = await editionsOf("COUNTED");
  expect(others).toEqual([]);
  expect(first).toMatchObject({ number: 1, name_en: "First", valid_to: second?.valid_from });
  expect(second).toMatchObject({ number: 2, name_en: "Second", valid_to: third?.valid_from });
  expect(third).toMatchObject({ number: 3, name_en: "Third", valid_to: null });
  // The second and third differ from the one before in their wording only.
  expect(await changesOf("COUNTED")).toMatchObject([
    { kind: "Channel", edition: 1, action: "PUBLISH" },
    { kind: "Channel", edition: 2, action: "CORRECT" },
    { kind: "Channel", edition: 3, action: "CORRECT" },
  ]);
});

test("a withdrawn record is gone and its past stays; published again it goes on counting", async () => {
  await guide.publish(aChannel("AGAIN"));
  await guide.withdraw(Channel, "AGAIN");
  const query = `{ channelByCode(code: "AGAIN") { edition { number } } }`;
  expect(await ask(guide, query)).toEqual({ channelByCode: null });
  const [only] = await editionsOf("AGAIN");
  expect(await ask(guide, query, {}, { "guide-as-of": only?.valid_from.toISOString() ?? "" })).toEqual({
    channelByCode: { edition: { number: 1 } },
  });

  await guide.publish(aChannel("AGAIN"));
  expect(await ask(guide, query)).toEqual({ channelByCode: { edition: { number: 2 } } });
  expect(await changesOf("AGAIN")).toMatchObject([
    { action: "PUBLISH", edition: 1 },
    { action: "WITHDRAW", edition: null },
    { action: "PUBLISH", edition: 2 },
  ]);
});

test("withdrawing what is not there, or not there any more, is no change", async () => {
  await guide.publish(aChannel("ONCE"));
  await guide.withdraw(Channel, "ONCE", "NEVER");
  await guide.withdraw(Channel, "ONCE", "NEVER");
  expect((await changesOf("ONCE")).length).toBe(2);
  expect(await changesOf("NEVER")).toEqual([]);
});

test("a record has one live edition: the database refuses a second", async () => {
  await guide.publish(aChannel("LIVE"));
  const copy = guide.database.query(
    `INSERT INTO catalogue.channel (code, number, status, valid_from, name_ar, name_en, hash, document, type)
     SELECT code, number + 1, status, valid_from, name_ar, name_en, hash, document, type FROM catalogue.channel WHERE code = 'LIVE'`,
  );
  await expect(copy).rejects.toThrow("channel_live");
});

test("an edition and its entry in the change log are written together or not at all", async () => {
  await guide.publish(aChannel("WHOLE"));
  await guide.database.query(
    `CREATE FUNCTION governance.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the log is full'; END $$`,
  );
  await guide.database.query(
    "CREATE TRIGGER refuse BEFORE INSERT ON governance.change FOR EACH ROW EXECUTE FUNCTION governance.refuse()",
  );
  await expect(guide.publish(aChannel("WHOLE", { name: text("Changed") }), aChannel("NEW"))).rejects.toThrow("the log is full");
  await expect(guide.withdraw(Channel, "WHOLE")).rejects.toThrow("the log is full");
  await guide.database.query("DROP TRIGGER refuse ON governance.change");

  expect(await editionsOf("NEW")).toEqual([]);
  expect(await editionsOf("WHOLE")).toMatchObject([{ number: 1, valid_to: null, name_en: "WHOLE" }]);
  await guide.publish(aChannel("WHOLE", { name: text("Changed") }));
  expect(await editionsOf("WHOLE")).toMatchObject([{ number: 1 }, { number: 2, name_en: "Changed", valid_to: null }]);
});

test("fifty publishers of one record at once leave editions without gap or overlap", async () => {
  await Promise.all(Array.from({ length: 50 }, (_, index) => guide.publish(aChannel("BUSY", { name: text(`Name ${index}`) }))));
  const editions = await editionsOf("BUSY");
  expect(editions.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  expect(editions.map(({ valid_to }) => valid_to)).toEqual([...editions.slice(1).map(({ valid_from }) => valid_from), null]);
  expect(await changesOf("BUSY")).toHaveLength(50);
});

test("equal documents have equal hashes and different ones different hashes, in whatever order their keys are", () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, each]) => [key, shuffled(each)]),
    );
  };
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      (document) => hashOf(document) === hashOf(shuffled(document) as object),
    ),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()), (a, b) => {
      const equal = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
      return (hashOf(a) === hashOf(b)) === equal;
    }),
  );
  expect(hashOf({ a: 1, b: undefined })).toBe(hashOf({ a: 1 }));
  expect(hashOf({ a: ["b", "c"] })).not.toBe(hashOf({ a: ["c", "b"] }));
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => [key, sorted(each)]);
}
