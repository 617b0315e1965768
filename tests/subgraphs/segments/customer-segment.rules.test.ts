import type { CustomerSegment } from "../../../subgraphs/segments/customer-segment.entity";
import { customerSegmentRules } from "../../../subgraphs/segments/customer-segment.rules";
import type { Expression } from "../../../subgraphs/segments/expression.entity";
import { compare, guideOf } from "./expressions";

function segment(code: string, parent?: string, criteria?: Expression): CustomerSegment {
  return { code, ...(parent && { parent }), ...(criteria && { criteria }) } as Partial<CustomerSegment> as CustomerSegment;
}

async function problemsOf(published: CustomerSegment, ...others: CustomerSegment[]): Promise<string[]> {
  const problems = await customerSegmentRules(published, guideOf(published, ...others));
  return problems.map(({ code, path }) => `${code} ${path}`);
}

test("segments form a tree", async () => {
  expect(await problemsOf(segment("SENIORS", "CITIZENS"), segment("CITIZENS", "INDIVIDUALS"), segment("INDIVIDUALS"))).toEqual(
    [],
  );
});

test.each([
  ["its own parent", [segment("CITIZENS", "CITIZENS")]],
  ["the parent of its parent", [segment("CITIZENS", "SENIORS"), segment("SENIORS", "CITIZENS")]],
  ["further up", [segment("CITIZENS", "SENIORS"), segment("SENIORS", "RETIRED"), segment("RETIRED", "CITIZENS")]],
] as const)("a segment cannot be %s", async (_, [published, ...others]) => {
  expect(await problemsOf(published, ...others)).toEqual(["CYCLE $.parent"]);
});

test("problems of its criteria are reported where they stand", async () => {
  expect(await problemsOf(segment("CITIZENS", undefined, { operands: [] }))).toEqual(["UNSOUND_EXPRESSION $.criteria"]);
  expect(await problemsOf(segment("CITIZENS", undefined, compare("AGE", "EXISTS")))).toEqual([]);
});
