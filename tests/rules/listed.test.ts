import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { subgraphs } from "../../subgraphs";
import { typenameOf } from "../../subgraphs/shared/editions/kind";
import { describedRules, describeRules } from "../../subgraphs/shared/editions/rules/described";

const ROOT = join(__dirname, "../../subgraphs");
/** What keeps a step from being taken, or a request from being answered, is no rule of a record. */
const isAboutRecords = (path: string): boolean => !/(^|\/)workflow\/|governance\//.test(path);

const sources = (readdirSync(ROOT, { recursive: true }) as string[])
  .filter((path) => path.endsWith(".ts") && isAboutRecords(path))
  .map((path) => readFileSync(join(ROOT, path), "utf8"));

const codes = new Set(
  sources.flatMap((text) => [
    ...[...text.matchAll(/\bproblem\(\s*"([A-Z_]+)"/g)].map(([, code]) => code),
    ...[...text.matchAll(/\bcode: "([A-Z_]+)",\n\s*(?:at|message)/g)].map(([, code]) => code),
  ]),
);

test("every rule that can be broken is listed with its severity", () => {
  const listed = new Set(describedRules().map(({ code }) => code));
  expect(codes.size).toBeGreaterThan(60);
  expect([...codes].filter((code) => !listed.has(code as string))).toEqual([]);
});

test.each(describedRules().map((rule) => [rule.code, rule] as const))(
  "%s says in Arabic and English what is wrong",
  (_, rule) => {
    expect(rule.title).toEqual({
      ar: expect.stringMatching(/^[\u0600-\u06FF].*[\u0600-\u06FF].*\.$/),
      en: expect.stringMatching(/^[A-Z].*\.$/),
    });
    const types = subgraphs.flatMap(({ kinds }) => kinds.map(typenameOf));
    expect(rule.kinds.filter((kind) => !types.includes(kind))).toEqual([]);
  },
);

test("a rule cannot be listed twice", () => {
  expect(() => describeRules("WARNING", [], { CYCLE: { en: "Again.", ar: "مرة أخرى." } })).toThrow("CYCLE");
});
