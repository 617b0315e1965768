import type { IncomingMessage } from "node:http";
import type { Logger } from "pino";
import type { Caller } from "../identity/caller";
import { KeysUnavailable } from "../identity/keys";
import { TokenRefused, type TokenVerifier } from "../identity/tokens";
import type { CheckRate } from "./admission";
import { Refusal } from "./refusal";

/** Finds out who sends a request and counts it as theirs; undefined for anybody. Refuses a token that is not believed. */
export type Identify = (request: IncomingMessage) => Promise<Caller | undefined>;

export function identification(tokens: TokenVerifier, checkRate: CheckRate, logger: Logger): Identify {
  return async (request) => {
    const { authorization } = request.headers;
    const known = authorization === undefined ? undefined : tokens.known(authorization);
    // A token is tried at the cost of the address it comes from, so that nobody tries them without end.
    if (!known) checkRate(request);
    if (authorization === undefined) return undefined;
    const caller = known ?? (await tokens.callerOf(authorization).catch((error: unknown) => refuse(error, logger)));
    checkRate(request, caller);
    return caller;
  };
}

function refuse(error: unknown, logger: Logger): never {
  if (error instanceof TokenRefused) {
    const { message } = error;
    throw new Refusal(401, "UNAUTHENTICATED", message, {
      headers: { "www-authenticate": `Bearer error="invalid_token", error_description="${message}"` },
    });
  }
  if (!(error instanceof KeysUnavailable)) throw error;
  logger.error({ err: error.cause }, "the keys of a trusted issuer cannot be had");
  throw new Refusal(503, "SERVICE_UNAVAILABLE", "Who you are cannot be verified right now. Try again shortly.", {
    headers: { "retry-after": "1" },
  });
}
