import { EvidenceType } from "../../subgraphs/catalogue/evidence-type.entity";
import { startTestGuide, type TestGuide } from "../support/guide";
import {
  aCentre,
  aChannel,
  aDocument,
  anEntity,
  aService,
  aStep,
  aUnit,
  foundations,
  problemsOf,
  startWorld,
  text,
} from "../support/world";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld();
});
afterAll(() => guide.stop());

const problemsIn = async (value: unknown) =>
  (await guide.running.publisher.check([{ place: "services/x.json", value }])).problems;
const without = (record: object, name: string) => Object.fromEntries(Object.entries(record).filter(([each]) => each !== name));
const withText = (value: string) => aChannel("CHANNEL", { description: { ar: "نص", en: value } });
const stars = (count: unknown) => aCentre("CENTRE", { starRatings: [{ stars: count, cycle: "2024", awardedOn: "2025-01-15" }] });

test.each([
  ["that is not an object", [1], "NOT_A_RECORD", "$"],
  ["that is null", null, "NOT_A_RECORD", "$"],
  ["that is text", "Channel", "NOT_A_RECORD", "$"],
  ["without a type", { code: "X" }, "UNKNOWN_KIND", "$.__typename"],
  ["of an unknown type", { __typename: "Chanel", code: "X" }, "UNKNOWN_KIND", "$.__typename"],
  ["whose type is that of a part", { __typename: "Fee", code: "X" }, "UNKNOWN_KIND", "$.__typename"],
  ["whose type is a name of every object", { __typename: "constructor", code: "X" }, "UNKNOWN_KIND", "$.__typename"],
  ["without a code", without(aChannel("X"), "code"), "REQUIRED", "$.code"],
  ["with a code in small letters", aChannel("channel"), "MALFORMED", "$.code"],
  ["with a code that is too long", aChannel("C".repeat(65)), "TOO_LONG", "$.code"],
  ["without a required property", without(aChannel("X"), "name"), "REQUIRED", "$.name"],
  [
    "without a required property of a part",
    aService("X", { outputs: [{ name: text("Result"), form: "DIGITAL" }] }),
    "REQUIRED",
    "$.outputs[0].type",
  ],
  ["without a list that has to have something in it", without(aCentre("X"), "schedules"), "REQUIRED", "$.schedules"],
  ["with nothing in such a list", aCentre("X", { schedules: [] }), "TOO_FEW", "$.schedules"],
  ["without Arabic", aChannel("X", { name: { en: "Portal" } }), "REQUIRED", "$.name.ar"],
  ["without English", aChannel("X", { name: { ar: "بوابة" } }), "REQUIRED", "$.name.en"],
  ["with an unknown property", aChannel("X", { colour: "blue" }), "UNKNOWN_PROPERTY", "$.colour"],
  [
    "with an unknown property of a part",
    aService("X", { steps: [aStep(1, { colour: "blue" })] }),
    "UNKNOWN_PROPERTY",
    "$.steps[0].colour",
  ],
  [
    "with a property that only the guide gives",
    aChannel("X", { validFrom: "2020-01-01T00:00:00Z" }),
    "UNKNOWN_PROPERTY",
    "$.validFrom",
  ],
  [
    "with a property called __proto__",
    JSON.parse(
      '{"__typename":"LifeEvent","code":"X","type":"LIFE_EVENT","name":{"ar":"ن","en":"N"},"description":{"ar":"ن","en":"N"},"__proto__":{}}',
    ),
    "UNKNOWN_PROPERTY",
    "$.__proto__",
  ],
  ["with a value that is not one of an enum", aChannel("X", { type: "FAX" }), "NOT_ALLOWED_VALUE", "$.type"],
  ["with text for a flag", aChannel("X", { isAlwaysAvailable: "yes" }), "WRONG_TYPE", "$.isAlwaysAvailable"],
  ["with a number for a text", aChannel("X", { url: 5 }), "WRONG_TYPE", "$.url"],
  ["with null for a text", aChannel("X", { url: null }), "WRONG_TYPE", "$.url"],
  ["with a text for a list", aChannel("X", { languages: "ar" }), "WRONG_TYPE", "$.languages"],
  [
    "with a number for money",
    aService("X", { fees: [{ key: "FEE", type: "FIXED", amount: { amount: 50, currency: "AED" } }] }),
    "WRONG_TYPE",
    "$.fees[0].amount.amount",
  ],
  ["with a fraction for a whole number", stars(4.5), "WRONG_TYPE", "$.starRatings[0].stars"],
  ["with too small a number", stars(1), "OUT_OF_RANGE", "$.starRatings[0].stars"],
  ["with too great a number", stars(8), "OUT_OF_RANGE", "$.starRatings[0].stars"],
  ["off the map", aCentre("X", { latitude: 91 }), "OUT_OF_RANGE", "$.latitude"],
  ["with too few entries", aService("X", { audience: [] }), "TOO_FEW", "$.audience"],
  ["with too many entries", aChannel("X", { languages: Array.from({ length: 1001 }, () => "ar") }), "TOO_MANY", "$.languages"],
  ["with too long a text", withText("x".repeat(8001)), "TOO_LONG", "$.description.en"],
  ["with an empty text", withText(""), "MALFORMED", "$.description.en"],
  ["with a text of spaces", withText(" \n\t\u00A0"), "MALFORMED", "$.description.en"],
  ["with an impossible date", aUnit("X", { effectiveFrom: "2025-02-30" }), "MALFORMED", "$.effectiveFrom"],
  ["with a malformed web address", aChannel("X", { url: "javascript:alert(1)" }), "MALFORMED", "$.url"],
  ["with a malformed telephone number", aChannel("X", { telephone: "06 500 0000" }), "MALFORMED", "$.telephone"],
  ["with an alias in no language", anEntity("X", { alternativeNames: [{}] }), "TOO_FEW", "$.alternativeNames[0]"],
  [
    "with a text in no known language",
    anEntity("X", { alternativeNames: [{ English: "Alias" }] }),
    "UNKNOWN_LANGUAGE",
    "$.alternativeNames[0].English",
  ],
  ["with an unknown reference", aChannel("X", { operator: "NOBODY" }), "UNKNOWN_REFERENCE", "$.operator"],
  [
    "with an unknown reference in a list",
    aService("X", { audience: ["EVERYONE", "NOBODY"] }),
    "UNKNOWN_REFERENCE",
    "$.audience[1]",
  ],
  ["with an unknown item of a code list", aService("X", { category: "HUGE" }), "UNKNOWN_REFERENCE", "$.category"],
  ["with a reference to a record of another kind", aChannel("X", { operator: "PORTAL" }), "UNKNOWN_REFERENCE", "$.operator"],
])("a record %s is refused, with place, message and remedy in both languages", async (_, record, code, path) => {
  const problems = await problemsIn(record);
  expect(problems.map((each) => `${each.code} ${each.path}`)).toEqual([`${code} ${path}`]);
  const both = { ar: expect.stringMatching(/[\u0621-\u064A].*\S/), en: expect.stringMatching(/^.*[a-z].*\.$/) };
  expect(problems).toEqual([{ place: "services/x.json", code, severity: "ERROR", path, message: both, remedy: both }]);
});

const INVISIBLE = [
  "\u0000",
  "\u0008",
  "\u001B",
  "\u007F",
  "\u061C",
  "\u200E",
  "\u200F",
  "\u202A",
  "\u202E",
  "\u2066",
  "\u2069",
  "\uFEFF",
  "\uD800",
  "\uDFFF",
];

test.each(INVISIBLE.map((character) => [`U+${character.charCodeAt(0).toString(16).padStart(4, "0")}`, character]))(
  "%s is refused in texts, web addresses and e-mail addresses alike",
  async (_, character) => {
    expect(await problemsOf(guide, withText(`Pay 10${character} AED`))).toEqual(["MALFORMED $.description.en"]);
    expect(await problemsOf(guide, aChannel("X", { url: `https://a.example/${character}` }))).toEqual(["MALFORMED $.url"]);
    expect(await problemsOf(guide, aChannel("X", { email: `a${character}@b.example` }))).toEqual(["MALFORMED $.email"]);
  },
);

test("a text of a megabyte is refused as fast as it is read", async () => {
  const started = performance.now();
  expect(await problemsOf(guide, withText(`${"x".repeat(1_000_000)}\u0000`))).toEqual([
    "TOO_LONG $.description.en",
    "MALFORMED $.description.en",
  ]);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test("texts may hold lines, emoji and the joiners that Persian and Urdu need", async () => {
  expect(await problemsOf(guide, withText("One\nTwo\tThree 👨‍👩‍👧 می‌خواهم"))).toEqual([]);
});

test("everything wrong with a record is told at once", async () => {
  const record = aService("X", { name: { en: "Name" }, status: "GONE", colour: "blue", steps: [] });
  expect((await problemsOf(guide, record)).sort()).toEqual([
    "NOT_ALLOWED_VALUE $.status",
    "REQUIRED $.name.ar",
    "TOO_FEW $.steps",
    "UNKNOWN_PROPERTY $.colour",
  ]);
});

test("references are found among the records published together, in any order", async () => {
  expect(await problemsOf(guide, aChannel("X", { operator: "NEW" }), anEntity("NEW"))).toEqual([]);
  expect(await problemsOf(guide, aService("A", { relatedServices: ["B"] }), aService("B", { relatedServices: ["A"] }))).toEqual(
    [],
  );
});

test("a reference to a withdrawn record is unknown", async () => {
  await guide.publish(aDocument("GONE"));
  await guide.withdraw(EvidenceType, "GONE");
  expect(await problemsOf(guide, aService("X", { documents: [{ evidence: "GONE", isMandatory: true, form: "COPY" }] }))).toEqual([
    "UNKNOWN_REFERENCE $.documents[0].evidence",
  ]);
});

test("a code is there once among the records published together; another kind may have the same", async () => {
  const [duplicate, ...others] = (
    await guide.running.publisher.check(
      [aChannel("X"), anEntity("X"), aChannel("X", { type: "PHONE" })].map((value, index) => ({ place: `file ${index}`, value })),
    )
  ).problems;
  expect(others).toEqual([]);
  expect(duplicate).toMatchObject({
    place: "file 2",
    code: "DUPLICATE_CODE",
    path: "$.code",
    message: { en: expect.stringContaining("file 0"), ar: expect.stringContaining("file 0") },
  });
});

test("with one wrong record of many nothing is written, and a submission with problems cannot be published", async () => {
  const before = await guide.database.query("SELECT count(*) FROM governance.change");
  await expect(
    guide.publish(...Array.from({ length: 30 }, (_, index) => aChannel(`MANY-${index}`)), aChannel("wrong")),
  ).rejects.toThrow("MALFORMED");
  const { publisher } = guide.running;
  const submission = await publisher.check([{ place: "here", value: aChannel("wrong") }]);
  await expect(publisher.publish(submission)).rejects.toThrow("1 problem");
  expect(await guide.database.query("SELECT count(*) FROM governance.change")).toEqual(before);
});

test("a guide whose official languages are English and French takes records without Arabic, and none without French", async () => {
  const french = await startTestGuide({ with: "nothing", configuration: { OFFICIAL_LANGUAGES: "en,fr" } });
  const portal = aChannel("PORTAL", { name: { en: "Portal", fr: "Portail" } });
  expect(await problemsOf(french, aChannel("PORTAL", { name: text("Portal") }))).toEqual(["REQUIRED $.name.fr"]);
  await french.publish(portal);
  const { data } = await french.query(
    `{ channels(orderBy: NAME_AR_ASC) { nodes { name { ar en translations { language value } best(languages: ["ar", "fr"]) { language value direction } } } } }`,
  );
  const name = {
    ar: null,
    en: "Portal",
    translations: [
      { language: "en", value: "Portal" },
      { language: "fr", value: "Portail" },
    ],
    best: { language: "fr", value: "Portail", direction: "LTR" },
  };
  expect(data).toEqual({ channels: { nodes: [{ name }] } });
  await french.stop();
});

test("everything the foundations of these tests hold passes its own check", async () => {
  expect(await problemsOf(guide, ...foundations())).toEqual([]);
});
