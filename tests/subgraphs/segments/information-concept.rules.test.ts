import { informationConceptRules } from "../../../subgraphs/segments/information-concept.rules";
import { concept } from "./expressions";

const problemsOf = (...parameters: Parameters<typeof concept>) =>
  informationConceptRules(concept(...parameters)).map(({ code, path }) => `${code} ${path}`);

test("a CODE concept has options with codes of their own", () => {
  expect(problemsOf("STATUS", "CODE", ["EMPLOYED", "RETIRED"])).toEqual([]);
});

test("a CODE concept without options is refused", () => {
  expect(problemsOf("STATUS", "CODE")).toEqual(["OPTIONS_MISSING $.options"]);
});

test.each(["BOOLEAN", "NUMBER", "DATE", "TEXT"] as const)("a %s concept has no options", (valueType) => {
  expect(problemsOf("FACT", valueType)).toEqual([]);
  expect(problemsOf("FACT", valueType, ["EMPLOYED"])).toEqual(["OPTIONS_NOT_ALLOWED $.options"]);
});

test("an option code that is used twice is refused", () => {
  expect(problemsOf("STATUS", "CODE", ["EMPLOYED", "RETIRED", "EMPLOYED"])).toEqual(["DUPLICATE_OPTION $.options[2].code"]);
});
