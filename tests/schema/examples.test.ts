import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Audience, parseExample } from "../../schema/examples";

const FOLDER = join(__dirname, "../../schema/operations");
const files = readdirSync(FOLDER);
const examples = files.map((file) => parseExample(readFileSync(join(FOLDER, file), "utf8")));

const HEADER = `# title: Service page
# title-ar: صفحة الخدمة
# for: front-end
# What the page of a service shows.
# ما تعرضه صفحة الخدمة.
`;
const OPERATION = "query ServicePage { guide { id } }";

test("an example is read from its header and its operation", () => {
  const text = `${HEADER}query ServicePage($code: Code! = "SCM", $first: Int! = 20, $filter: F = { free: true, kinds: [MAIN] }, $at: DateTime) { guide { id } }`;
  expect(parseExample(text)).toEqual({
    name: "ServicePage",
    audience: "front-end",
    title: { en: "Service page", ar: "صفحة الخدمة" },
    description: { en: "What the page of a service shows.", ar: "ما تعرضه صفحة الخدمة." },
    query: text,
    variables: { code: "SCM", first: 20, filter: { free: true, kinds: ["MAIN"] } },
  });
});

test.each<[string, string, string]>([
  ["has no header", OPERATION, "five lines"],
  ["has a line too few", `${HEADER.replace(/# What.*\n/, "")}${OPERATION}`, "This one has 4."],
  ["has a line too many", `${HEADER}# More.\n${OPERATION}`, "This one has 6."],
  ["has its lines in another order", `${swapped(HEADER)}${OPERATION}`, `should. The header has five lines`],
  ["is for nobody it knows", `${HEADER.replace("front-end", "everyone")}${OPERATION}`, `not "everyone"`],
  ["has an empty title", `${HEADER.replace("Service page", "")}${OPERATION}`, "English title is not in English"],
  ["has an Arabic title in English", `${HEADER.replace("صفحة الخدمة", "Page")}${OPERATION}`, "Arabic title is not in Arabic"],
  [
    "has no English description",
    `${HEADER.replace("What the page of a service shows.", "-")}${OPERATION}`,
    "English description",
  ],
  ["has no Arabic description", `${HEADER.replace("ما تعرضه صفحة الخدمة.", "Missing.")}${OPERATION}`, "Arabic description"],
  ["has no name", `${HEADER}{ guide { id } }`, "the operation has a name"],
  ["has two operations", `${HEADER}${OPERATION} query Other { guide { id } }`, "one operation"],
  ["is not GraphQL", `${HEADER}query ServicePage {`, "Syntax Error"],
])("an example that %s is refused", (_, text, message) => {
  expect(() => parseExample(text)).toThrow(message);
});

function swapped(header: string): string {
  const [first, second, ...rest] = header.split("\n");
  return [second, first, ...rest].join("\n");
}

test("the examples of the guide are many, for everyone who comes to it, and told apart by name and title", () => {
  expect(examples.length).toBeGreaterThanOrEqual(24);
  for (const audience of ["front-end", "partner", "auditor"] satisfies Audience[]) {
    expect(examples.filter((example) => example.audience === audience).length).toBeGreaterThanOrEqual(5);
  }
  for (const label of [
    examples.map(({ name }) => name),
    examples.map(({ title }) => title.en),
    examples.map(({ title }) => title.ar),
  ]) {
    expect(new Set(label).size).toBe(label.length);
  }
});

test.each(examples)("$name explains itself in a sentence of each language", ({ title, description }) => {
  expect(title.en.length).toBeLessThanOrEqual(50);
  expect(title.ar.length).toBeLessThanOrEqual(50);
  expect(description.en).toMatch(/\.$/);
  expect(description.ar).toMatch(/\.$/);
  expect(description.en).not.toMatch(/\p{Script=Arabic}/u);
});
