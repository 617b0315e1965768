import { join } from "node:path";
import { Documents, sha256 } from "../../gateway/documents";
import { Operations } from "../../gateway/operations";

const LIMITS = {
  tokens: 2_000,
  depth: 12,
  fields: 1_000,
  aliases: 30,
  rootFields: 25,
  directives: 30,
  introspections: 1,
  cost: 25_000,
};
const documents = () => new Documents(join(__dirname, "../../schema/operations"), LIMITS);

/** Short in characters, and as large as a document may be when it is parsed. */
const large = (number: number) => `{ a${number}(b: [${"1 ".repeat(1_900)}]) }`;

test("documents are kept by what they take in memory, not by their length", () => {
  const known = documents();
  for (let number = 0; number < 300; number++) known.ofText(large(number));
  expect(known.ofHash(sha256(large(0)))).toBeUndefined();
  expect(known.ofHash(sha256(large(299)))?.text).toBe(large(299));
});

test("a request that names a large document by its hash counts as large as the document", () => {
  const known = documents();
  const operations = new Operations(known);
  const body = (number: number) => Buffer.from(JSON.stringify({ documentId: `sha256:${sha256(large(number))}` }));
  for (let number = 0; number < 300; number++) {
    known.ofText(large(number));
    operations.ofBody(body(number));
  }
  // The first is remembered neither as a document nor as what a request asked.
  expect(() => operations.ofBody(body(0))).toThrow("PersistedQueryNotFound");
  expect(operations.ofBody(body(299)).document.text).toBe(large(299));
});
