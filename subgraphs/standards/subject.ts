import { createUnionType } from "type-graphql";
import { Code, type DocumentClass, enumeration, globalId, OneOf, parseGlobalId, Scalar } from "../../schema/vocabulary";
import type { DocumentReference } from "../shared/editions/validation";
import { badUserInput } from "../shared/errors";
import { GovernmentEntity, Journey, OrganizationalUnit, Service, ServiceCentre } from "./stubs";

export const StandardSubjectType = enumeration(
  "StandardSubjectType",
  "What kind of thing is held to a standard, measured or assessed.",
  {
    SERVICE: "A service.",
    SERVICE_CENTRE: "A service centre.",
    UNIT: "A branch, department, section or team of an entity.",
    ENTITY: "A government entity as a whole.",
    JOURNEY: "A journey across services and entities.",
  },
);
export type StandardSubjectType = keyof typeof StandardSubjectType;

/** The stored form of what a standard, measurement or assessment is about. */
export class Subject {
  @OneOf(StandardSubjectType, "What kind of thing it is.")
  type!: StandardSubjectType;

  @Scalar(Code, "Its code.")
  code!: string;
}

const typeOf: Readonly<Record<StandardSubjectType, DocumentClass>> = {
  SERVICE: Service,
  SERVICE_CENTRE: ServiceCentre,
  UNIT: OrganizationalUnit,
  ENTITY: GovernmentEntity,
  JOURNEY: Journey,
};

export const StandardSubject = createUnionType({
  name: "StandardSubject",
  description: "What is held to a standard, measured or assessed.",
  types: () => [Service, ServiceCentre, OrganizationalUnit, GovernmentEntity, Journey] as const,
  resolveType: (value: object) => (value as { __typename: string }).__typename,
});

/** A subject as its column holds it, such as `SERVICE:SCM-TENANCY-ATTESTATION`. */
export function subjectKey({ type, code }: Subject): string {
  return `${type}:${code}`;
}

/** The types that a subject may be of. */
export const subjectTypes: readonly string[] = Object.values(typeOf).map(({ name }) => name);

/** The reference that a subject is, standing at a path of a document. */
export function subjectReference({ type, code }: Subject, path: string): DocumentReference {
  return { typename: typeOf[type].name, code, path };
}

/** The record of another subgraph that a subject is. */
export function subjectStub({ type, code }: Subject): object {
  const typename = typeOf[type].name;
  return { __typename: typename, id: globalId(typename, code), code };
}

/** The subject with a global id; the id of anything that cannot be a subject is refused with `BAD_USER_INPUT`. */
export function subjectOfId(id: string): Subject {
  const { typename, code } = parseGlobalId(id);
  const types = Object.keys(typeOf) as StandardSubjectType[];
  const type = types.find((each) => typeOf[each].name === typename);
  if (!type)
    throw badUserInput(`A ${typename} cannot be measured. Use the id of a service, service centre, unit, entity or journey.`);
  return { type, code };
}
