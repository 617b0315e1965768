/** What a person may be in the guide. Who has none of these reads what is published. */
export const ROLES = ["author", "approver", "secretariat", "auditor"] as const;
export type Role = (typeof ROLES)[number];

/** A role that a person was given. */
export interface Grant {
  readonly role: Role;
  /** Code of the entity that authors and approvers act for. */
  readonly entity?: string;
}

/** A person whose token was verified. */
export interface Caller {
  readonly issuer: string;
  readonly subject: string;
  readonly name?: string;
  readonly grants: readonly Grant[];
}

/** Roles that are of one entity; the others are of the whole guide. */
const OF_AN_ENTITY: readonly Role[] = ["author", "approver"];
const CODE = /^[A-Z0-9]+([-_.][A-Z0-9]+)*$/;

/** Whether a person may write or decide about records of an entity; what belongs to no entity is the secretariat's. */
export function mayAct({ grants }: Caller, role: "author" | "approver", entity: string | undefined): boolean {
  return grants.some(
    (grant) => grant.role === "secretariat" || (entity !== undefined && grant.role === role && grant.entity === entity),
  );
}

/** Whether a person may read what is not published of an entity. */
export function mayRead(caller: Caller | undefined, entity: string | undefined): boolean {
  if (!caller) return false;
  const readsAll = caller.grants.some(({ role }) => role === "auditor");
  return readsAll || mayAct(caller, "author", entity) || mayAct(caller, "approver", entity);
}

/** The grant that a text such as `author:SCM` or `secretariat` names; undefined when it names none. */
export function grantOf(text: string): Grant | undefined {
  const [name, entity, ...more] = text.split(":");
  const role = ROLES.find((each) => each === name);
  if (!role || more.length > 0) return undefined;
  if (!OF_AN_ENTITY.includes(role)) return entity === undefined ? { role } : undefined;
  return entity !== undefined && CODE.test(entity) ? { role, entity } : undefined;
}
