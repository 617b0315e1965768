import { z } from "zod";
import type { TrustedIssuer } from "./tokens";

/** Whose tokens the gateway and every subgraph believe, as told from outside. */

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

const address = z
  .string()
  .refine(isSafe, "expects a URL such as https://id.example/jwks (http only from this machine itself)")
  .transform((value) => new URL(value));

/** The settings of sign-in, to be part of the settings of a process. */
export const identitySettings = {
  OIDC_ISSUER: z.string().optional(),
  OIDC_AUDIENCE: z.string().optional(),
  OIDC_JWKS_URL: address.optional(),
  OIDC_JWKS_FILE: z.string().optional(),
  OIDC_ROLES_CLAIM: z.string().default("guide_roles"),
};

type IdentitySettings = z.infer<z.ZodObject<typeof identitySettings>>;

/** The issuers that settings name, and what is wrong with the settings. */
export function trustedIssuers(value: IdentitySettings): { issuers: TrustedIssuer[]; problems: string[] } {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: url, OIDC_JWKS_FILE: file } = value;
  if (issuer === undefined && audience === undefined && url === undefined && file === undefined)
    return { issuers: [], problems: [] };
  const problems = [
    ...(issuer === undefined ? ["OIDC_ISSUER is missing: sign-in needs the issuer of the tokens"] : []),
    ...(audience === undefined ? ["OIDC_AUDIENCE is missing: sign-in needs the audience that tokens for this guide name"] : []),
    ...((url === undefined) === (file === undefined) ? ["sign-in needs OIDC_JWKS_URL or OIDC_JWKS_FILE, one of them"] : []),
  ];
  const keys = url ? { url } : { file: file ?? "" };
  if (issuer === undefined || audience === undefined || problems.length > 0) return { issuers: [], problems };
  return { issuers: [{ issuer, audience, keys, rolesClaim: value.OIDC_ROLES_CLAIM }], problems };
}

/** Whether a guide that runs in one process believes tokens of `guide token`: in production only when asked to. */
export function believesDevelopmentTokens(): boolean {
  const asked = z
    .stringbool("expects true or false")
    .optional()
    .safeParse(process.env["DEVELOPMENT_TOKENS"] || undefined);
  if (!asked.success) throw new Error("The configuration is not usable: DEVELOPMENT_TOKENS expects true or false.");
  return asked.data ?? process.env["NODE_ENV"] !== "production";
}

/** Keys that come over a network in the clear could be anybody's. */
function isSafe(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname));
}
