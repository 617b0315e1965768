import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { OrganizationalUnit } from "./organizational-unit.entity";
import { organizationalUnitRules, organizationalUnitSurveys } from "./organizational-unit.rules";

@Entity("organizational_unit")
export class OrganizationalUnitEdition extends EditionRow {
  @Column("text")
  level!: string;

  @Column("text")
  entity!: string;

  @Column("text", { nullable: true })
  parent!: string | null;
}

export const organizationalUnitKind = defineKind<OrganizationalUnit, OrganizationalUnitEdition>({
  document: OrganizationalUnit,
  edition: OrganizationalUnitEdition,
  columns: ({ level, entity, parent }) => ({ level, entity, parent: parent ?? null }),
  entity: ({ entity }) => entity,
  rules: organizationalUnitRules,
  surveys: organizationalUnitSurveys,
});
