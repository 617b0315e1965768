import { Service } from "../../subgraphs/catalogue/service.entity";
import { Channel } from "../../subgraphs/catalogue/channel.entity";
import type { TestGuide } from "../support/guide";
import {
  aChannel,
  aCentre,
  aConcept,
  aDocument,
  anEntity,
  aRequirement,
  aService,
  aUnit,
  findingsOf,
  problemsOf,
  startWorld,
  text,
} from "../support/world";

/** Rules that compare a record with the others of the guide, live or checked together with it. */

const LICENCE = text("Trade licence renewal", "تجديد الرخصة التجارية");
const ABOUT = text(
  "Whoever has a shop in the emirate renews its licence every year.",
  "يجدد كل صاحب متجر في الإمارة رخصته كل عام قبل انتهائها.",
);

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(
    anEntity("OTHER"),
    aService("LICENCE-RENEWAL", { name: LICENCE, description: ABOUT }),
    aService("MAIN"),
    aService("PART", { category: "SUBSIDIARY", parentService: "MAIN" }),
    aUnit("UNIT", { name: text("Unit", "وحدة") }),
    aUnit("TEAM", { name: text("Team", "فريق"), parent: "UNIT" }),
    aCentre("CENTRE", { unit: "UNIT" }),
  );
});
afterAll(() => guide.stop());

const RULES = ["SAME_NAME", "COPIED_TEXT", "SIMILAR_CODE", "REUSED_CODE", "PROBABLE_DUPLICATE"];
/** What comparing finds of records, leaving aside what is missing in them. */
const compared = async (...records: object[]) =>
  (await findingsOf(guide, ...records)).filter((finding) => RULES.includes(finding.split(" ")[0] ?? ""));

describe("the name of a record", () => {
  test("is that of no other of its entity", async () => {
    expect(await compared(aUnit("ANOTHER", { name: text("Unit", "وحدة") }))).toEqual(["SAME_NAME $.name"]);
    expect(await compared(aUnit("ANOTHER", { name: text("Unit", "وحدة"), entity: "OTHER" }))).toEqual([]);
    expect(await compared(aUnit("ANOTHER", { name: text("Unit", "قسم") }))).toEqual([]);
  });

  test("is that of no other checked with it, of which the later one is told", async () => {
    const [a, b] = [aUnit("A", { name: text("New", "جديد") }), aUnit("B", { name: text("New", "جديد") })];
    const { records } = await guide.running.publisher.check([a, b].map((value, index) => ({ place: String(index), value })));
    expect(records.map(({ problems }) => problems.map(({ code, message }) => `${code} ${message["en"]}`))).toEqual([
      [],
      ['SAME_NAME The OrganizationalUnit "A" of the same entity has the same name.'],
    ]);
  });

  test("is not compared with its own past, nor with a name that is given up meanwhile", async () => {
    expect(await compared(aUnit("UNIT", { name: text("Unit", "وحدة"), level: "SECTION" }))).toEqual([]);
    const renamed = aUnit("UNIT", { name: text("Bureau", "مكتب") });
    expect(await compared(aUnit("ANOTHER", { name: text("Unit", "وحدة") }), renamed)).toEqual([]);
  });
});

describe("a text", () => {
  test("that was copied from another record is found, however it is written as JSON", async () => {
    const { ar, en } = ABOUT;
    expect(await compared(aService("COPY", { name: text("Other", "أخرى"), description: { en, ar } }))).toEqual([
      "COPIED_TEXT $.description",
    ]);
    expect(
      await compared(aService("COPY", { name: text("Other", "أخرى"), description: { ...ABOUT, en: `${en} Gladly.` } })),
    ).toEqual([]);
  });

  test("that is short is no copy", async () => {
    const short = { description: text("In short.", "باختصار.") };
    expect(
      await compared(
        aService("A", { name: text("One", "واحد"), ...short }),
        aService("B", { name: text("Two", "اثنان"), ...short }),
      ),
    ).toEqual([]);
  });
});

describe("a code", () => {
  test("differs from others by more than its separators", async () => {
    expect(await compared(aChannel("POR-TAL"))).toEqual(["SIMILAR_CODE $.code"]);
    expect(await compared(aChannel("MY_APP", { name: text("One") }), aChannel("MY-APP", { name: text("Two") }))).toEqual([
      "SIMILAR_CODE $.code",
    ]);
    expect(await compared(aChannel("PORTAL-2"))).toEqual([]);
  });

  test("of a withdrawn record is not used for something else, and may be used for the same", async () => {
    await guide.publish(aChannel("KIOSK", { name: text("Kiosks in shopping centres", "أكشاك مراكز التسوق") }));
    await guide.withdraw(Channel, "KIOSK");
    expect(await compared(aChannel("KIOSK", { name: text("Telephone line", "خط هاتفي") }))).toEqual(["REUSED_CODE $.code"]);
    expect(await compared(aChannel("KIOSK", { name: text("Kiosk in shopping centres", "كشك مراكز التسوق") }))).toEqual([]);
  });
});

describe("a probable duplicate", () => {
  const again = (more: Record<string, unknown> = {}) =>
    aService("RENEWAL", { name: text("Renewing a trade licence", "تجديد رخصة تجارية"), competentAuthority: "OTHER", ...more });

  test("is found by name, audience and output, and told with its score", async () => {
    const { records } = await guide.running.publisher.check([{ place: "here", value: again() }]);
    const duplicate = records[0]?.problems.find(({ code }) => code === "PROBABLE_DUPLICATE");
    expect(duplicate).toMatchObject({
      severity: "WARNING",
      path: "$.name",
      message: {
        en: expect.stringMatching(/^It is \d\d % like the service LICENCE-RENEWAL \(Trade licence renewal\) of ENTITY\.$/),
        ar: expect.stringContaining("تجديد الرخصة التجارية"),
      },
    });
  });

  test.each([
    [
      "for others and with another result",
      { audience: ["NOBODY-ELSE"], outputs: [{ name: text("Letter"), type: "DECISION", form: "PAPER" }] },
    ],
    ["with another number in its name", { name: text("Trade licence renewal 2", "تجديد الرخصة التجارية 2") }],
    ["named otherwise in one language", { name: text("Trade licence renewal", "إلغاء عقد الإيجار") }],
    ["that names the other as related", { relatedServices: ["LICENCE-RENEWAL"] }],
  ])("is no service %s", async (_, more) => {
    expect(await compared(again(more))).toEqual([]);
  });

  test("is no longer one when the other is withdrawn or renamed", async () => {
    expect(await compared(again(), aService("LICENCE-RENEWAL", { name: text("Parking", "مواقف") }))).toEqual([]);
    await guide.publish(aService("SHORT-LIVED", { name: text("Permit for a street market", "تصريح سوق شعبي") }));
    const market = aService("MARKET", { name: text("Street market permit", "تصريح السوق الشعبي") });
    expect(await compared(market)).toEqual(["PROBABLE_DUPLICATE $.name"]);
    await guide.withdraw(Service, "SHORT-LIVED");
    expect(await compared(market)).toEqual([]);
  });

  test("is found among those checked together", async () => {
    const one = aService("ONE", { name: text("Permit for a summer camp", "تصريح مخيم صيفي") });
    const other = aService("OTHER-ONE", { name: text("Summer camp permit", "تصريح المخيم الصيفي") });
    expect(await compared(one, other)).toEqual(["PROBABLE_DUPLICATE $.name"]);
  });
});

describe("records that rely on one another", () => {
  test("a service with subsidiary services does not become one, unless they go elsewhere with it", async () => {
    const turned = aService("MAIN", { category: "SUBSIDIARY", parentService: "LICENCE-RENEWAL" });
    expect(await problemsOf(guide, turned)).toEqual(["WRONG_PLACE_IN_TREE $.category"]);
    const moved = aService("PART", { category: "SUBSIDIARY", parentService: "LICENCE-RENEWAL" });
    expect(await problemsOf(guide, turned, moved)).toEqual([]);
  });

  test("a unit moves to another entity only with the units and centres that hang on it", async () => {
    const moved = aUnit("UNIT", { name: text("Unit", "وحدة"), entity: "OTHER" });
    const team = aUnit("TEAM", { name: text("Team", "فريق"), entity: "OTHER", parent: "UNIT" });
    expect(await problemsOf(guide, moved)).toContain("LEAVES_OTHERS_BEHIND $.entity");
    expect(await problemsOf(guide, moved, team)).toEqual(["LEAVES_OTHERS_BEHIND $.entity"]);
    expect(await problemsOf(guide, moved, team, aCentre("CENTRE", { unit: "UNIT", entity: "OTHER" }))).toEqual([]);
  });

  test("services do not require one another in a circle", async () => {
    await guide.publish(
      aService("FIRST"),
      aService("SECOND", { requires: ["FIRST"] }),
      aService("THIRD", { requires: ["SECOND"] }),
    );
    expect(await problemsOf(guide, aService("FIRST", { requires: ["THIRD"] }))).toEqual(["CYCLE $.requires"]);
    expect(await problemsOf(guide, aService("FIRST", { requires: ["THIRD"] }), aService("SECOND"))).toEqual([]);
  });

  test("a document is not taken from the service that says it issues it", async () => {
    const output = { name: text("Card"), type: "CERTIFICATE", form: "DIGITAL", usedAs: "CARD" };
    await guide.publish(aDocument("CARD", { producedBy: "ISSUER" }), aService("ISSUER", { outputs: [output] }), aService("IDLE"));
    expect(await problemsOf(guide, aDocument("CARD", { producedBy: "IDLE" }))).toEqual(["STILL_PRODUCED $.producedBy"]);
    expect(await problemsOf(guide, aDocument("CARD", { producedBy: "ISSUER", isObtainableByGovernment: true }))).toEqual([]);
    expect(await problemsOf(guide, aDocument("CARD", { producedBy: "IDLE" }), aService("ISSUER"))).toEqual([]);
  });

  test("a concept keeps the type and the options on which conditions rest", async () => {
    const needsAge = aRequirement("ADULT", { comparison: { concept: "AGE", operator: "GTE", values: ["18"] } });
    await guide.publish(aConcept("AGE"), needsAge);
    expect(await problemsOf(guide, aConcept("AGE", "BOOLEAN"))).toEqual(["BREAKS_CONDITION $"]);
    const other = aRequirement("ADULT", { comparison: { concept: "AGE", operator: "EQ", values: ["true"] } });
    expect(await problemsOf(guide, aConcept("AGE", "BOOLEAN"), other)).toEqual([]);
  });

  test("a section stays as long as a criterion names it", async () => {
    const policy = (...sections: string[]) => ({
      __typename: "PolicyDocument",
      code: "POLICY",
      kind: "POLICY",
      version: "1",
      title: text("Policy", "سياسة"),
      sections: sections.map((number) => ({ number, title: text(`Section ${number}`, `قسم ${number}`) })),
    });
    const criterion = {
      __typename: "Criterion",
      code: "C1",
      document: "POLICY",
      section: "2",
      pillar: "DELIVERY",
      text: text("One"),
      weight: "1",
      level: "MANDATORY",
    };
    const found = await problemsOf(guide, policy("1", "2"), criterion);
    expect(found).toEqual([]);
    await guide.publish(policy("1", "2"), criterion);
    expect(await problemsOf(guide, policy("1"))).toEqual(["UNKNOWN_SECTION $.sections"]);
    expect(await problemsOf(guide, policy("1"), { ...criterion, section: "1" })).toEqual([]);
  });
});
