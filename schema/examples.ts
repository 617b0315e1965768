import { Kind, type OperationDefinitionNode, parse, valueFromASTUntyped } from "graphql";

/** Who an example is written for. */
export type Audience = "front-end" | "partner" | "auditor";

/** An operation of `schema/operations/` with what its header says of it. */
export interface Example {
  /** The name of the operation, such as `ServicePage`. */
  readonly name: string;
  readonly audience: Audience;
  readonly title: BilingualText;
  readonly description: BilingualText;
  /** The whole text of the file. */
  readonly query: string;
  /** The defaults of its variables. */
  readonly variables: Readonly<Record<string, unknown>>;
}

interface BilingualText {
  readonly en: string;
  readonly ar: string;
}

const AUDIENCES: readonly Audience[] = ["front-end", "partner", "auditor"];
const HEADER = `The header has five lines: "# title: …", "# title-ar: …", "# for: ${AUDIENCES.join(" | ")}", a description in English and the same in Arabic.`;

/** Reads an operation with its header; throws an error that says what is wrong with either. It needs no file system, so pages may use it too. */
export function parseExample(text: string): Example {
  const lines = headerOf(text);
  const [title = "", titleAr = "", audience = "", en = "", ar = ""] = lines;
  if (lines.length !== 5) throw new Error(`${HEADER} This one has ${lines.length}.`);
  const { name, variables } = operationOf(text);
  return {
    name,
    audience: audienceOf(valueOf("for", audience)),
    title: bilingual("title", valueOf("title", title), valueOf("title-ar", titleAr)),
    description: bilingual("description", en, ar),
    query: text,
    variables,
  };
}

/** The comment lines at the head of a file, without their hashes. */
function headerOf(text: string): string[] {
  const lines = text.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("#"));
  return lines.slice(0, end === -1 ? lines.length : end).map((line) => line.slice(1).trim());
}

function valueOf(field: string, line: string): string {
  const prefix = `${field}:`;
  if (line.startsWith(prefix)) return line.slice(prefix.length).trim();
  throw new Error(`"# ${line}" stands where "# ${prefix} …" should. ${HEADER}`);
}

function audienceOf(value: string): Audience {
  const audience = AUDIENCES.find((each) => each === value);
  if (audience) return audience;
  throw new Error(`"for" is one of ${AUDIENCES.join(", ")}, not "${value}".`);
}

function bilingual(what: string, en: string, ar: string): BilingualText {
  if (!/[a-z]/i.test(en)) throw new Error(`The English ${what} is not in English: "${en}".`);
  if (!/\p{Script=Arabic}/u.test(ar)) throw new Error(`The Arabic ${what} is not in Arabic: "${ar}".`);
  return { en, ar };
}

function operationOf(text: string): Pick<Example, "name" | "variables"> {
  const operations = parse(text, { noLocation: true }).definitions.filter(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const [operation] = operations;
  if (!operation?.name || operations.length !== 1)
    throw new Error("An example holds one operation, and the operation has a name.");
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  return { name: operation.name.value, variables: Object.fromEntries(defaults) };
}
