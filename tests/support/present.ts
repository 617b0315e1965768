import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** `test`, or `test.skip` that says so, for what needs something that may not be here. */
export function testWhere(isPresent: boolean, what: string): jest.It {
  if (isPresent) return test;
  process.stderr.write(`${what}: skipped: not present\n`);
  return test.skip;
}

/** Whether a program can be run by its name. */
export function isInstalled(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
