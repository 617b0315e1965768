import { Service } from "../../../subgraphs/catalogue/service.entity";
import type { TestGuide } from "../../support/guide";
import { aService, startWorld, text } from "../../support/world";
import { allServices, servicePage } from "./pages";

/** Arabic names in the order of the Arabic alphabet: forms of alef are one letter, and ta marbuta is a form of ta. */
const ARABIC = ["آبار", "إبل", "احمد", "أسد", "بلدية", "تصديق", "خدمت", "خدمة عامة", "خدمتان", "ضريبة", "هوية", "يوم"];
/** English names in the order of a dictionary: capital and small letters are one letter, accents come after it. */
const ENGLISH = ["apple", "Apple juice", "Banana", "cafe", "café", "Cafe au lait", "date", "Date", "Egg", "Zoo"];

let guide: TestGuide;
beforeAll(async () => {
  const reversed = (names: string[], prefix: string) =>
    names.map((name, index) => [name, `${prefix}-${names.length - index + 10}`] as const);
  guide = await startWorld(
    ...reversed(ARABIC, "AR").map(([name, code]) => aService(code, { type: "SOCIAL", name: text("Same in English", name) })),
    ...reversed(ENGLISH, "EN").map(([name, code]) => aService(code, { type: "INFORMATIONAL", name: text(name, "الاسم نفسه") })),
  );
});
afterAll(() => guide.stop());

const codes = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${count - index + 10}`);
const ARABIC_CODES = codes("AR", ARABIC.length);
const ENGLISH_CODES = codes("EN", ENGLISH.length);
const arabic = 'filter: { type: "SOCIAL" }';
const english = 'filter: { type: "INFORMATIONAL" }';

test.each([
  ["by Arabic name", arabic, "NAME_AR", ARABIC_CODES],
  ["by English name", english, "NAME_EN", ENGLISH_CODES],
  ["by code", arabic, "CODE", [...ARABIC_CODES].reverse()],
  ["by code where all names are equal", english, "NAME_AR", [...ENGLISH_CODES].reverse()],
  ["by code where all were changed at once", arabic, "DATE_MODIFIED", [...ARABIC_CODES].reverse()],
])("services are ordered %s, forwards and backwards, on pages of any size", async (_, filter, order, expected) => {
  for (const first of [1, 3, 100]) {
    expect(await allServices(guide, `${filter}, orderBy: ${order}_ASC`, first)).toEqual(expected);
    expect(await allServices(guide, `${filter}, orderBy: ${order}_DESC`, first)).toEqual([...expected].reverse());
  }
});

test("services are ordered by the date of their last change", async () => {
  await guide.publish(aService("LATER", { type: "COMMERCIAL" }));
  await guide.publish(aService("LAST", { type: "COMMERCIAL" }));
  await guide.publish(aService("LATER", { type: "COMMERCIAL", status: "PLANNED" }));
  const filter = 'filter: { type: "COMMERCIAL" }';
  for (const first of [1, 10]) {
    expect(await allServices(guide, `${filter}, orderBy: DATE_MODIFIED_ASC`, first)).toEqual(["LAST", "LATER"]);
    expect(await allServices(guide, `${filter}, orderBy: DATE_MODIFIED_DESC`, first)).toEqual(["LATER", "LAST"]);
  }
  expect((await servicePage(guide, "first: 2, orderBy: DATE_MODIFIED_DESC")).nodes.map(({ code }) => code)).toEqual([
    "LATER",
    "LAST",
  ]);
});

test("a page says where it stands", async () => {
  const args = `${arabic}, orderBy: CODE_ASC, first: 5`;
  const first = await servicePage(guide, args);
  expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  const second = await servicePage(guide, `${args}, after: "${first.pageInfo.endCursor}"`);
  expect(second.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  const last = await servicePage(guide, `${args}, after: "${second.pageInfo.endCursor}"`);
  expect(last.nodes).toHaveLength(2);
  expect(last.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  const beyond = await servicePage(guide, `${args}, after: "${last.pageInfo.endCursor}"`);
  expect(beyond).toEqual({
    nodes: [],
    pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
  });
});

test("a page goes on behind its cursor when the record there is gone and others came before it", async () => {
  const args = 'filter: { category: "SUPPORTING" }, orderBy: CODE_ASC, first: 2';
  const supporting = (code: string) => aService(code, { category: "SUPPORTING" });
  await guide.publish(supporting("S-1"), supporting("S-2"), supporting("S-3"), supporting("S-4"));
  const { pageInfo } = await servicePage(guide, args);
  await guide.withdraw(Service, "S-2");
  await guide.publish(supporting("S-0"), supporting("S-2-5"));
  const next = await servicePage(guide, `${args}, after: "${pageInfo.endCursor}"`);
  expect(next.nodes).toEqual([{ code: "S-2-5" }, { code: "S-3" }]);
});
