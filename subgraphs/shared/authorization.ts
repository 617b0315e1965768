import type { AuthChecker } from "type-graphql";
import type { Role } from "../../identity/caller";
import { forbidden, unauthenticated } from "./errors";
import type { SubgraphContext } from "./request";

/**
 * Whether a caller may use what `@Authorized` stands on: whoever has one of its roles, or anybody who signed in where
 * it names none. Of which entity the role has to be is for the workflow to say, which knows the record.
 */
export const mayUse: AuthChecker<SubgraphContext, Role> = ({ context: { caller } }, roles) => {
  if (!caller)
    throw unauthenticated("This is not for everybody. Sign in, and send the token with `Authorization: Bearer <token>`.");
  if (roles.length === 0 || caller.grants.some(({ role }) => roles.includes(role))) return true;
  throw forbidden(`Your roles do not allow this. It needs one of: ${roles.join(", ")}.`);
};
