import { join } from "node:path";
import { developmentIssuer, developmentToken, PUBLIC_KEYS } from "../../identity/development";
import type { TrustedIssuer } from "../../identity/tokens";

/** The environment variable in which the test runner hands its key for tokens to the test files. */
export const TEST_TOKENS = "GUIDE_TEST_TOKENS";

const folder = (): string => process.env[TEST_TOKENS] ?? "";

/** The issuer of the tokens of tests. */
export const testIssuer = (): TrustedIssuer => developmentIssuer(folder());

/** The settings of programs that a test starts, so that they believe its tokens and no others. */
export function identitySettings(): Record<string, string> {
  const { issuer, audience } = testIssuer();
  return {
    OIDC_ISSUER: issuer,
    OIDC_AUDIENCE: audience,
    OIDC_JWKS_FILE: join(folder(), PUBLIC_KEYS),
    DEVELOPMENT_TOKENS: "false",
  };
}

export interface TestPerson {
  /** Such as `author:SCM`; one or several. */
  readonly grants: string | readonly string[];
  readonly subject?: string | undefined;
  /** Less than none for a token that has expired. */
  readonly hours?: number;
}

/** A token that guides of tests believe. */
export function tokenFor({ grants, subject = [grants].flat().join(" ") || "somebody", hours = 1 }: TestPerson): string {
  const token = developmentToken(folder(), { subject, grants: [grants].flat(), hours });
  if (token === undefined) throw new Error("The test runner has made no key for tokens.");
  return token;
}

/** Headers of somebody with these grants, such as `author:SCM`; without a subject, people with the same grants are one. */
export function bearer(grants: string | readonly string[], subject?: string): { authorization: string } {
  return { authorization: `Bearer ${tokenFor({ grants, subject })}` };
}
