import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { auditKeyIn } from "../../cli/audit-key";
import { developmentIssuer } from "../../identity/development";

const modeOf = (path: string): number => statSync(path).mode & 0o777;

test("folders of keys are closed to others, but not the data folder around them, which PostgreSQL enters as another user", () => {
  const home = mkdtempSync(join(tmpdir(), "guide-keys-"));
  developmentIssuer(join(home, "one", "tokens"));
  auditKeyIn(join(home, "other"));
  mkdirSync(join(home, "ordinary"));
  const ordinary = modeOf(join(home, "ordinary"));
  expect([join(home, "one"), join(home, "other")].map(modeOf)).toEqual([ordinary, ordinary]);
  expect([join(home, "one", "tokens"), join(home, "other", "audit")].map(modeOf)).toEqual([0o700, 0o700]);
  rmSync(home, { recursive: true });
});
