import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { apiSchema, buildSchemaFiles, type SchemaFiles } from "./build";
import { earlierRevisions, type Revision } from "./history";
import {
  acceptedChanges,
  changesForClients,
  changesForRouters,
  type Findings,
  operationProblems,
  staleFiles,
  undescribed,
} from "./rules";

/** The gate of the contract: everything that is wrong with the files under schema/, and what their author should know. */
export async function checkSchema(): Promise<Findings> {
  const printed = buildSchemaFiles();
  const history = await checkHistory(printed);
  return { problems: [...checkFiles(printed), ...history.problems], notes: history.notes };
}

/** What is wrong with the files as they stand: stale, undescribed, or asked for by an operation in vain. */
export function checkFiles(printed: SchemaFiles): string[] {
  const committed = [...printed.keys(), ...filesIn("subgraphs"), ...filesIn("records")];
  const schema = apiSchema(printed);
  return [
    ...staleFiles(printed, new Map(committed.flatMap(fileAt))),
    ...undescribed(schema),
    ...operationProblems(schema, new Map(filesIn("operations").flatMap(fileAt))),
  ];
}

/** Compares with earlier commits. What was never committed broke nobody. */
async function checkHistory(printed: SchemaFiles): Promise<Findings> {
  const revisions = earlierRevisions().filter(({ read }) => read("api.graphql") !== undefined);
  if (revisions.length === 0) {
    return { problems: [], notes: ["There is no earlier schema to compare with; breaking changes were not looked for."] };
  }
  const found = await Promise.all(revisions.map((revision) => changesSince(revision, printed)));
  const problems = found.flatMap((each) => each.problems);
  const accepted = acceptedChanges(textAt(ACCEPTED) ?? "");
  const isAccepted = ([message]: Dated) => accepted.has(message);
  return {
    problems: distinct(problems.filter((each) => !isAccepted(each))),
    notes: distinct([...problems.filter(isAccepted), ...found.flatMap(({ notes }) => notes)]),
  };
}

/** Breaking changes that were decided on, one message a line, each under a comment that says why. */
const ACCEPTED = "accepted-changes.txt";

/** A finding, and the commit before which it was not so. */
type Dated = readonly [message: string, commit: string];

/** Each finding once, with the newest commit it was found against. */
function distinct(findings: readonly Dated[]): string[] {
  return [...new Map(findings)].map(([message, commit]) => `${message} (Not so in ${commit}.)`);
}

async function changesSince(
  { name, read, list }: Revision,
  printed: SchemaFiles,
): Promise<{ problems: Dated[]; notes: Dated[] }> {
  const dated = (message: string): Dated => [message, name];
  const clients = await changesForClients(read("api.graphql") ?? "", printed.get("api.graphql") ?? "");
  const routers = list("subgraphs").flatMap((file) => {
    const path = `subgraphs/${file}`;
    return changesForRouters(file.replace(/\.graphql$/, ""), read(path) ?? "", printed.get(path));
  });
  return { problems: [...clients.problems, ...routers].map(dated), notes: clients.notes.map(dated) };
}

/** The paths within schema/ of the files in one of its folders. */
function filesIn(folder: string): string[] {
  const place = join(__dirname, folder);
  return existsSync(place) ? readdirSync(place).map((name) => `${folder}/${name}`) : [];
}

/** A file with its text, where there is one. */
function fileAt(path: string): [string, string][] {
  const text = textAt(path);
  return text === undefined ? [] : [[path, text]];
}

function textAt(path: string): string | undefined {
  const place = join(__dirname, path);
  return existsSync(place) ? readFileSync(place, "utf8") : undefined;
}

async function main(): Promise<void> {
  const { problems, notes } = await checkSchema();
  for (const note of notes) process.stdout.write(`note: ${note}\n`);
  for (const problem of problems) process.stderr.write(`problem: ${problem}\n`);
  process.stdout.write(
    problems.length === 0
      ? "The schema is in order.\n"
      : `The schema has ${problems.length} ${problems.length === 1 ? "problem" : "problems"}.\n`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}

if (require.main === module) void main();
