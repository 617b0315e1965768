import { qualityOf } from "../../subgraphs/shared/editions/quality";
import { Service } from "../../subgraphs/catalogue/service.entity";
import type { TestGuide } from "../support/guide";
import { anEntity, aService, startWorld, text } from "../support/world";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(
    anEntity("GOOD"),
    anEntity("SILENT"),
    anEntity("BOUND", { isServiceProvider: false }),
    aService("PLAIN"),
    aService("OLD", { name: text("Lorem ipsum", "قديمة"), reviewDue: "2020-01-01" }),
    aService("BETTER", { competentAuthority: "GOOD", keywords: [text("word", "كلمة")], reviewDue: "9999-01-01" }),
  );
});
afterAll(() => guide.stop());

interface Finding {
  readonly code: string;
  readonly points: number;
}

test("a score is a hundred less what each rule takes off, at most twice for the same rule", () => {
  expect(qualityOf([])).toEqual({ score: 100, deductions: [] });
  const warned = qualityOf([{ code: "REVIEW_OVERDUE" }, ...Array.from({ length: 5 }, () => ({ code: "ASKED_AGAIN" }))]);
  expect(warned).toEqual({
    score: 84,
    deductions: [
      { code: "REVIEW_OVERDUE", severity: "WARNING", count: 1, points: 10 },
      { code: "ASKED_AGAIN", severity: "SUGGESTION", count: 5, points: 6 },
    ],
  });
  expect(
    qualityOf(["CYCLE", "REPEATED", "ENDED", "UNSOUND_FEE", "UNKNOWN_FEE", "REQUIRED"].map((code) => ({ code }))).score,
  ).toBe(0);
});

test("a record explains its score in both languages", async () => {
  const { data } = await guide.query<{ serviceByCode: { quality: { score: number; deductions: Finding[] } } }, object>(
    `{ serviceByCode(code: "OLD") { quality { score deductions { code severity count points title { ar en } } } } }`,
  );
  const { score, deductions } = data.serviceByCode.quality;
  expect(deductions.slice(0, 2)).toEqual([
    {
      code: "PLACEHOLDER_TEXT",
      severity: "WARNING",
      count: 1,
      points: 10,
      title: { ar: "نص مؤقت وُضع لحجز المكان.", en: "A text only keeps the place of one." },
    },
    expect.objectContaining({ code: "REVIEW_OVERDUE", severity: "WARNING" }),
  ]);
  expect(score).toBe(100 - deductions.reduce((sum, { points }) => sum + points, 0));
});

test("records of every kind have a score, and are listed from the lowest on, a page at a time", async () => {
  const page = `query ($after: String) { services(first: 2, after: $after, orderBy: QUALITY_ASC) { nodes { code quality { score } } pageInfo { endCursor } } }`;
  interface Page {
    services: { nodes: { code: string; quality: { score: number } }[]; pageInfo: { endCursor: string } };
  }
  const first = (await guide.query<Page, object>(page)).data.services;
  const second = (await guide.query<Page, object>(page, { after: first.pageInfo.endCursor })).data.services;
  expect([...first.nodes, ...second.nodes].map(({ code }) => code)).toEqual(["OLD", "PLAIN", "BETTER"]);
  const { data } = await guide.query(
    `{ channels { nodes { quality { score } } } codeList(code: "PARTY") { quality { score } } }`,
  );
  expect(data).toEqual({ channels: { nodes: [{ quality: { score: 100 } }] }, codeList: { quality: { score: 100 } } });
});

test("a cursor that was made up is refused", async () => {
  const { data } = await guide.query<{ services: { pageInfo: { endCursor: string } } }, object>(
    `{ services(first: 1, orderBy: QUALITY_ASC) { pageInfo { endCursor } } }`,
  );
  const [list, , code] = JSON.parse(Buffer.from(data.services.pageInfo.endCursor, "base64url").toString()) as string[];
  const forged = Buffer.from(JSON.stringify([list, "1; DROP", code])).toString("base64url");
  const { errors } = await guide.query(`{ services(first: 1, after: "${forged}", orderBy: QUALITY_ASC) { nodes { code } } }`);
  expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
});

const REPORT = "records score findings { code severity records points title { en } }";
interface Report {
  readonly records: number;
  readonly score: number | null;
  readonly findings: (Finding & { records: number })[];
}

test("the services of an entity and of the whole guide have an average that explains itself", async () => {
  const { data } = await guide.query<{ all: Report; good: Report; governmentEntityByCode: { serviceQuality: Report } }, object>(
    `{ all: serviceQuality { ${REPORT} } good: serviceQuality(entity: "GOOD") { ${REPORT} } governmentEntityByCode(code: "GOOD") { serviceQuality { ${REPORT} } } }`,
  );
  expect(data.governmentEntityByCode.serviceQuality).toEqual(data.good);
  expect([data.all.records, data.good.records]).toEqual([3, 1]);
  for (const { score, findings } of [data.all, data.good]) {
    expect(score).toBeCloseTo(100 - findings.reduce((sum, { points }) => sum + points, 0), 1);
  }
  expect(data.all.findings.find(({ code }) => code === "NO_KEYWORDS")).toMatchObject({ records: 2, points: 2 });
  expect(data.all.findings[0]).toMatchObject({ severity: "WARNING", records: 1, points: 3.33 });
});

test("an entity without services has no score", async () => {
  const { data } = await guide.query(`{ serviceQuality(entity: "SILENT") { ${REPORT} } }`);
  expect(data).toEqual({ serviceQuality: { records: 0, score: null, findings: [] } });
});

test("many entities are reported on with one statement", async () => {
  const { statements } = await guide.cost(() => guide.query(`{ governmentEntities { nodes { serviceQuality { score } } } }`));
  expect(statements["catalogue"]).toBe(1);
});

test("who never published a service is listed, until it does; the past stays as it was", async () => {
  const ask = async (headers: Record<string, string> = {}) => {
    const { data } = await guide.query<{ entitiesNeverPublished: { nodes: { code: string }[]; totalCount: number } }, object>(
      `{ entitiesNeverPublished { nodes { code } totalCount } }`,
      undefined,
      headers,
    );
    return [data.entitiesNeverPublished.totalCount, ...data.entitiesNeverPublished.nodes.map(({ code }) => code)];
  };
  expect(await ask()).toEqual([1, "SILENT"]);
  const [{ now } = { now: new Date() }] = await guide.database.query<{ now: Date }>("SELECT clock_timestamp() AS now");
  await guide.publish(aService("FIRST-ONE", { competentAuthority: "SILENT" }));
  expect(await ask()).toEqual([0]);
  expect(await ask({ "guide-as-of": now.toISOString() })).toEqual([1, "SILENT"]);
  await guide.withdraw(Service, "FIRST-ONE");
  expect(await ask()).toEqual([0]);
});
