import { readFileSync } from "node:fs";
import { Journal } from "../../cli/publishing/journal";
import { temporaryFiles } from "./temporary-files";

const { write } = temporaryFiles();
const HEADER = '{"format":1,"id":"run","batch":2}';
const ANSWER = '{"key":"k","answer":1}';

test.each([
  ["whole", `${HEADER}\n${ANSWER}\n`],
  ["whole but for the end of its last line", `${HEADER}\n${ANSWER}`],
  ["broken off within a line", `${HEADER}\n${ANSWER}\n{"key":"l","ans`],
])("a journal that is %s is written on behind its last whole line", async (name, text) => {
  const path = write(`${name.replaceAll(" ", "-")}.journal`, text);
  const journal = await Journal.resume(path);
  expect(readFileSync(path, "utf8")).toBe(`${HEADER}\n${ANSWER}\n`);
  await journal?.once(["what"], () => Promise.resolve("done"));
  journal?.close({ isDone: false });
  const lines = readFileSync(path, "utf8").split("\n");
  expect(lines.slice(0, 2)).toEqual([HEADER, ANSWER]);
  expect(JSON.parse(lines[2] ?? "")).toMatchObject({ answer: "done" });
  expect(lines.slice(3)).toEqual([""]);
});
