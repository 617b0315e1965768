import { join } from "node:path";
import { believesDevelopmentTokens } from "../identity/configuration";
import { developmentIssuer } from "../identity/development";
import type { TrustedIssuer } from "../identity/tokens";
import type { Logger } from "../telemetry/logger";

/** The folder in the data folder that has the key for development tokens. */
export const tokensFolder = (data: string): string => join(data, "tokens");

/** The issuer of `guide token`, where its tokens are believed. Makes its key at the first start. */
export function developmentIssuers(data: string, logger: Logger): TrustedIssuer[] {
  if (!believesDevelopmentTokens()) return [];
  const folder = tokensFolder(data);
  try {
    return [developmentIssuer(folder)];
  } catch (error) {
    // The guide is of use without them, also in a folder that is read-only.
    logger.warn({ err: error, folder }, "the key for tokens of `guide token` cannot be kept, so none are believed");
    return [];
  }
}
