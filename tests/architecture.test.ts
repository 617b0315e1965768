import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";

/** The rules that keep the guide in rooms of its own. Each is shown to fail on something that breaks it. */

interface Source {
  readonly path: string;
  readonly text: string;
}

interface Rule {
  readonly sentence: string;
  /** What in a source breaks the rule. */
  readonly violations: (source: Source) => readonly string[];
  readonly brokenBy: readonly Source[];
}

const ROOT = join(__dirname, "..");
const FOLDERS = ["telemetry", "identity", "schema", "subgraphs", "gateway", "cli"];
const SUBGRAPHS = readdirSync(join(ROOT, "subgraphs"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "shared")
  .map(({ name }) => name);

/** What every subgraph writes to, and the one place with the statements. A change takes its instant from both. */
const EVERYBODYS = [
  { folder: "subgraphs/shared/changes", tables: ["governance.change", "governance.upcoming", "governance.audit_entry"] },
  {
    folder: "subgraphs/shared/audit",
    tables: ["governance.audit_entry", "governance.audit_detail", "governance.person"],
  },
];

const RULES: readonly Rule[] = [
  {
    sentence: "a subgraph imports no other subgraph, as type-graphql's metadata are shared by the whole process",
    violations: (source) =>
      imports(source, ({ path }, target) => {
        const own = subgraphOf(path);
        return (
          own !== undefined &&
          within("subgraphs", target) &&
          !within(`subgraphs/${own}`, target) &&
          !within("subgraphs/shared", target)
        );
      }),
    brokenBy: [
      { path: "subgraphs/entities/a.ts", text: `import { Service } from "../catalogue/service.entity";` },
      { path: "subgraphs/entities/a.ts", text: `export * from "../catalogue/stubs";` },
      { path: "subgraphs/entities/a.ts", text: `const load = () => import("..");` },
      { path: "subgraphs/entities/a.ts", text: `const all = require("../index");` },
    ],
  },
  {
    sentence: "what subgraphs share imports none of them",
    violations: (source) =>
      imports(source, ({ path }, target) =>
        within("subgraphs/shared", path)
          ? within("subgraphs", target) && !within("subgraphs/shared", target)
          : within("schema/vocabulary", path) && within("subgraphs", target),
      ),
    brokenBy: [
      { path: "subgraphs/shared/changes/a.ts", text: `import { guideKind } from "../../governance/guide.entity";` },
      { path: "subgraphs/shared/a.ts", text: `import { subgraphs } from "./../index";` },
      { path: "schema/vocabulary/a.ts", text: `import { kindOf } from "../../subgraphs/shared/editions/kind";` },
    ],
  },
  {
    sentence: "the gateway imports nothing of the subgraphs or the command line, so that it can run elsewhere",
    violations: (source) =>
      imports(source, ({ path }, target) => within("gateway", path) && (within("subgraphs", target) || within("cli", target))),
    brokenBy: [
      { path: "gateway/a.ts", text: `import type { Subgraph } from "../subgraphs/shared/subgraph";` },
      { path: "gateway/a.ts", text: `import { explain } from "../cli/explain";` },
    ],
  },
  {
    sentence: "what a process tells its operators with knows nothing of the guide, so that every part may use it",
    violations: (source) => imports(source, ({ path }, target) => within("telemetry", path) && !within("telemetry", target)),
    brokenBy: [{ path: "telemetry/a.ts", text: `import { readConfiguration } from "../subgraphs/shared/configuration";` }],
  },
  {
    sentence: "who callers are is found out without anything of the guide, so that the gateway and subgraphs do it alike",
    violations: (source) => imports(source, ({ path }, target) => within("identity", path) && !within("identity", target)),
    brokenBy: [{ path: "identity/a.ts", text: `import { badUserInput } from "../subgraphs/shared/errors";` }],
  },
  {
    sentence: "only configuration.ts reads the environment",
    violations: ({ path, text }) =>
      path.endsWith("/configuration.ts") ? [] : matches(path, text, /\bprocess\s*(\.\s*env\b|\[\s*["']env["']\s*\])/g),
    brokenBy: [
      { path: "gateway/a.ts", text: `const port = process.env.PORT;` },
      { path: "gateway/a.ts", text: `const port = process["env"]["PORT"];` },
    ],
  },
  {
    sentence: "tables are made by migrations and relations are loaded when asked for",
    violations: ({ path, text }) =>
      within("gateway/explorer", path) ? [] : matches(path, text, /\b(synchronize|eager)\s*:\s*true\b/g),
    brokenBy: [
      { path: "subgraphs/shared/a.ts", text: `new DataSource({ synchronize: true });` },
      { path: "subgraphs/entities/a.ts", text: `@ManyToOne(() => Unit, { eager: true }) unit!: Unit;` },
    ],
  },
  {
    sentence: "no SQL reaches into the schema of another subgraph; only the change log and the audit chain are everybody's",
    violations: (source) => {
      const own = subgraphOf(source.path);
      const others = SUBGRAPHS.filter((name) => name !== own);
      const foreign = new RegExp(`\\b(${others.join("|")})\\."?[a-z_]+`, "g");
      const everybodys = EVERYBODYS.find(({ folder }) => within(folder, source.path))?.tables ?? [];
      if (!within("subgraphs", source.path)) return [];
      return textsOf(source).flatMap((text) =>
        matches(source.path, text, foreign).filter((match) => !everybodys.some((table) => match.endsWith(` ${table}`))),
      );
    },
    brokenBy: [
      {
        path: "subgraphs/entities/a.ts",
        text: "const statement = sql`SELECT code FROM catalogue.service WHERE code = ${code}`;",
      },
      { path: "subgraphs/entities/a.ts", text: `const statement = "SELECT code FROM governance.change";` },
      { path: "subgraphs/shared/changes/a.ts", text: `const statement = "SELECT code FROM governance.guide";` },
      { path: "subgraphs/shared/changes/a.ts", text: `const statement = "SELECT reason FROM governance.audit_detail";` },
      { path: "subgraphs/shared/audit/a.ts", text: `const statement = "SELECT day FROM governance.checkpoint";` },
    ],
  },
  {
    sentence: "every decorator states its type, as no metadata are emitted",
    violations: (source) =>
      decoratorsOf(source)
        .filter(({ name, given }) => STATES_ITS_TYPE[name]?.(given) === false)
        .map(({ text }) => `${source.path}: ${text}`),
    brokenBy: [
      { path: "a.ts", text: `class A { @Field() name!: string }` },
      { path: "a.ts", text: `class A { @Field name!: string }` },
      { path: "a.ts", text: `class A { @Field({ nullable: true }) name?: string }` },
      { path: "a.ts", text: `class A { @Query() all(@Arg("first", () => Int) first: number) {} }` },
      { path: "a.ts", text: `class A { @Query(() => [A]) all(@Arg("first") first: number) {} }` },
      { path: "a.ts", text: `class A { @Column() name!: string }` },
      { path: "a.ts", text: `class A { @Column({ nullable: true }) name!: string }` },
    ],
  },
  {
    sentence: "a shared interface leaves it to each subgraph which types implement it",
    violations: (source) =>
      decoratorsOf(source)
        .filter(({ name, text }) => name === "InterfaceType" && !/autoRegisterImplementations\s*:\s*false/.test(text))
        .map(({ text }) => `${source.path}: ${text}`),
    brokenBy: [{ path: "a.ts", text: `@InterfaceType({ description: "Anything." }) abstract class A {}` }],
  },
  {
    sentence: "the vocabulary has no field resolvers, which would leak from one subgraph into the next",
    violations: (source) =>
      decoratorsOf(source)
        .filter(({ name }) => within("schema/vocabulary", source.path) && name === "FieldResolver")
        .map(({ text }) => `${source.path}: ${text}`),
    brokenBy: [{ path: "schema/vocabulary/a.ts", text: `class A { @FieldResolver(() => String) name() { return ""; } }` }],
  },
];

test.each(RULES)("$sentence", ({ violations, brokenBy }) => {
  for (const counterexample of brokenBy) expect(violations(counterexample)).not.toEqual([]);
  expect(sources().flatMap(violations)).toEqual([]);
});

function sources(): Source[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => ({ path: posix.join(folder, name), text: readFileSync(join(ROOT, folder, name), "utf8") })),
  );
}

const within = (folder: string, path: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** The subgraph a file belongs to. */
function subgraphOf(path: string): string | undefined {
  return SUBGRAPHS.find((name) => within(`subgraphs/${name}`, path));
}

function matches(path: string, text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([match]) => `${path}: ${match}`);
}

/** Imports and re-exports, of types too, by the path of their target in this project. */
function imports(source: Source, isForbidden: (source: Source, target: string) => boolean): string[] {
  return ts
    .preProcessFile(source.text, true, true)
    .importedFiles.filter(({ fileName }) => fileName.startsWith("."))
    .map(({ fileName }) => posix.join(posix.dirname(source.path), fileName))
    .filter((target) => isForbidden(source, target))
    .map((target) => `${source.path} imports ${target}`);
}

function nodesOf({ path, text }: Source): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
  return nodes;
}

/** The texts in quotes and templates. */
function textsOf(source: Source): string[] {
  return nodesOf(source).flatMap((node) => (ts.isStringLiteralLike(node) || isTemplatePart(node) ? [node.text] : []));
}

function isTemplatePart(node: ts.Node): node is ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail {
  return ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
}

interface DecoratorUse {
  readonly name: string;
  readonly given: readonly ts.Expression[];
  readonly text: string;
}

function decoratorsOf(source: Source): DecoratorUse[] {
  return nodesOf(source)
    .filter(ts.isDecorator)
    .map((node) => {
      const { expression } = node;
      const call = ts.isCallExpression(expression) ? expression : undefined;
      return { name: (call?.expression ?? expression).getText(), given: call?.arguments ?? [], text: node.getText() };
    });
}

type StatesItsType = (given: readonly ts.Expression[]) => boolean;

const typeFirst: StatesItsType = ([type]) => type !== undefined && ts.isArrowFunction(type);
const typeSecond: StatesItsType = ([, type]) => type !== undefined && ts.isArrowFunction(type);
const columnType: StatesItsType = ([type]) =>
  type !== undefined &&
  (ts.isStringLiteral(type) ||
    (ts.isObjectLiteralExpression(type) && type.properties.some((property) => property.name?.getText() === "type")));

const STATES_ITS_TYPE: Readonly<Record<string, StatesItsType>> = {
  Field: typeFirst,
  FieldResolver: typeFirst,
  Query: typeFirst,
  Mutation: typeFirst,
  Arg: typeSecond,
  Column: columnType,
  PrimaryColumn: columnType,
};
