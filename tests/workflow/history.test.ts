import { aLaw, anEntity, aService, startWorld, text } from "../support/world";
import type { TestGuide } from "../support/guide";
import { AUDITOR, bringIn, type Headers, OMAR, OUTSIDER, SARA, SECRETARIAT, take } from "./workflow";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(anEntity("OTHER"), aLaw("LAW", { issuedBy: "ENTITY" }));
});
afterAll(() => guide.stop());

interface History {
  readonly history: {
    readonly editions: {
      nodes: { number: number; status: string; note: string | null; record: { name: { en: string } } }[];
      totalCount: number;
    };
    readonly diff: { path: string; before: unknown; after: unknown }[] | null;
    readonly draft: { number: number; record: { name: { en: string } }; problems: { code: string }[] } | null;
    readonly needsReview: { kind: string; code: string; isWithdrawn: boolean }[];
  } | null;
}

async function historyOf(code: string, who: Headers = {}, { from = 1, to = 1 } = {}): Promise<History["history"]> {
  const { data, errors } = await guide.query<History, object>(
    `query History($code: RecordCode!, $from: Int!, $to: Int!) {
      history: serviceHistory(code: $code) {
        editions(first: 10) { totalCount nodes { number status note record { ... on Service { name { en } } } } }
        diff(from: $from, to: $to) { path before after }
        draft { number record { ... on Service { name { en } } } problems { code } }
        needsReview { kind code isWithdrawn }
      }
    }`,
    { code, from, to },
    who,
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data.history;
}

test("the history of a record has every public edition, and what is different between two of them", async () => {
  await bringIn(guide, aService("TOLD"));
  await bringIn(guide, aService("TOLD", { name: text("Told anew", "محكية من جديد"), reviewDue: "2030-05-01" }));
  const history = await historyOf("TOLD", {}, { from: 1, to: 2 });
  expect(history?.editions).toMatchObject({
    totalCount: 2,
    nodes: [
      { number: 2, status: "PUBLISHED", record: { name: { en: "Told anew" } } },
      { number: 1, status: "PUBLISHED", record: { name: { en: "TOLD" } } },
    ],
  });
  expect(history?.diff).toEqual(
    expect.arrayContaining([
      { path: "$.name.ar", before: "نص", after: "محكية من جديد" },
      { path: "$.name.en", before: "TOLD", after: "Told anew" },
      { path: "$.reviewDue", before: null, after: "2030-05-01" },
    ]),
  );
  expect(history?.diff).toHaveLength(3);
});

test("the history of a withdrawn record stays readable, and says that it ended", async () => {
  await bringIn(guide, aService("ENDED"));
  await take(guide, "withdraw", { code: "ENDED", reason: "It ended." }, OMAR);
  expect((await historyOf("ENDED"))?.editions.nodes).toMatchObject([{ number: 1, status: "WITHDRAWN" }]);
  expect(await historyOf("NEVER-THERE")).toBeNull();
});

test("a draft is seen by its entity, the secretariat and auditors, and by nobody else", async () => {
  await bringIn(guide, aService("SECRET"));
  await take(guide, "save", { code: "SECRET", patch: { name: { en: "Not yet known" } } }, SARA);
  for (const who of [SARA, OMAR, SECRETARIAT, AUDITOR])
    expect((await historyOf("SECRET", who))?.draft?.record.name.en).toBe("Not yet known");
  for (const who of [OUTSIDER, {}]) expect((await historyOf("SECRET", who))?.draft).toBeNull();
  await expect(historyOf("SECRET", OUTSIDER, { from: 1, to: 2 })).rejects.toThrow("The record has no edition 2");
  expect((await historyOf("SECRET", AUDITOR, { from: 1, to: 2 }))?.diff).toEqual([
    { path: "$.name.en", before: "SECRET", after: "Not yet known" },
  ]);
  await take(guide, "save", { record: aService("UNBORN") }, SARA);
  expect((await historyOf("UNBORN", OMAR))?.draft?.number).toBe(1);
  expect(await historyOf("UNBORN", OUTSIDER)).toBeNull();
  expect(await historyOf("UNBORN")).toBeNull();
});

test("a record needs review when what it refers to changed in what it does, and not for its wording", async () => {
  await bringIn(guide, aService("DEPENDENT", { legalResources: ["LAW"] }));
  expect((await historyOf("DEPENDENT"))?.needsReview).toEqual([]);
  await bringIn(guide, aLaw("LAW", { issuedBy: "ENTITY", title: text("A better title", "عنوان أفضل") }), "LegalResource");
  expect((await historyOf("DEPENDENT"))?.needsReview).toEqual([]);
  await bringIn(guide, aLaw("LAW", { issuedBy: "ENTITY", status: "REPEALED" }), "LegalResource");
  expect((await historyOf("DEPENDENT"))?.needsReview).toEqual([{ kind: "LegalResource", code: "LAW", isWithdrawn: false }]);
  await bringIn(guide, aService("DEPENDENT", { legalResources: ["LAW"] }));
  expect((await historyOf("DEPENDENT"))?.needsReview).toEqual([]);
});

test("the records that need review are listed with why, by entity, for whoever has a role", async () => {
  await bringIn(guide, aLaw("ACT", { issuedBy: "ENTITY" }), "LegalResource");
  for (const code of ["OVERSEEN-1", "OVERSEEN-2", "OVERSEEN-3"])
    await bringIn(guide, aService(code, { legalResources: ["ACT"] }));
  const list = async (entity: string, more = "", who: Headers = SARA) => {
    const { data, errors } = await guide.query<
      { toReview: { nodes: { code: string; needsReview: object[] }[]; totalCount: number; pageInfo: { endCursor: string } } },
      object
    >(
      `{ toReview: servicesToReview(entity: "${entity}" ${more}) {
          totalCount nodes { code needsReview { kind code isWithdrawn } } pageInfo { endCursor } } }`,
      {},
      who,
    );
    if (errors) throw new Error(errors[0]?.message);
    return data.toReview;
  };
  expect(await list("ENTITY")).toMatchObject({ totalCount: 0, nodes: [] });
  await bringIn(guide, aLaw("ACT", { issuedBy: "ENTITY", title: text("A better title", "عنوان أفضل") }), "LegalResource");
  expect((await list("ENTITY")).totalCount).toBe(0);
  const before = new Date().toISOString();
  await bringIn(guide, aLaw("ACT", { issuedBy: "ENTITY", status: "REPEALED" }), "LegalResource");
  await bringIn(guide, aService("OVERSEEN-2", { legalResources: ["ACT"] }));
  const needsReview = [{ kind: "LegalResource", code: "ACT", isWithdrawn: false }];
  const page = await list("ENTITY", "first: 1");
  expect(page).toMatchObject({ totalCount: 2, nodes: [{ code: "OVERSEEN-1", needsReview }] });
  const next = await list("ENTITY", `first: 1, after: "${page.pageInfo.endCursor}"`);
  expect(next.nodes).toEqual([{ code: "OVERSEEN-3", needsReview }]);
  expect((await list("OTHER")).totalCount).toBe(0);
  expect((await list("ENTITY", "", { ...SARA, "guide-as-of": before })).totalCount).toBe(0);
  await expect(list("ENTITY", "", {})).rejects.toThrow();
});

test("the lists of drafts have what the caller may see", async () => {
  const list = async (who: Headers, status?: string) => {
    const { data, errors } = await guide.query<
      { serviceDrafts: { nodes: { code: string }[]; totalCount: number } | null },
      object
    >("query Drafts($status: EditionStatus) { serviceDrafts(status: $status) { totalCount nodes { code } } }", { status }, who);
    return errors?.[0]?.extensions.code ?? data.serviceDrafts?.nodes.map(({ code }) => code);
  };
  expect(await list(OMAR)).toEqual(["SECRET", "UNBORN"]);
  expect(await list(AUDITOR)).toEqual(["SECRET", "UNBORN"]);
  expect(await list(OUTSIDER)).toEqual([]);
  expect(await list({})).toBe("UNAUTHENTICATED");
  await take(guide, "submit", { code: "UNBORN", reason: "A test." }, SARA);
  expect(await list(OMAR, "IN_REVIEW")).toEqual(["UNBORN"]);
});
