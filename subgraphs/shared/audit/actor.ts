import { type Caller, type Role, ROLES } from "../../../identity/caller";
import type { Actor } from "./audit-chain";

/** Whoever asks without a token. */
export const ANONYMOUS: Actor = { role: "anonymous" };

/** Who acts in a request: as the role that lets them, or, where none does, as all that they are. */
export function actorOf(caller: Caller | undefined, role?: Role): Actor {
  if (!caller) return ANONYMOUS;
  const { issuer, subject, name, grants } = caller;
  const roles = ROLES.filter((each) => grants.some((grant) => grant.role === each));
  return {
    person: { issuer, subject, ...(name !== undefined && { name }) },
    role: role ?? (roles.join(" ") || "none"),
  };
}
