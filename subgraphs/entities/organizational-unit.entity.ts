import { Directive, ObjectType } from "type-graphql";
import {
  enumeration,
  LocalDate,
  Localized,
  OneOf,
  PublishedRecord,
  Reference,
  Scalar,
  type Texts,
} from "../../schema/vocabulary";
import { GovernmentEntity } from "./government-entity.entity";

export const UnitLevel = enumeration("UnitLevel", "How high a unit stands in its entity.", {
  BRANCH: "A branch in another place.",
  DEPARTMENT: "A department.",
  SECTION: "A section of a department or branch.",
  TEAM: "A team within a section.",
});

@Directive(`@key(fields: "id")`)
@ObjectType({
  implements: PublishedRecord,
  description: "A branch, department, section or team of a government entity (W3C ORG OrganizationalUnit).",
})
export class OrganizationalUnit extends PublishedRecord {
  @Localized("Its name.")
  name!: Texts;

  @OneOf(UnitLevel, "How high it stands in its entity.")
  level!: keyof typeof UnitLevel;

  @Reference(() => GovernmentEntity, "The entity it belongs to.")
  entity!: string;

  @Reference(() => OrganizationalUnit, "The unit above it in the same entity; null when it is directly below the entity.", {
    optional: true,
  })
  parent?: string;

  @Localized("The role of the person who heads it; null when not published.", { optional: true })
  headRole?: Texts;

  @Scalar(LocalDate, "The day it was set up; null when not known.", { optional: true })
  effectiveFrom?: string;

  @Scalar(LocalDate, "The last day it existed; null while it exists.", { optional: true })
  effectiveTo?: string;
}
