import { EvidenceType } from "../../../subgraphs/catalogue/evidence-type.entity";
import { Service } from "../../../subgraphs/catalogue/service.entity";
import { ask, refusals, statementsFor } from "../../support/ask";
import type { TestGuide } from "../../support/guide";
import { aDocument, anEntity, aService, needs, problemsOf, startWorld } from "../../support/world";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(
    anEntity("POLICE"),
    aDocument("PASSPORT"),
    aDocument("LEASE", { producedBy: "ATTESTATION" }),
    aDocument("CONDUCT", { producedBy: "CONDUCT-CERTIFICATE" }),
    aDocument("OLD-LICENCE", { producedBy: "RENEWAL" }),
    aService("ATTESTATION", { documents: [needs("PASSPORT")] }),
    aService("CONDUCT-CERTIFICATE", { competentAuthority: "POLICE", documents: [needs("LEASE")] }),
    aService("ELECTRICITY", {
      documents: [
        needs("PASSPORT"),
        needs("LEASE"),
        needs("LEASE", { party: "LANDLORD" }),
        needs("CONDUCT", { isMandatory: false }),
      ],
    }),
    // What can no longer be had asks nobody for anything.
    aService("ENDED", { status: "DISCONTINUED", documents: [needs("LEASE"), needs("CONDUCT")] }),
    aService("RENEWAL", { documents: [needs("OLD-LICENCE"), needs("CONDUCT")] }),
  );
});
afterAll(() => guide.stop());

const FIELDS = "service { code } evidence { code } producedBy { code } requestCount";
type Finding = { service: { code: string }; evidence: { code: string }; producedBy: { code: string }; requestCount: number };
type Report = {
  onceOnlyReport: { totalCount?: number; nodes: Finding[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
};
const report = (args: string) =>
  ask<Report>(guide, `{ onceOnlyReport${args} { totalCount nodes { ${FIELDS} } pageInfo { hasNextPage endCursor } } }`);
const told = ({ service, evidence, producedBy, requestCount }: Finding) =>
  `${service.code} asks for ${evidence.code} of ${producedBy.code}, 1 of ${requestCount}`;

const ALL = [
  "CONDUCT-CERTIFICATE asks for LEASE of ATTESTATION, 1 of 2",
  "ELECTRICITY asks for CONDUCT of CONDUCT-CERTIFICATE, 1 of 2",
  "ELECTRICITY asks for LEASE of ATTESTATION, 1 of 2",
  "RENEWAL asks for CONDUCT of CONDUCT-CERTIFICATE, 1 of 2",
];

test("the report names each document once that a service asks for and another service of the guide issues", async () => {
  const { onceOnlyReport } = await report("");
  expect(onceOnlyReport.nodes.map(told)).toEqual(ALL);
  expect(onceOnlyReport.totalCount).toBe(4);
});

test("a service that says it issues a document agrees with the document on that", async () => {
  const issuing = (usedAs: string) =>
    aService("ATTESTATION", { outputs: [{ name: { ar: "عقد", en: "Lease" }, type: "CONTRACT", form: "DIGITAL", usedAs }] });
  expect(await problemsOf(guide, issuing("LEASE"))).toEqual([]);
  expect(await problemsOf(guide, issuing("CONDUCT"))).toEqual(["OTHER_PRODUCER $.outputs[0].usedAs"]);
  expect(await problemsOf(guide, issuing("PASSPORT"))).toEqual(["OTHER_PRODUCER $.outputs[0].usedAs"]);
});

test("the report of one entity is that of the services it answers for", async () => {
  const { onceOnlyReport } = await report('(entity: "POLICE")');
  expect(onceOnlyReport.nodes.map(told)).toEqual(ALL.slice(0, 1));
  expect(onceOnlyReport.totalCount).toBe(1);
  expect((await report('(entity: "NOBODY")')).onceOnlyReport).toEqual({
    totalCount: 0,
    nodes: [],
    pageInfo: { hasNextPage: false, endCursor: null },
  });
});

test.each([1, 2, 3])("paging by %i yields every finding once", async (first) => {
  const found: string[] = [];
  for (let after = "null"; ;) {
    const { nodes, pageInfo } = (await report(`(first: ${first}, after: ${after})`)).onceOnlyReport;
    found.push(...nodes.map(told));
    if (!pageInfo.hasNextPage) break;
    after = JSON.stringify(pageInfo.endCursor);
  }
  expect(found).toEqual(ALL);
});

test("cursors of another list, malformed cursors and page sizes out of bounds are refused", async () => {
  const { endCursor } = (await report("(first: 1)")).onceOnlyReport.pageInfo;
  for (const args of [`(entity: "POLICE", after: "${endCursor}")`, '(after: "x")', "(first: 0)", "(first: 101)", "(first: -1)"]) {
    expect(await refusals(guide, `{ onceOnlyReport${args} { nodes { requestCount } } }`)).toEqual([
      { code: "BAD_USER_INPUT", path: "onceOnlyReport" },
    ]);
  }
});

test("the report costs as many statements for many findings as for one", async () => {
  const query = (first: number) => `{ onceOnlyReport(first: ${first}) { nodes { ${FIELDS} } } }`;
  expect(await statementsFor(guide, query(4))).toEqual(await statementsFor(guide, query(1)));
  expect(await statementsFor(guide, query(4))).toEqual({ catalogue: 3 });
});

test("a withdrawn document or producer is no finding, nor is it at an instant before it was published", async () => {
  const { serviceByCode } = await ask<{ serviceByCode: { validFrom: string } }>(
    guide,
    `{ serviceByCode(code: "RENEWAL") { validFrom } }`,
  );
  await guide.withdraw(EvidenceType, "LEASE");
  await guide.withdraw(Service, "CONDUCT-CERTIFICATE");
  expect((await report("")).onceOnlyReport).toMatchObject({ totalCount: 0, nodes: [] });
  const query = `{ onceOnlyReport { totalCount nodes { ${FIELDS} } } }`;
  const then = await ask<Report>(guide, query, {}, { "guide-as-of": serviceByCode.validFrom });
  expect(then.onceOnlyReport.nodes.map(told)).toEqual(ALL);
});
