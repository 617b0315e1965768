import type { RuleContext } from "../../../subgraphs/shared/editions/validation";
import type { Assessment } from "../../../subgraphs/standards/assessment.entity";
import { assessmentRules, resultOf } from "../../../subgraphs/standards/assessment.rules";
import { codeListItemRules, codeListRules } from "../../../subgraphs/standards/code-list.rules";
import { criterionRules } from "../../../subgraphs/standards/criterion.rules";
import { measurementRules } from "../../../subgraphs/standards/measurement.rules";
import { policyDocumentRules } from "../../../subgraphs/standards/policy-document.rules";
import { serviceStandardRules } from "../../../subgraphs/standards/service-standard.rules";
import { indicator, measurement, standard } from "./records";

/** A guide with these records and no others. */
function guide(records: Readonly<Record<string, object>>): RuleContext {
  return { find: (_, code) => Promise.resolve(records[code] as never), today: "2026-01-31" };
}
const codes = async (problems: Promise<Iterable<{ code: string }>>) => [...(await problems)].map(({ code }) => code);

describe("a measurement", () => {
  const check = (written: Parameters<typeof measurementRules>[0], of = indicator("IND")) =>
    codes(measurementRules(written, guide({ IND: of })) as Promise<{ code: string }[]>);

  test("has both counts, or a reason and none", async () => {
    expect(await check(measurement("2025-03", ["9", "10"]))).toEqual([]);
    expect(await check(measurement("2025-03", undefined, { reasonMissing: "NO_VOLUME" }))).toEqual([]);
    expect(await check(measurement("2025-03"))).toEqual(["VALUE_OR_REASON"]);
    expect(await check(measurement("2025-03", undefined, { numerator: "9" }))).toEqual(["VALUE_OR_REASON"]);
    expect(await check(measurement("2025-03", ["9", "10"], { reasonMissing: "NO_VOLUME" }))).toEqual(["VALUE_OR_REASON"]);
  });

  test("has a period of its indicator's frequency", async () => {
    expect(await check(measurement("2025-Q1", ["9", "10"]))).toEqual(["PERIOD_NOT_OF_FREQUENCY"]);
    expect(await check(measurement("2025", ["9", "10"]), indicator("IND", { frequency: "ANNUAL" }))).toEqual([]);
    expect(await check(measurement("0001-01", ["9", "10"]))).toEqual(["UNSOUND_PERIOD"]);
  });

  test("has no more above the line than below, where the one is a part of the other", async () => {
    expect(await check(measurement("2025-03", ["11", "10"]))).toEqual(["PART_EXCEEDS_WHOLE"]);
    expect(await check(measurement("2025-03", ["11", "10"]), indicator("IND", { aggregation: "AVERAGE" }))).toEqual([]);
    expect(await check(measurement("2025-03", ["-1", "10"]))).toEqual(["NEGATIVE"]);
  });
});

test("a standard names each subject once, and no channel for a journey", () => {
  const service = { type: "SERVICE", code: "S" };
  expect(serviceStandardRules(standard("A", { channel: "PORTAL" }))).toEqual([]);
  expect(serviceStandardRules(standard("A", { subjects: [service, service] }))).toMatchObject([
    { code: "DUPLICATE_SUBJECT", path: "$.subjects[1]" },
  ]);
  expect(serviceStandardRules(standard("A", { subjects: [{ type: "JOURNEY", code: "J" }], channel: "PORTAL" }))).toMatchObject([
    { code: "CHANNEL_OF_JOURNEY" },
  ]);
});

test("an item belongs to a list that exists", async () => {
  const lists = guide({ PARTY: { code: "PARTY" } });
  expect(await codes(codeListItemRules({ code: "PARTY.TENANT" } as never, lists))).toEqual([]);
  expect(await codes(codeListItemRules({ code: "NOPE.TENANT" } as never, lists))).toEqual(["UNKNOWN_CODE_LIST"]);
  expect(await codes(codeListItemRules({ code: "TENANT" } as never, lists))).toEqual(["UNKNOWN_CODE_LIST"]);
  expect(codeListRules({ code: "A.B" } as never)).toMatchObject([{ code: "DOTTED_LIST_CODE" }]);
});

test("a criterion names a section of its document", async () => {
  const documents = guide({ DOC: { sections: [{ number: "1.2" }] } });
  const criterion = (section?: string) => ({ document: "DOC", section, weight: "10" }) as never;
  expect(await codes(criterionRules(criterion("1.2"), documents))).toEqual([]);
  expect(await codes(criterionRules(criterion(), documents))).toEqual([]);
  expect(await codes(criterionRules(criterion("3"), documents))).toEqual(["UNKNOWN_SECTION"]);
});

test("a document does not supersede itself, and numbers its sections once", async () => {
  const older = { code: "OLD", supersedes: "NEW", sections: [] };
  const newer = { code: "NEW", supersedes: "OLD", sections: [{ number: "1" }, { number: "1" }] };
  expect(await codes(policyDocumentRules(newer as never, guide({ OLD: older, NEW: newer })))).toEqual([
    "CYCLE",
    "DUPLICATE_SECTION",
  ]);
});

describe("an assessment", () => {
  const criteria = guide({ C1: { document: "DOC" }, C2: { document: "DOC" }, X1: { document: "OTHER" } });
  const score = (criterion: string, given?: string, maximum?: string, status = "COMPLIANT") => ({
    criterion,
    score: given,
    maximum,
    status,
  });
  const assessment = (...scores: object[]) =>
    ({ document: "DOC", entity: "SCM", subject: { type: "ENTITY", code: "SCM" }, scores }) as unknown as Assessment;
  const check = (written: Assessment) => codes(assessmentRules(written, criteria));

  test("scores the criteria of its document, each once, within the points there are", async () => {
    expect(await check(assessment(score("C1", "8", "10"), score("C2", undefined, undefined, "EXEMPT")))).toEqual([]);
    expect(await check(assessment(score("X1", "8", "10")))).toEqual(["CRITERION_OF_ANOTHER_DOCUMENT"]);
    expect(await check(assessment(score("C1", "8", "10"), score("C1", "7", "10")))).toEqual(["DUPLICATE_SCORE"]);
    expect(await check(assessment(score("C1", "11", "10")))).toEqual(["UNSOUND_SCORE"]);
    expect(await check(assessment(score("C1", "8")))).toEqual(["UNSOUND_SCORE"]);
    expect(await check(assessment(score("C1", "0", "0")))).toEqual(["UNSOUND_SCORE"]);
    expect(await check(assessment(score("C1", "8", "10", "EXEMPT")))).toEqual(["UNSOUND_SCORE"]);
  });

  test("of an entity names that entity", async () => {
    expect(await check({ ...assessment(), entity: "SEDD" })).toEqual(["OTHER_ENTITY"]);
  });

  test("has a result in percent by weight, without what is exempt or not scored", () => {
    const weights = { C1: "75.00", C2: "25.00", C3: "50" };
    const scores = [score("C1", "8", "10"), score("C2", "1", "3"), score("C3", undefined, undefined, "EXEMPT")] as never[];
    expect(resultOf(scores, weights)).toBe("68.33");
    expect(resultOf(scores.slice(2), weights)).toBeUndefined();
    expect(resultOf([], weights)).toBeUndefined();
  });
});
