import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { LegalResource } from "./legal-resource.entity";

@Entity("legal_resource")
export class LegalResourceEdition extends EditionRow {
  @Column("text")
  type!: string;

  @Column("text")
  legalStatus!: string;
}

export const legalResourceKind = defineKind<LegalResource, LegalResourceEdition>({
  document: LegalResource,
  edition: LegalResourceEdition,
  columns: ({ type, status }) => ({ type, legalStatus: status }),
  name: ({ title }) => title,
  entity: ({ issuedBy }) => issuedBy,
});
