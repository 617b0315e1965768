import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { buildSchema } from "graphql";
import ts from "typescript";
import { typescriptOf } from "../../gateway/explorer/src/explorer/typescript";
import { parseExample } from "../../schema/examples";

const SCHEMA = join(__dirname, "../../schema");
const guide = buildSchema(readFileSync(join(SCHEMA, "api.graphql"), "utf8"));
const operations = readdirSync(join(SCHEMA, "operations")).map((file) => readFileSync(join(SCHEMA, "operations", file), "utf8"));

const call = { url: "https://guide.example/graphql", headers: {}, variables: {} };

describe("A call of the guide as a TypeScript program", () => {
  it("compiles, with its variables, for every operation of the guide", () => {
    const programs = operations.map((query) => {
      const { name, variables } = parseExample(query);
      return typescriptOf(guide, { ...call, query, variables, operationName: name });
    });
    expect(programs.length).toBeGreaterThan(0);
    expect(problemsOf(...programs)).toEqual([]);
  });

  it("knows what may be null, what is a list, and which values there are", () => {
    const program = typescriptOf(guide, {
      ...call,
      query: `query Fees($code: Code!) { serviceByCode(code: $code) { total: name { ar } fees { type amount { amount } } } }`,
      variables: { code: "SCM-TENANCY-ATTESTATION" },
    });
    const after = (line: string) => problemsOf(`${program}\n${line}`);
    expect(after(`const first: string | undefined = data?.serviceByCode?.fees[0]?.amount?.amount;`)).toEqual([]);
    expect(after(`data?.serviceByCode?.fees[0]?.type === "FIXED";`)).toEqual([]);
    expect(after(`data?.serviceByCode?.fees[0]?.type === "GUESSED";`)).toEqual([expect.stringContaining("no overlap")]);
    expect(after(`data?.serviceByCode.fees;`)).toEqual([expect.stringContaining("possibly 'null'")]);
    expect(after(`data?.serviceByCode?.name;`)).toEqual([expect.stringContaining("Property 'name' does not exist")]);
    expect(after(`await ask(Fees, { code: 1 });`)).toEqual([expect.stringContaining("not assignable to type 'string'")]);
    expect(after(`await ask(Fees, {});`)).toEqual([expect.stringContaining("Property 'code' is missing")]);
  });

  it("tells the types behind an interface or a union apart by __typename, through fragments", () => {
    const schema = buildSchema(`
      interface Party { id: ID! }
      type Person implements Party { id: ID! born: Int }
      type Company implements Party { id: ID! staff: [Person!]! }
      type Office implements Party { id: ID! staff: [Person!]! }
      type Query { party: Party }
    `);
    const program = typescriptOf(schema, {
      ...call,
      query: `
        query Who { party { __typename ...Common ... on Person { born } ... on Company { staff { id } } } }
        fragment Common on Party { id }
      `,
    });
    const after = (line: string) => problemsOf(`${program}\nconst party = data?.party;\n${line}`);
    expect(after(`if (party?.__typename === "Person") { const born: number | null = party.born; }`)).toEqual([]);
    expect(after(`if (party?.__typename === "Company") { const ids: string[] = party.staff.map(({ id }) => id); }`)).toEqual([]);
    expect(after(`const id: string | undefined = party?.id;`)).toEqual([]);
    expect(after(`if (party?.__typename === "Office") party.staff;`)).toEqual([
      expect.stringContaining("'staff' does not exist"),
    ]);
    expect(after(`party?.__typename === "Robot";`)).toEqual([expect.stringContaining("no overlap")]);
  });

  it("leaves out what a directive may leave out, and joins what is selected twice", () => {
    const schema = buildSchema(`
      type Name { ar: String! en: String! }
      type Service { name: Name! code: String! }
      type Query { service: Service! }
    `);
    const program = typescriptOf(schema, {
      ...call,
      query: `query Twice($short: Boolean!) {
        service { code @skip(if: $short) name { ar } ... @include(if: $short) { name { en } } }
      }`,
      variables: { short: true },
    });
    expect(problemsOf(`${program}\nconst { ar, en }: { ar: string; en: string } = data!.service.name;`)).toEqual([]);
    expect(problemsOf(`${program}\nconst code: string = data!.service.code;`)).toEqual([expect.stringContaining("undefined")]);
  });

  it("declares input types once, and themselves within themselves", () => {
    const schema = buildSchema(`
      enum Order { NAME CODE }
      input Filter { not: Filter, codes: [ID!], order: Order = NAME }
      type Query { count(filter: Filter, also: Filter!): Int! }
    `);
    const query = `query Count($filter: Filter, $also: Filter!) { count(filter: $filter, also: $also) }`;
    const program = typescriptOf(schema, { ...call, query, variables: { also: { not: { codes: ["A"] }, order: "CODE" } } });
    expect(program.match(/type Filter =/g)).toHaveLength(1);
    expect(problemsOf(program)).toEqual([]);
  });

  it("keeps the text of the operation and the headers as they are", async () => {
    const query = "query Odd { services(first: 1) { totalCount } } # `${x}` \\n";
    const program = typescriptOf(guide, { ...call, query, headers: { "Guide-As-Of": "2026-01-01T00:00:00Z" } });
    const sent: { headers?: unknown; body?: string }[] = [];
    const javascript = ts.transpile(program.replaceAll("export ", ""), {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
    });
    const answer = { json: () => Promise.resolve({ data: {} }) };
    const fetch = (_: string, request: object) => Promise.resolve((sent.push(request), answer));
    await (runInNewContext(`(async () => {${javascript}})()`, { fetch, console: { log: () => undefined } }) as Promise<void>);
    expect(sent[0]?.headers).toEqual({ "content-type": "application/json", "Guide-As-Of": "2026-01-01T00:00:00Z" });
    expect(JSON.parse(sent[0]?.body ?? "")).toEqual({ query: query.trim(), operationName: "Odd", variables: {} });
  });

  it("says what is wrong with an operation that cannot be copied", () => {
    expect(() => typescriptOf(guide, { ...call, query: "{ sevices { totalCount } }" })).toThrow(/Cannot query field "sevices"/);
    expect(() => typescriptOf(guide, { ...call, query: "{" })).toThrow(/Syntax Error/);
    const two = "query A { services { totalCount } } query B { services { totalCount } }";
    expect(() => typescriptOf(guide, { ...call, query: two })).toThrow(/several operations/);
  });
});

/** What the compiler says of programs, each on its own, under the strictest settings. */
function problemsOf(...programs: string[]): string[] {
  const files = new Map(programs.map((text, index) => [`/program-${index}.ts`, text]));
  const options: ts.CompilerOptions = {
    strict: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const readLibrary = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version) => {
    const text = files.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, version);
    if (!libraries.has(name)) libraries.set(name, readLibrary(name, version));
    return libraries.get(name);
  };
  return ts
    .getPreEmitDiagnostics(ts.createProgram([...files.keys()], options, host))
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
}

const libraries = new Map<string, ts.SourceFile | undefined>();
